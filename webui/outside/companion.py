"""Ready button pages for Bitfocus Companion, made from one table: `python -m webui.outside.companion [--check]`.

The files are Companion's own page exports of version 4 (Companion 3.0; later ones bring it up to date on import). Two
connections are in them: generic-http does, generic-websocket shows. A button that the panel has too bears its words.
They were made after Companion's published types and its generic modules' sources; no real Companion has loaded them
here.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from msgspec import Struct

FOLDER = Path(__file__).parents[2] / "examples" / "companion"
TOKEN = "TOKEN"  # noqa: S105 (stands for the link's, which a person puts there)
HOST = "127.0.0.1:8080"
RED, GREEN, AMBER, GREY, BLUE = 0xC62828, 0x1B7F3B, 0xB26A00, 0x2B333B, 0x1F4E8C
WHITE = 0xFFFFFF
COLUMNS = 8
SCENES = ("slate", "both", "camera-1", "camera-2", "result")
GRAPHIC = "names"
"""Of examples/debate."""


class Button(Struct, frozen=True):
    """`shows`: keys of the flat state, each under its own text; `does`: a command by its name, with its arguments."""

    text: str
    colour: int = GREY
    does: tuple[str, dict[str, Any]] | None = None
    shows: tuple[str, ...] = ()


def _do(tag: str, **args: Any) -> tuple[str, dict[str, Any]]:
    return tag, args


class Page(Struct, frozen=True):
    file: str
    name: str
    rows: tuple[tuple[Button, ...], ...]


def _pages(words: dict[str, str], language: str) -> tuple[Page, ...]:
    w = words
    rundown = (
        (
            Button(w["go"], RED, _do("rundown.go")),
            Button(w["back"], GREY, _do("rundown.back")),
            Button(w["now"], GREY, shows=("rundown.on.title", "rundown.on.left_text")),
            Button(w["next"], GREY, shows=("rundown.next.title", "rundown.next.start_text")),
            Button(w["offset"], GREY, shows=("rundown.offset_text",)),
            Button(w["end"], GREY, shows=("rundown.end_text",)),
            Button(w["clock"], GREY, shows=("clock.text",)),
            Button(w["panic"], AMBER, _do("program.panic")),
        ),
        (
            Button(w["pause"], GREY, _do("rundown.pause")),
            Button(w["resume"], GREEN, _do("rundown.resume")),
            Button(w["plus"], GREY, _do("rundown.add-time", ms=60_000)),
            Button(w["minus"], GREY, _do("rundown.add-time", ms=-60_000)),
            Button(w["stop"], GREY, _do("rundown.stop")),
            Button(w["arm"], GREY, _do("rundown.arm", on=True)),
            Button(w["disarm"], GREY, _do("rundown.arm", on=False)),
        ),
        (
            Button(w["minute"], BLUE, _do("stage.say", text=w["minute_text"], tone="warning")),
            Button(w["wrap"], BLUE, _do("stage.say", text=w["wrap_text"], tone="danger")),
            Button(w["louder"], BLUE, _do("stage.say", text=w["louder_text"], tone="info")),
            Button(w["hush"], GREY, _do("stage.hush"), ("stage.message",)),
        ),
    )
    studio = (
        (
            *(Button(f"{w['scene']} {name}", RED, _do("program.take", scene=name, auto=True)) for name in SCENES),
            Button(w["air"], GREY, shows=("program.scene_name",)),
        ),
        (
            *(Button(f"{w['preview']} {name}", GREEN, _do("program.preview", scene=name)) for name in SCENES),
            Button(w["ready"], GREY, shows=("program.preview_name",)),
        ),
        (
            Button(w["graphics_on"], AMBER, _do("graphics.play", graphic=GRAPHIC)),
            Button(w["graphics_off"], GREY, _do("graphics.stop", graphic=GRAPHIC)),
            Button(w["clear"], GREY, _do("graphics.clear")),
            Button(w["record"], RED, _do("outputs.set", output="record", on=True), ("record.state",)),
            Button(w["record_off"], GREY, _do("outputs.set", output="record", on=False)),
        ),
    )
    return (
        Page(f"rundown-{language}.companionconfig", w["rundown"], rundown),
        Page(f"studio-{language}.companionconfig", w["studio"], studio),
    )


_RU = {
    "go": "ПУСК", "back": "Назад", "now": "в эфире", "next": "дальше", "offset": "отклонение", "end": "конец",
    "clock": "время", "panic": "Заставка", "pause": "Пауза", "resume": "Продолжить", "plus": "+1:00", "minus": "−1:00",
    "stop": "Стоп", "arm": "Авто", "disarm": "Без авто", "minute": "Осталась минута",
    "minute_text": "Осталась минута",
    "wrap": "Заканчивайте", "wrap_text": "Заканчивайте", "louder": "Говорите громче", "louder_text": "Говорите громче",
    "hush": "Убрать", "scene": "В эфир", "preview": "В подготовку", "air": "в эфире", "ready": "подготовка",
    "graphics_on": "Титр", "graphics_off": "Убрать титр", "clear": "Снять всё", "record": "Запись",
    "record_off": "Стоп записи",
    "rundown": "Efir: план", "studio": "Efir: студия",
}  # fmt: skip
_EN = {
    "go": "GO", "back": "Back", "now": "on air", "next": "next", "offset": "over/under", "end": "end",
    "clock": "clock", "panic": "Slate", "pause": "Pause", "resume": "Resume", "plus": "+1:00", "minus": "−1:00",
    "stop": "Stop", "arm": "Auto", "disarm": "Auto off", "minute": "One minute left", "minute_text": "One minute left",
    "wrap": "Wrap up", "wrap_text": "Wrap up", "louder": "Speak up", "louder_text": "Speak up",
    "hush": "Remove", "scene": "Take", "preview": "To preview", "air": "on air", "ready": "preview",
    "graphics_on": "Title", "graphics_off": "Title off", "clear": "Clear all", "record": "Recording",
    "record_off": "Stop recording",
    "rundown": "Efir: rundown", "studio": "Efir: studio",
}  # fmt: skip


BUTTONS = {"ru": _RU, "en": _EN}
PAGES = tuple(page for language, words in BUTTONS.items() for page in _pages(words, language))


# --- as Companion has it ---


def address(button: Button) -> str:
    """Behind the connection's base address."""
    assert button.does is not None
    tag, args = button.does
    plain = {name: str(value).lower() if isinstance(value, bool) else value for name, value in args.items()}
    return f"/api/do/{tag}?{urlencode({**plain, 'token': TOKEN})}"


def export(page: Page) -> dict[str, Any]:
    controls = {
        str(row): {str(column): _control(button, f"{row}{column}") for column, button in enumerate(buttons)}
        for row, buttons in enumerate(page.rows)
    }
    size = {"minColumn": 0, "maxColumn": COLUMNS - 1, "minRow": 0, "maxRow": 3}
    return {
        "version": 4,
        "type": "page",
        "page": {"name": page.name, "controls": controls, "gridSize": size},
        "instances": {
            "efir-do": _instance("efir", "generic-http", {"prefix": f"http://{HOST}"}),
            "efir-state": _instance(
                "efirstate",
                "generic-websocket",
                {
                    "url": f"ws://{HOST}/state?keys=underscored&token={TOKEN}",
                    "reconnect": True,
                    "append_new_line": "",
                    "debug_messages": False,
                    "reset_variables": True,
                },
            ),
        },
        "oldPageNumber": 1,
    }


def _instance(label: str, kind: str, config: dict[str, Any]) -> dict[str, Any]:
    return {
        "instance_type": kind,
        "label": label,
        "config": config,
        "isFirstInit": False,
        "lastUpgradeIndex": -1,
        "enabled": True,
        "sortOrder": 0,
    }


def _control(button: Button, place: str) -> dict[str, Any]:
    names = [key.replace(".", "_") for key in button.shows]
    lines = [button.text, *(f"$(efirstate:{name})" for name in names)]
    down = [_press(button, place)] if button.does is not None else []
    return {
        "type": "button",
        "style": {
            "text": "\\n".join(lines),
            "textExpression": False,
            "size": "auto",
            "png64": None,
            "alignment": "center:center",
            "pngalignment": "center:center",
            "color": WHITE,
            "bgcolor": button.colour,
            "show_topbar": "default",
        },
        "options": {"relativeDelay": False, "stepAutoProgress": True, "rotaryActions": False},
        "feedbacks": [
            {
                "id": f"show-{place}-{name}",
                "type": "websocket_variable",
                "instance_id": "efir-state",
                "options": {"subpath": name, "variable": name},
                "style": {},
            }
            for name in names
        ],
        "steps": {"0": {"action_sets": {"down": down, "up": []}, "options": {"runWhileHeld": []}}},
    }


def _press(button: Button, place: str) -> dict[str, Any]:
    return {
        "id": f"do-{place}",
        "action": "post",
        "instance": "efir-do",
        "options": {
            "url": address(button),
            "body": "{}",
            "header": "",
            "contenttype": "application/json",
            "jsonResultDataVariable": "",
            "result_stringify": True,
            "statusCodeVariable": "",
        },
        "delay": 0,
    }


def text(page: Page) -> str:
    return json.dumps(export(page), ensure_ascii=False, indent=1) + "\n"


def main() -> None:
    """Writes the pages; `--check`: says which are not as they should be."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--check", action="store_true")
    check = parser.parse_args().check
    stale = []
    for page in PAGES:
        path = FOLDER / page.file
        if check and (not path.exists() or path.read_text(encoding="utf-8") != text(page)):
            stale.append(page.file)
        elif not check:
            path.write_text(text(page), encoding="utf-8", newline="\n")
    if stale:
        sys.exit(f"out of date: {', '.join(stale)}; run `python -m webui.outside.companion`")


if __name__ == "__main__":
    main()
