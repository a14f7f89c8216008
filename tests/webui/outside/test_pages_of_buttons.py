"""Companion's pages and the tables of docs/remote.md: what is written is what works."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from fluent.syntax import FluentParser, ast

from control.core.types import Role
from control.showfile import read_show
from tests.webui.outside.machines import house
from webui import built
from webui.outside import companion, tables
from webui.outside.flat import flat_state, underscored

EXAMPLE = Path(__file__).parents[3] / "examples" / "debate" / "show.yaml"


def controls(page: companion.Page) -> list[dict[str, Any]]:
    rows = json.loads((companion.FOLDER / page.file).read_text("utf-8"))["page"]["controls"]
    return [control for row in rows.values() for control in row.values()]


@pytest.mark.parametrize("page", companion.PAGES, ids=lambda page: page.file)
def test_the_files_are_those_of_the_table(page: companion.Page) -> None:
    found = (companion.FOLDER / page.file).read_text("utf-8")
    assert found == companion.text(page), "run `python -m webui.outside.companion`"
    whole = json.loads(found)
    assert (whole["version"], whole["type"]) == (4, "page")
    for control in controls(page):
        for action in control["steps"]["0"]["action_sets"]["down"]:
            assert action["instance"] in whole["instances"]
        for feedback in control["feedbacks"]:
            assert feedback["instance_id"] in whole["instances"]
            assert f"$(efirstate:{feedback['options']['variable']})" in control["style"]["text"]


async def test_every_button_does_what_it_says(tmp_path: Path) -> None:
    """Each as Companion would send it, to a server with the example show; none is unknown, malformed or refused for a
    name that is not there."""
    show = await asyncio.to_thread(read_show, EXAMPLE, {})
    fine = {"nothing-on-air", "already-gone", "nothing-to-go-back", "nothing-next", "output-not-in-show"}
    async with house(tmp_path, show=show) as efir:
        token = await efir.token(Role.OPERATOR)
        pressed = 0
        for page in companion.PAGES[:2]:  # the others differ in words
            for control in controls(page):
                for action in control["steps"]["0"]["action_sets"]["down"]:
                    options = action["options"]
                    url = efir.url + options["url"].replace("TOKEN", token)
                    headers = {"Content-Type": options["contenttype"]}
                    async with efir.http.post(url, data=options["body"], headers=headers) as answer:
                        told = await answer.json()
                        assert answer.status == 200 or told["error"]["code"] in fine, (options["url"], told)
                    pressed += 1
        assert pressed >= 25
        keys = underscored(flat_state(efir.controller.state, show, efir.clock.now()))
        shown = [f["options"]["subpath"] for page in companion.PAGES for c in controls(page) for f in c["feedbacks"]]
        assert set(shown) <= set(keys)
        assert len(shown) >= 10


WORDS = {
    "go": "panel-rundown-go",
    "back": "panel-rundown-back",
    "stop": "panel-rundown-stop",
    "arm": "panel-rundown-arm",
    "pause": "panel-act-pause",
    "resume": "panel-act-resume",
    "panic": "panel-panic",
    "minute": "panel-say-minute",
    "wrap": "panel-say-finish",
    "louder": "panel-say-louder",
    "hush": "panel-say-hush",
    "scene": "panel-take",
    "preview": "panel-keys-preview",
    "clear": "panel-graphics-clear",
    "record": "panel-record",
}
"""Of a button: what the panel calls the same."""


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_button_is_called_as_the_panels_is(language: str) -> None:
    folder = built.ROOT / "webui" / "pages" / "texts" / language
    said = {
        entry.id.name: part.value
        for file in sorted(folder.glob("*.ftl"))
        for entry in FluentParser().parse(file.read_text("utf-8")).body
        if isinstance(entry, ast.Message) and entry.value is not None
        for part in entry.value.elements
        if isinstance(part, ast.TextElement)
    }
    words = companion.BUTTONS[language]
    assert {key: words[key] for key in WORDS} == {key: said[name] for key, name in WORDS.items()}


def test_a_button_carries_its_token_and_nothing_secret() -> None:
    for page in companion.PAGES:
        for control in controls(page):
            for action in control["steps"]["0"]["action_sets"]["down"]:
                assert dict(parse_qsl(urlsplit(action["options"]["url"]).query))["token"] == "TOKEN"


def test_the_docs_tables_are_those_of_the_code() -> None:
    page = tables.PAGE.read_text("utf-8")
    assert tables.filled(page) == page, "run `python -m webui.outside.tables`"
    assert page.count("| `/efir/") >= 30
    assert page.count("| `rundown.") >= 15
