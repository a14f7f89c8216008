"""`efir find cameras`: which cameras are in the network, and the lines of the show file that reach them."""

import asyncio
from collections.abc import Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from devices.ptz.discovery import Found
from devices.ptz.finding import PROTOCOLS, address, look, show_lines, shown
from efir.cli_output import Output


def find_cameras(seconds: float, hosts: Sequence[str], output: Output, *, as_json: bool) -> int:
    """Asks the networks of this computer, or only `hosts`, each `HOST` or `HOST:PORT`. NoSuchHost, NoNetwork."""
    output.errors.print(output.texts.format("find-cameras-looking", seconds=f"{seconds:g}"), markup=False)
    found = asyncio.run(look(seconds, hosts))
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


def _facts(found: Found) -> dict[str, str]:
    told = {"name": shown(found.name), "model": shown(found.model)}
    return {"protocol": found.protocol, "address": address(found), **told}


def _table(found: Sequence[Found], output: Output) -> Table:
    table = Table(box=box.SIMPLE_HEAD)
    for heading in ("find-cameras-name", "find-cameras-model", "find-cameras-protocol", "find-cameras-address"):
        table.add_column(output.texts.format(heading), overflow="fold")
    for each in found:
        cells = (each.name, each.model, PROTOCOLS[each.protocol], address(each))
        table.add_row(*(Text(shown(cell) or "—") for cell in cells))
    return table
