"""The tables of docs/remote.md, from those the code works by: `python -m webui.outside.tables [--check]`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from webui.outside import flat, osc

PAGE = Path(__file__).parents[2] / "docs" / "remote.md"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _flat() -> str:
    who = {"stage": "stage, backstage, crew", "backstage": "backstage, crew", "panel": "crew"}
    rows = ((f"`{row.key}`", row.ru, row.en, who[row.view]) for row in flat.TABLE)
    return _table(("key", "что это", "what it is", "who"), rows)


def _osc() -> str:
    rows = ((f"`{way.address}`", way.args or "—", way.ru, way.en) for way in osc.TABLE)
    return _table(("address", "values", "что делает", "what it does"), rows)


TABLES = {"flat": _flat, "osc": _osc}


def filled(page: str) -> str:
    """The page with its tables as they are now."""
    for name, make in TABLES.items():
        start, end = f"<!-- {name} -->\n", f"<!-- /{name} -->"
        before, _, rest = page.partition(start)
        page = f"{before}{start}{make()}\n{end}{rest.partition(end)[2]}"
    return page


def main() -> None:
    """Writes them into the page; `--check`: says if it is out of date."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    page = PAGE.read_text(encoding="utf-8")
    if not parser.parse_args().check:
        PAGE.write_text(filled(page), encoding="utf-8", newline="\n")
    elif filled(page) != page:
        sys.exit("docs/remote.md is out of date: run `python -m webui.outside.tables`")


if __name__ == "__main__":
    main()
