"""`efir find cameras`: which cameras are in the network, and the lines of the show file that reach them."""

import asyncio
import json
import re
import socket
from collections.abc import Sequence

import psutil  # type: ignore[import-untyped]
from rich import box
from rich.table import Table
from rich.text import Text

from control.errors import EfirError
from control.show import PTZ_PORTS
from devices.ptz.discovery import ANY, ONVIF, SONY, Address, Found, discover
from efir.cli_output import Output

PROTOCOLS = {"visca": "VISCA (Sony)", "onvif": "ONVIF"}


class NoSuchHost(EfirError):
    """*find-no-host* (`host`)."""


def find_cameras(seconds: float, hosts: Sequence[str], output: Output, *, as_json: bool) -> int:
    """Asks the networks of this computer, or only `hosts`, each `HOST` or `HOST:PORT`. NoSuchHost."""
    output.errors.print(output.texts.format("find-cameras-looking", seconds=f"{seconds:g}"), markup=False)
    found = asyncio.run(_look(seconds, hosts))
    if as_json:
        output.json({"cameras": [_facts(each) for each in found]})
    elif not found:
        output.say("find-cameras-none")
    else:
        output.console.print(_table(found, output))
        output.say("find-cameras-file")
        output.line()
        output.line(show_lines(found, output.texts.format("find-cameras-picture")))
    return 0


async def _look(seconds: float, hosts: Sequence[str]) -> list[Found]:
    if not hosts:
        return list(await discover(seconds, interfaces=_interfaces()))
    asked = [await _addresses(host) for host in hosts]
    looks = [discover(seconds, sony=sony, onvif=onvif) for sony, onvif in asked]
    return sorted({each for found in await asyncio.gather(*looks) for each in found})


def _interfaces() -> Sequence[str]:
    """Our own addresses, of every network: cameras often have one of their own."""
    own = [one.address for each in psutil.net_if_addrs().values() for one in each if one.family == socket.AF_INET]
    return [address for address in own if not address.startswith("127.")] or [ANY]


async def _addresses(host: str) -> tuple[Address, Address]:
    """Where to ask as Sony's cameras, and as ONVIF's, are asked."""
    name, _, port = host.partition(":")
    try:
        if not name:
            raise ValueError(host)
        known = await asyncio.get_running_loop().getaddrinfo(
            name, int(port) if port else None, family=socket.AF_INET, type=socket.SOCK_DGRAM
        )
    except (OSError, ValueError, OverflowError) as error:  # UnicodeError of a name that is none is a ValueError
        raise NoSuchHost("find-no-host", host=host) from error
    address = str(known[0][4][0])
    return (address, int(port) if port else SONY[1]), (address, int(port) if port else ONVIF[1])


def _facts(found: Found) -> dict[str, str]:
    told = {"name": _shown(found.name), "model": _shown(found.model)}
    return {"protocol": found.protocol, "address": _address(found), **told}


def _table(found: Sequence[Found], output: Output) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("find-cameras-name", "find-cameras-model", "find-cameras-protocol", "find-cameras-address"):
        table.add_column(output.texts.format(heading), overflow="fold")
    for each in found:
        cells = (each.name, each.model, PROTOCOLS[each.protocol], _address(each))
        table.add_row(*(Text(_shown(cell) or "—") for cell in cells))
    return table


def _address(found: Found) -> str:
    """As the show file has it."""
    host = f"[{found.host}]" if ":" in found.host else found.host
    if found.protocol == "onvif":
        scheme, usual = ("https", 443) if found.secure else ("http", 80)
        return f"{scheme}://{host}" + ("" if found.port == usual else f":{found.port}")
    return host if found.port == PTZ_PORTS["visca"] else f"{host}:{found.port}"


def _shown(*names: str) -> str:
    """The first that says something, without what a terminal or the show file would not like: it comes from a
    network."""
    for name in names:
        clean = " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:120]
        if clean:
            return clean
    return ""


def show_lines(found: Sequence[Found], picture: str) -> str:
    """`cameras:` of a show file; `picture` is what is said of the picture, which nobody has found."""
    lines, names, ids = ["cameras:"], set[str](), set[str]()
    for each in found:
        name = _free(_shown(each.name, each.model, each.host), " ", names)
        made = re.sub("[^a-z0-9]+", "-", name.lower()).strip("-")[:40].strip("-") or "camera"
        camera = _free(made, "-", ids)
        lines += [
            f"  {camera}:",
            f"    name: {_quoted(name)}",
            f"    url: {_quoted('test:' + name[:100])}   # {picture}",
            "    ptz:",
            f"      {each.protocol}: {_quoted(_address(each))}",
        ]
        if each.protocol == "visca":
            lines.append("      model: sony")
    return "\n".join(lines)


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
