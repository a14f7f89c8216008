"""The simulated camera says that it is there when it is asked as `devices.ptz.discovery` asks."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any, Literal
from urllib.parse import quote
from uuid import uuid4
from xml.sax.saxutils import escape

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as Xml
from msgspec import Struct

from devices.ptz.discovery import SONY_INQUIRY

_MATCHES = """<?xml version="1.0" encoding="UTF-8"?>
<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope" xmlns:w="http://schemas.xmlsoap.org/ws/2004/08/addressing"
 xmlns:d="http://schemas.xmlsoap.org/ws/2005/04/discovery" xmlns:dn="http://www.onvif.org/ver10/network/wsdl">
<e:Header><w:MessageID>uuid:{own}</w:MessageID><w:RelatesTo>{asked}</w:RelatesTo>
<w:Action>http://schemas.xmlsoap.org/ws/2005/04/discovery/ProbeMatches</w:Action></e:Header>
<e:Body><d:ProbeMatches><d:ProbeMatch><d:Types>dn:NetworkVideoTransmitter</d:Types>
<d:Scopes>onvif://www.onvif.org/type/ptz onvif://www.onvif.org/name/{name}
 onvif://www.onvif.org/hardware/{model}</d:Scopes>
<d:XAddrs>http://{host}:{port}/onvif/device_service</d:XAddrs><d:MetadataVersion>1</d:MetadataVersion>
</d:ProbeMatch></d:ProbeMatches></e:Body></e:Envelope>"""


class Sign(Struct, frozen=True):
    """What a camera says of itself. By `visca` it cannot tell its port."""

    protocol: Literal["visca", "onvif"]
    host: str
    port: int
    name: str = "EFIR"
    model: str = "SIMULATED"


def answer(datagram: bytes, sign: Sign) -> bytes | None:
    """None: that was no question to it."""
    if sign.protocol == "visca":
        if datagram != SONY_INQUIRY:
            return None
        units = ("MAC:02-00-00-00-00-01", f"MODEL:{sign.model}", "SOFTVERSION:1.00", f"IPADR:{sign.host}",
                 "MASK:255.255.255.0", f"NAME:{sign.name}", "WRITE:on")  # fmt: skip
        return b"\x02" + b"\xff".join(unit.encode("ascii", "replace") for unit in units) + b"\xff\x03"
    try:
        envelope = Xml.fromstring(datagram)
    except (Xml.ParseError, DefusedXmlException, ValueError):
        return None
    wanted = envelope.findtext("{*}Body/{*}Probe/{*}Types")
    if wanted is None or "NetworkVideoTransmitter" not in wanted:
        return None
    asked = envelope.findtext("{*}Header/{*}MessageID") or ""
    return _MATCHES.format(
        own=uuid4(), asked=escape(asked), name=quote(sign.name), model=quote(sign.model), host=sign.host, port=sign.port
    ).encode()


class _Ear(asyncio.DatagramProtocol):
    def __init__(self, sign: Sign) -> None:
        self._sign = sign

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        said = answer(data, self._sign)
        if said is not None:
            self._transport.sendto(said, addr)


@contextlib.asynccontextmanager
async def findable(sign: Sign, host: str, port: int) -> AsyncIterator[int]:
    """Listens where cameras are looked for; the port, 0: any free one. OSError if it is taken."""
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(lambda: _Ear(sign), local_addr=(host, port))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
