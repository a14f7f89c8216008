"""Which cameras are in the network, where a protocol lets them say so.

Sony's VISCA cameras answer an inquiry that is broadcast to UDP 52380 (SRG-300H technical manual, "IP related setting
command"); they answer by broadcast, too, to the same port. ONVIF devices answer a WS-Discovery probe on UDP 3702 (ONVIF
core specification, 7). Others — PTZOptics' VISCA and CGI — have no such thing.
"""

import asyncio
import re
import socket
import uuid
from collections.abc import Callable, Sequence
from typing import Any, Literal
from urllib.parse import unquote, urlsplit

import structlog
from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml
from msgspec import Struct

log = structlog.get_logger(__name__)

Address = tuple[str, int]
SONY: Address = ("255.255.255.255", 52380)
ONVIF: Address = ("239.255.255.250", 3702)
SONY_INQUIRY = b"\x02ENQ:network\xff\x03"
ANY = "0.0.0.0"  # noqa: S104 - the system chooses
LISTEN = 2.0
"""Seconds; ONVIF devices answer within half a second, spread by chance."""
REPEAT = 0.5
"""After so long it is asked again: datagrams get lost."""
MOST = 256
"""Cameras of one look: a network that answers more is not believed."""


class Found(Struct, frozen=True, order=True):
    """`name` and `model` as the camera says, "" if it does not."""

    host: str
    port: int
    protocol: Literal["visca", "onvif"]
    name: str
    model: str
    secure: bool = False
    """By https."""


def parse_sony(datagram: bytes) -> Found | None:
    """`02 MAC:… FF MODEL:… FF … 03`. None for what is none, also for our own inquiry."""
    if datagram[:1] != b"\x02" or datagram[-1:] != b"\x03":
        return None
    fields = {}
    for unit in datagram[1:-1].split(b"\xff"):
        name, colon, value = unit.decode("ascii", "replace").partition(":")
        if colon:
            fields[name] = value.strip()
    host = fields.get("IPADR", "")
    if not re.fullmatch(r"(\d{1,3}\.){3}\d{1,3}", host) or "MAC" not in fields:
        return None
    return Found(host, 52381, "visca", fields.get("NAME", ""), fields.get("MODEL", ""))


def probe() -> bytes:
    """Asks for ONVIF's network video transmitters."""
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
<e:Header><w:MessageID>uuid:{uuid.uuid4()}</w:MessageID><w:To>urn:schemas-xmlsoap-org:ws:2005:04:discovery</w:To>
<w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/Probe</w:Action></e:Header>
<e:Body><d:Probe><d:Types>dn:NetworkVideoTransmitter</d:Types></d:Probe></e:Body></e:Envelope>""".encode()


def parse_matches(datagram: bytes) -> list[Found]:
    """The devices of a ProbeMatches; empty for anything else."""
    try:
        envelope = Xml.fromstring(datagram)
    except (Xml.ParseError, DefusedXmlException, ValueError):
        return []
    found = (_match(match) for match in envelope.iterfind(".//{*}ProbeMatch"))
    return [each for each in found if each is not None]


def _match(match: Any) -> Found | None:
    if "NetworkVideoTransmitter" not in (match.findtext("{*}Types") or ""):
        return None
    scopes = (match.findtext("{*}Scopes") or "").split()
    named = {
        key: unquote(scope.rpartition("/")[2])
        for key in ("name", "hardware")
        for scope in scopes
        if scope.startswith(f"onvif://www.onvif.org/{key}/")
    }
    addresses = (match.findtext("{*}XAddrs") or "").split()
    for address in sorted(addresses, key=lambda each: "[" in each):  # IPv4 first
        try:
            parts = urlsplit(address)
            secure = parts.scheme == "https"
            host, port = parts.hostname, parts.port or (443 if secure else 80)
        except ValueError:
            continue
        if host:
            return Found(host, port, "onvif", named.get("name", ""), named.get("hardware", ""), secure)
    return None


async def discover(
    seconds: float = LISTEN,
    *,
    interfaces: Sequence[str] = (ANY,),
    sony: Address = SONY,
    onvif: Address = ONVIF,
) -> tuple[Found, ...]:
    """Asks on each of `interfaces` (our own addresses in them), listens for `seconds`. A network that cannot be asked
    counts for none. A single camera may be asked, too: `sony` and `onvif` are then its address."""
    found: set[Found] = set()

    def hear(parse: Callable[[bytes], list[Found]]) -> Callable[[bytes], None]:
        return lambda data: found.update(parse(data)[: MOST - len(found)])

    def sony_heard(data: bytes) -> list[Found]:
        return [each] if (each := parse_sony(data)) else []

    asked = [(sony, SONY_INQUIRY, hear(sony_heard)), (onvif, probe(), hear(parse_matches))]
    ear = await _open("", sony[1], hear(sony_heard)) if _broadcast(sony) else None  # answers are broadcast to it
    open_ = []
    try:
        for interface in interfaces:
            for target, question, heard in asked:
                transport = await _open(interface, 0, heard)
                if transport is not None:
                    if not _broadcast(target) and interface != ANY:
                        _go_out_by(transport, interface)
                    open_.append((transport, question, target))
        for pause in (min(REPEAT, seconds), max(0.0, seconds - REPEAT)):
            for transport, question, target in open_:
                transport.sendto(question, target)
            await asyncio.sleep(pause)
    finally:
        for transport in (*(each for each, _, _ in open_), *([ear] if ear is not None else ())):
            transport.close()
    return tuple(sorted(found))


def _broadcast(target: Address) -> bool:
    return target[0] == SONY[0]


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, hear: Callable[[bytes], None]) -> None:
        self._hear = hear

    def datagram_received(self, data: bytes, addr: Any) -> None:
        self._hear(data)

    def error_received(self, exc: Exception) -> None:
        """No way there: then nobody answers."""


async def _open(interface: str, port: int, hear: Callable[[bytes], None]) -> asyncio.DatagramTransport | None:
    """None without a way. `interface` "" is the wildcard: a broadcast does not reach a socket that is bound to one
    address, and leaves by that address's network from one that is."""
    try:
        transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
            lambda: _Ear(hear), local_addr=(interface, port), family=socket.AF_INET, allow_broadcast=True
        )
    except OSError as error:
        log.debug("cannot look for cameras", interface=interface, port=port, reason=str(error))
        return None
    return transport


def _go_out_by(transport: asyncio.DatagramTransport, interface: str) -> None:
    """Multicast leaves by the interface whose address this is; on Windows and macOS a bound address does not say so."""
    try:
        transport.get_extra_info("socket").setsockopt(
            socket.IPPROTO_IP, socket.IP_MULTICAST_IF, socket.inet_aton(interface)
        )
    except OSError as error:
        log.debug("cannot choose an interface", interface=interface, reason=str(error))
