"""What the pages say: the same in both languages, and everything they may have to say."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args, get_type_hints

import msgspec
import pytest
from fluent.runtime import FluentBundle, FluentResource
from fluent.syntax import FluentParser, ast

from control.core.feeds import Why
from control.core.outputs import Actual, Output
from control.core.rundown.plan import Delay, Group, Item, Milestone
from control.core.types import FeedFault, Role
from control.show import TimerKind, TransitionKind
from control.views import wire, wire_debate
from scenes.feeds import DirectState
from webui import built, measured

PAGES = built.ROOT / "webui" / "pages"


def _messages(path: Path) -> dict[str, set[str]]:
    """Message id → its attributes."""
    resource = FluentParser().parse(path.read_text(encoding="utf-8"))
    assert [entry for entry in resource.body if isinstance(entry, ast.Junk)] == [], path
    return {
        entry.id.name: {attribute.id.name for attribute in entry.attributes}
        for entry in resource.body
        if isinstance(entry, ast.Message)
    }


def _words(language: str) -> dict[str, set[str]]:
    """Everything a page can say: its own messages, and the server's."""
    found: dict[str, set[str]] = {}
    for folder in (PAGES / "texts" / language, built.ROOT / "control" / "texts" / language):
        for file in sorted(folder.glob("*.ftl")):
            messages = _messages(file)
            assert not found.keys() & messages.keys(), file
            found |= messages
    return found


@pytest.mark.parametrize("name", sorted(file.stem for file in (PAGES / "texts" / "ru").glob("*.ftl")))
def test_both_languages_say_the_same_things(name: str) -> None:
    russian, english = (_messages(PAGES / "texts" / language / f"{name}.ftl") for language in ("ru", "en"))
    assert russian == english


def test_every_word_the_pages_ask_for_exists() -> None:
    known = _words("ru")
    asked = set[str]()
    for source in PAGES.rglob("*"):
        if source.suffix in (".svelte", ".ts"):
            asked |= set(re.findall(r"\bt(?:In)?\(\s*'([a-z0-9]+-[a-z0-9_.-]+)'", source.read_text(encoding="utf-8")))
    assert asked, "nothing was found: the pattern is wrong"
    missing = [
        code for code in sorted(asked)
        if (found := known.get(code.split(".")[0])) is None or ("." in code and code.split(".")[1] not in found)
    ]  # fmt: skip
    assert missing == []


def test_every_state_the_panel_may_meet_has_its_words() -> None:
    known = _words("ru")
    fields = {name: get_args(hint) for name, hint in get_type_hints(wire.ObsWire).items()}
    states = [
        *(f"panel-act-{act}" for act in get_args(wire_debate.NextAct)),
        *(f"panel-obs-{kind}-{phase}" for kind in fields["kind"] for phase in fields["phase"]),
        *(f"panel-{output.value}-{actual.value}" for output in Output for actual in Actual),
        *(f"panel-transition-{kind}" for kind in get_args(TransitionKind)),
        *(f"panel-phase-{phase}" for phase in get_args(wire_debate.Phase) if phase != "idle"),
        *(f"panel-ballot-{status}" for status in get_args(get_type_hints(wire_debate.BallotStatusWire)["status"])),
        *(f"panel-clock-state-{state}" for state in get_args(get_type_hints(wire.ClockWire)["state"])),
        *(f"panel-draw-{kind}" for kind in get_args(get_type_hints(wire_debate.DrawWire)["kind"])),
        *(f"panel-role-{role.value}" for role in Role),
        *(f"panel-timer-kind-{kind}" for kind in get_args(TimerKind)),
        *(f"panel-timer-questions-{state}" for state in ("open", "closed")),
        *(f"panel-timer-{act}" for act in ("start", "pause", "stop")),
    ]
    assert [code for code in states if code not in known] == []


def test_every_state_of_a_camera_has_its_words() -> None:
    known = _words("ru")
    source = (PAGES / "lib" / "phones.ts").read_text(encoding="utf-8")
    faults, signals = (
        re.findall(r"'([a-z]+)'", line) for line in re.findall(r"export type (?:PhoneFault|Signal) = (.*);", source)
    )
    assert {"low"} < set(faults)
    assert {"poor"} < set(signals)
    words = [
        *(f"phone-alarm-{fault}" for fault in faults),
        *(f"phone-signal-{signal}" for signal in signals),
        *(f"panel-phone-{state}" for state in get_args(get_type_hints(measured.PhoneTelemetry)["state"])),
        *(f"feed-obs-{state}" for state in get_args(DirectState) if state not in ("live", "ended")),
    ]
    assert [code for code in words if code not in known] == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_every_reason_why_a_camera_is_away_has_its_words_and_says_what_to_do(language: str) -> None:
    known = _words(language)
    assert [why for why in get_args(Why) if "do" not in known.get(f"feed-why-{why}", set())] == []
    assert [fault for fault in get_args(FeedFault) if f"feed-{fault}" not in known] == []


def test_every_place_of_a_guest_has_its_words() -> None:
    known = _words("ru")
    source = (PAGES / "lend" / "guest.svelte.ts").read_text(encoding="utf-8")
    phases = re.findall(r"'([a-z]+)'", source.partition("export type Phase =")[2].partition(";")[0])
    assert {"turn", "waiting", "closed"} <= set(phases)
    assert [phase for phase in phases if phase != "gone" and f"lend-{phase}" not in known] == []
    own = {"turn", "waiting", "free"}  # with words of their own
    more = [phase for phase in phases if phase not in ("gone", "thanks", *own)]
    assert [phase for phase in more if "more" not in known[f"lend-{phase}"]] == []


def test_every_act_of_the_editor_has_its_words() -> None:
    known = _messages(PAGES / "texts/ru/rundown.ftl")
    source = (PAGES / "rundown" / "acts.ts").read_text(encoding="utf-8")
    kinds, fields = re.findall(r"\{ id: '([a-z-]+)', type:", source), re.findall(r"field: '([a-z]+)'", source)
    lacks = re.findall(r"'?[a-z-]+'?: '([a-z]+)',", source[source.index("const LACKS") :].partition("};")[0])
    colours = re.findall(r"([a-z]+): '#", (PAGES / "rundown" / "fields.ts").read_text(encoding="utf-8"))
    assert {"scenes", "osc"} <= set(lacks)
    assert len(colours) == 8
    assert {f"{kind}" for kind in ("take", "timer-adjust", "osc")} <= set(kinds)
    words = [
        *(f"rundown-act-{kind}" for kind in kinds),
        *(f"rundown-act-field-{field}" for field in fields),
        *(f"rundown-transition-{kind}" for kind in (*get_args(TransitionKind), "scene")),
        *(f"rundown-lacks-{lack}" for lack in lacks),
        *(f"rundown-colour-{name}" for name in ("none", *colours)),
    ]
    assert [code for code in words if code not in known] == []


@pytest.mark.parametrize("language", ["ru", "en"])
def test_a_camera_on_air_is_asked_for_in_the_words_of_what_it_is_to_do(language: str) -> None:
    bundle = FluentBundle([language], use_isolating=False)
    bundle.add_resource(FluentResource((PAGES / "texts" / language / "ptz.ftl").read_text(encoding="utf-8")))

    def said(code: str, act: str) -> str:
        pattern = bundle.get_message(code).value
        assert pattern is not None
        text, errors = bundle.format_pattern(pattern, {"camera": "Купол", "act": act, "name": "Сцена"})
        assert errors == []
        return str(text)

    acts = ("recall", "home", "off")
    assert all(f"'{act}'" in (PAGES / "ptz" / "desk.svelte.ts").read_text(encoding="utf-8") for act in acts)
    questions = [said("ptz-desk-confirm", act) for act in acts]
    assert len(set(questions)) == len({said("ptz-desk-confirm-yes", act) for act in acts}) == 3
    assert ["Сцена" in question for question in questions] == [True, False, False]
    assert all("Купол" in question for question in questions)


def test_every_field_of_an_entry_has_its_words() -> None:
    """In a conflict: what it is called, and what it says."""
    known = _messages(PAGES / "texts/ru/rundown.ftl")
    source = (PAGES / "rundown" / "fields.ts").read_text(encoding="utf-8")
    named = {"id", "revision", "group", "custom"}
    renamed = dict(re.findall(r"(\w+): '([a-z-]+)'", source[source.index("const NAMES") :].partition(";")[0]))
    renamed |= {
        field: heading.removeprefix("rundown-")
        for field, heading in re.findall(
            r"(\w+): '([a-z-]+)'", source[source.index("const HEADINGS") :].partition("};")[0]
        )
    }
    fields = {
        field.encode_name: field for kind in (Item, Group, Milestone, Delay) for field in msgspec.structs.fields(kind)
    }
    headings = [renamed.get(name, name) for name in fields if name not in named]
    choices = [
        f"{renamed[name]}-{choice}"
        for name in ("atEnd", "overrun", "missed", "display")
        for choice in get_args(fields[name].type)
    ]
    codes = [code if code.startswith("panel-") else f"rundown-{code}" for code in (*headings, *choices)]
    assert [code for code in codes if code not in known] == []
