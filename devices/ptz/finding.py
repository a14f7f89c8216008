"""Looking for cameras as a person asks for it, from the command line or on a page: where to ask, what is told of
whoever answered, and the lines of the show file that reach it."""

import asyncio
import ipaddress
import json
import re
import socket
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

import psutil  # type: ignore[import-untyped]

from control.errors import EfirError
from control.show import PTZ_PORTS, Camera
from devices.ptz.discovery import ONVIF, SONY, Address, Found, discover
from devices.ptz.worker import config

PROTOCOLS = {"visca": "VISCA (Sony)", "onvif": "ONVIF"}
"""For people."""
NAMES = 5.0
"""Seconds in which a name server answers, or there is no such host."""


class NoSuchHost(EfirError):
    """*find-no-host* (`host`)."""


class NoNetwork(EfirError):
    """*find-no-network*: this computer has no address but its own."""


async def look(seconds: float, hosts: Sequence[str] = ()) -> list[Found]:
    """Asks the networks of this computer, or only `hosts`, each `HOST` or `HOST:PORT`. NoSuchHost, NoNetwork."""
    if not hosts:
        own = await asyncio.to_thread(_own_addresses)
        if not own:
            raise NoNetwork("find-no-network")
        return list(await discover(seconds, interfaces=own))
    asked = await asyncio.gather(*(_addresses(host) for host in hosts))
    looks = [discover(seconds, sony=sony, onvif=onvif) for sony, onvif in asked]
    return sorted({each for found in await asyncio.gather(*looks) for each in found})


def _own_addresses() -> list[str]:
    """Of every network: cameras often have one of their own."""
    own = [one.address for each in psutil.net_if_addrs().values() for one in each if one.family == socket.AF_INET]
    return [address for address in own if not address.startswith("127.")]


async def _addresses(host: str) -> tuple[Address, Address]:
    """Where to ask as Sony's cameras, and as ONVIF's, are asked."""
    try:
        parts = urlsplit(host if "//" in host else f"//{host}")  # also as an answer is shown: http://10.0.0.5:8000
        name, asked = parts.hostname, parts.port or 0
        if not name:
            raise ValueError(host)
        names = asyncio.get_running_loop().getaddrinfo(
            name, asked or None, family=socket.AF_INET, type=socket.SOCK_DGRAM
        )
        known = await asyncio.wait_for(names, NAMES)
    except (OSError, ValueError) as error:  # a timeout is an OSError, a name that is none a ValueError
        raise NoSuchHost("find-no-host", host=host) from error
    address = str(known[0][4][0])
    return (address, asked or SONY[1]), (address, asked or ONVIF[1])


def known_as(found: Found, cameras: Iterable[Camera]) -> Camera | None:
    """Which of the show's cameras it is. One that is spoken to in another way has the same host and another port; not
    on this computer, where each simulated camera is one of its own."""
    elsewhere = not _here(found.host)
    alike = None
    for camera in cameras:
        if camera.ptz is None:
            continue
        head = config(camera)
        if head.host.lower() != found.host.lower():
            continue
        if head.protocol == found.protocol and (head.port or (443 if head.secure else 80)) == found.port:
            return camera
        if elsewhere and head.protocol != found.protocol:
            alike = alike or camera
    return alike


def _here(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def address(found: Found) -> str:
    """As the show file has it."""
    host = f"[{found.host}]" if ":" in found.host else found.host
    if found.protocol == "onvif":
        scheme, usual = ("https", 443) if found.secure else ("http", 80)
        return f"{scheme}://{host}" + ("" if found.port == usual else f":{found.port}")
    return host if found.port == PTZ_PORTS["visca"] else f"{host}:{found.port}"


def shown(*names: str) -> str:
    """The first that says something, without what a terminal or the show file would not like: it comes from a
    network."""
    for name in names:
        clean = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:120]
        if clean:
            return clean
    return ""


def entries(found: Sequence[Found], picture: str, cameras: Iterable[Camera] = ()) -> list[str]:
    """Of each, its lines below `cameras:`; `picture` is what is said of the picture, which nobody has found. No name
    and no id is one of `cameras`."""
    taken = tuple(cameras)
    names, ids = {camera.name.lower() for camera in taken}, {str(camera.id).lower() for camera in taken}
    made = []
    for each in found:
        name = _free(shown(each.name, each.model, each.host), " ", names)
        id_ = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "camera"
        lines = [
            f"  {_free(id_, '-', ids)}:",
            f"    name: {_quoted(name)}",
            f"    url: {_quoted('test:' + name[:100])}   # {picture}",
            "    ptz:",
            f"      {each.protocol}: {_quoted(address(each))}",
        ]
        if each.protocol == "visca":
            lines.append("      model: sony")
        made.append("\n".join(lines))
    return made


def show_lines(found: Sequence[Found], picture: str) -> str:
    """`cameras:` of a show file."""
    return "\n".join(["cameras:", *entries(found, picture)])


def _free(made: str, joint: str, taken: set[str]) -> str:
    """Made the first of its kind, and taken."""
    found, number = made, 1
    while found.lower() in taken:
        number += 1
        found = f"{made[:110]}{joint}{number}"
    taken.add(found.lower())
    return found


def _quoted(text: str) -> str:
    """YAML's double quotes are those of JSON."""
    return json.dumps(text, ensure_ascii=False)
