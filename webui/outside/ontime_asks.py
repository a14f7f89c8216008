"""What Ontime's clients ask, as Efir's commands. Pure: (tag, payload, state) → commands, as they go over the wire."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from control.core.rundown import running
from control.core.rundown.plan import Item
from control.core.rundown.running import LONGEST_STEP
from control.core.stage import SecondLine
from control.core.types import EntryId
from control.errors import Rejection, reject
from control.registry import State
from control.show import LONGEST_TIMER
from webui.outside.ontime_change import changed
from webui.outside.ontime_state import AUX, AUX_LENGTH, SOURCES, Draft

Command = dict[str, Any]
Data = dict[str, Any]
IGNORED = ("client", "client-set", "client-set-path", "client-rename", "client-redirect")
"""Who is connected, and what page he should look at: nothing Efir would do at another's word."""


class Asked(Struct, frozen=True):
    """`draft`: a message that is kept until it is to be seen; absent: the one that was kept stays."""

    commands: tuple[Command, ...] = ()
    draft: Draft | None = None


def understand(tag: str, payload: Any, state: State, draft: Draft, timers: Mapping[str, Any]) -> Asked | Rejection:
    """`timers`: the named timers there are, by id, as pages get them."""
    rundown = state.rundown
    match tag:
        case "start":
            return _start(payload, state)
        case "load":
            item = _item(payload, state)
            return item if isinstance(item, Rejection) else _one("rundown.load", item=item.id)
        case "reload":
            playing = rundown.run.playing
            return _one("rundown.load", item=playing.item) if playing.mode != "idle" else reject("ontime-not-loaded")
        case "pause":
            return _one("rundown.pause")
        case "stop":
            rolling = ({"type": "rundown.roll", "on": False},) if rundown.run.roll else ()
            return Asked((*rolling, {"type": "rundown.stop"}))
        case "roll":
            return _one("rundown.roll", on=True)
        case "addtime":
            return _add_time(payload)
        case "offsetmode" if payload in ("absolute", "relative"):
            return _one("rundown.offset", relative=payload == "relative")
        case "message":
            return _message(payload, state, draft, timers)
        case "change":
            return _change(payload, state)
        case "auxtimer":
            return _aux_timers(payload, timers)
        case _ if tag in IGNORED:
            return Asked()
        case "offsetmode":
            return reject("ontime-wrong", tag=tag)
    return reject("ontime-unknown", tag=tag[:40])


def _one(kind: str, **fields: Any) -> Asked:
    return Asked(({"type": kind, **fields},))


# --- playing ---


def _start(payload: Any, state: State) -> Asked | Rejection:
    """Alone it starts what is ready, and lets what is paused go on. It never chooses: with nothing ready nothing goes
    on the air."""
    playing = state.rundown.run.playing
    if payload in (None, "", {}):
        if playing.mode == "idle":
            return reject("ontime-not-loaded")
        if playing.mode != "on":
            return _one("rundown.go")
        return Asked() if playing.running else _one("rundown.resume")
    if payload == "next" and playing.mode in ("on", "idle"):
        return _one("rundown.go")
    item = _item(payload, state)
    return item if isinstance(item, Rejection) else _one("rundown.go", item=item.id)


def _item(payload: Any, state: State) -> Item | Rejection:
    """`next`, `previous`, {id}, {cue} (as the crew numbers it), {index} (from 1, of what is played)."""
    plan, playing = state.rundown.plan, state.rundown.run.playing
    found: Item | None = None
    match payload:
        case "next":
            found = running.next_item(state.rundown) if playing.mode in ("on", "idle") else plan.after(playing.item)
        case "previous":
            found = plan.before(playing.item) if playing.item is not None else None
        case {"id": str(name)}:
            found = plan.item(EntryId(name))
        case {"cue": str(number)}:
            found = next((item for item in plan.items() if item.number == number), None)
        case {"index": index}:
            items = list(plan.items())
            place = _number(index)
            if place is not None and place == int(place) and 1 <= place <= len(items):
                found = items[int(place) - 1]
        case _:
            return reject("ontime-wrong", tag="start")
    return found if found is not None else reject("ontime-no-event")


def _add_time(payload: Any) -> Asked | Rejection:
    sign = 1
    if isinstance(payload, dict) and len(payload) == 1:
        ((name, payload),) = payload.items()
        if name not in ("add", "remove"):
            return reject("ontime-wrong", tag="addtime")
        sign = -1 if name == "remove" else 1
    ms = _number(payload)
    if ms is None:
        return reject("ontime-wrong", tag="addtime")
    if abs(ms) > LONGEST_STEP:
        return reject("add-too-much", minutes=LONGEST_STEP // 60_000)
    return _one("rundown.add-time", ms=sign * round(ms)) if round(ms) else Asked()


# --- messages, timers, the plan ---


def _message(payload: Any, state: State, draft: Draft, timers: Mapping[str, Any]) -> Asked | Rejection:
    """`timer.text`, `timer.blink` with `timer.visible`: what is said while hidden waits until it is to be seen."""
    if not isinstance(payload, dict):
        return reject("ontime-wrong", tag="message")
    timer = payload.get("timer") or {}
    if not isinstance(timer, dict) or not isinstance(timer.get("text", ""), str):
        return reject("ontime-wrong", tag="message")
    if not isinstance(payload.get("secondary", ""), str):
        return reject("ontime-wrong", tag="message")
    given = {name: truth(timer[name]) for name in ("visible", "blink", "blackout") if name in timer}
    if None in given.values():
        return reject("ontime-wrong", tag="message")
    shown, dark = state.stage.message, given.get("blackout")
    commands: list[Command] = []
    if dark is not None and dark != state.stage.blackout:
        commands.append({"type": "stage.blackout", "on": dark})
    before = Draft(shown.text, shown.blink) if shown is not None else draft
    now = Draft(str(timer.get("text", before.text)), bool(given.get("blink", before.blink)))
    if not given.get("visible", shown is not None):
        commands += [{"type": "stage.hush"}] if shown is not None else []
    elif shown is None or Draft(now.text.strip(), now.blink) != before:
        tone = shown.tone if shown is not None else "info"
        commands.append({"type": "stage.say", "text": now.text, "tone": tone, "blink": now.blink})
    return Asked((*commands, *_second(payload, timer, state.stage.second, timers)), draft=now)


def _second(payload: Data, timer: Data, before: SecondLine, timers: Mapping[str, Any]) -> list[Command]:
    """`secondary`: its words, shown or waiting. `timer.secondarySource`: what it shows; what Ontime does not know
    is nothing. A timer that is not there yet is made, so that there is something to be seen."""
    commands: list[Command] = []
    second: Command = {}
    if payload.get("secondary", before.text).strip() != before.text:
        second["text"] = payload["secondary"]
    if "secondarySource" in timer:
        source = str(timer["secondarySource"])
        if (name := SOURCES.get(source)) is not None:
            commands += _aux_made(name, timers)
            second |= {"source": "timer", "timer": name} if before.timer != name else {}
        elif before.source != (shown := "text" if source == "secondary" else "nothing"):
            second["source"] = shown
    return [*commands, {"type": "stage.second", **second}] if second else commands


def _change(payload: Any, state: State) -> Asked | Rejection:
    """{id: {field: value}}."""
    if not isinstance(payload, dict) or not payload:
        return reject("ontime-wrong", tag="change")
    commands = []
    for name, patch in payload.items():
        entry = state.rundown.plan.entries.get(EntryId(str(name)))
        if entry is None:
            return reject("entry-gone")
        if not isinstance(patch, dict):
            return reject("ontime-wrong", tag="change")
        edited = changed(entry, patch, state.rundown)
        if isinstance(edited, Rejection):
            return edited
        commands.append({"type": "rundown.put", "entry": edited})
    return Asked(tuple(commands))


def _aux_timers(payload: Any, timers: Mapping[str, Any]) -> Asked | Rejection:
    """{"1": start | pause | stop} or {"1": {duration, addtime, direction}}. One that is not there yet is made when it
    is first used, as Ontime's is before anybody touched it."""
    if not isinstance(payload, dict) or not payload:
        return reject("ontime-wrong", tag="auxtimer")
    commands: list[Command] = []
    for number, act in payload.items():
        if str(number) not in ("1", "2", "3"):
            return reject("ontime-wrong", tag="auxtimer")
        name = AUX[int(number) - 1]
        verb = {"start": "timers.start", "pause": "timers.pause", "stop": "timers.reset"}.get(
            act if isinstance(act, str) else ""
        )
        if verb == "timers.start" or (verb is not None and name in timers):
            commands += _aux_made(name, timers)
            commands.append({"type": verb, "timer": name})
        elif verb is not None:
            pass  # what was never started stands already
        elif isinstance(act, dict) and (more := _aux_set(name, act, timers)) is not None:
            commands.extend(more)
        else:
            return reject("ontime-wrong", tag="auxtimer")
    return Asked(tuple(commands))


def _aux_made(name: str, timers: Mapping[str, Any]) -> list[Command]:
    if name in timers:
        return []
    timer = {"id": name, "name": name, "kind": "countdown", "length": AUX_LENGTH}
    return [{"type": "timers.add", "timer": timer}]


def _aux_set(name: str, act: dict[str, Any], timers: Mapping[str, Any]) -> list[Command] | None:
    """None: not to be understood. Another length or direction makes another timer of the same name; the length of one
    that counts up is where it ends."""
    there = timers.get(name)
    commands: list[Command] = []
    if "duration" in act or "direction" in act:
        direction = act.get("direction", there["kind"] if there is not None else "count-down")
        kind = {"count-up": "count-up", "count-down": "countdown", "countdown": "countdown"}.get(str(direction))
        known = there["clock"]["total"] if there is not None and "clock" in there else 0
        length = _number(act.get("duration", known or AUX_LENGTH))
        endless = kind == "count-up" and length == 0
        if kind is None or length is None or not (endless or 1_000 <= round(length) <= LONGEST_TIMER):
            return None
        timer: Command = {"id": name, "name": there["name"] if there is not None else name, "kind": kind}
        if not endless:
            timer["length" if kind == "countdown" else "limit"] = round(length)
        commands.append({"type": "timers.add", "timer": timer, "instead": True})
    if "addtime" in act:
        ms = _number(act["addtime"])
        if ms is None:
            return None
        commands += _aux_made(name, timers) if not commands else []
        commands.append({"type": "timers.adjust", "timer": name, "ms": round(ms)})
    return commands or None


# --- values as HTTP and Companion send them ---


def _number(value: Any) -> float | None:
    """A number, or a text that is one; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def truth(value: Any) -> bool | None:
    """true, 1, "true", "1"; None: neither true nor false."""
    if isinstance(value, str):
        return {"true": True, "1": True, "false": False, "0": False, "": False}.get(value.strip().lower())
    return bool(value) if isinstance(value, bool | int | float) or value is None else None


def from_path(parts: list[str], query: Mapping[str, str]) -> Any:
    """Of an address as Ontime's HTTP API has it: `start/index/2` → {"index": "2"}, `start/next` → "next",
    `message/timer?text=Hi` → {"timer": {"text": "Hi"}}."""
    inner: Any = dict(query) if query else None
    for part in reversed(parts):
        inner = part if inner is None else {part: inner}
    return inner
