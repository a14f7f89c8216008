"""What must hold in the rundown of a show file: cues that find what they touch, times that can be, nothing twice."""

import re
from collections.abc import Iterable
from typing import get_args

from control.core import calls
from control.core.graphics import LONGEST_TEXT, STEPPED, most_steps
from control.core.rundown.plan import MOST_CUES, MOST_ENTRIES, MOST_FIELDS
from control.core.rundown.written import call_of
from control.show import IDENTIFIER, Camera, CueKind, PlanCue, PlanEntry, PlanGroup, Rundown, Show
from control.showfile.check import FAULTY, Checker
from control.showfile.faults import Collector, Mark, Path
from control.showfile.finder import Finder

_HEADING = {"title", "note", "colour", "custom"}
_ALL = {*PlanGroup.__struct_fields__} - {"id"}
KEYS: dict[str, set[str]] = {
    "items": {"items", "target", *_HEADING},
    "milestone": {"milestone", "number", *_HEADING},
    "delay": {"delay"},
    "item": _ALL - {"items", "target", "milestone", "delay"},
}
"""What each kind of entry may have. The first three are the keys that make an entry that kind."""
COMPANIONS: dict[str, tuple[str, ...]] = {
    "with": ("take", "switch"),
    "on_air": ("recall", "home"),
    "use": ("feed",),
    "camera": ("switch",),
    "data": ("update",),
    "number": ("step",),
    "db": ("volume", "fade"),
    "over": ("fade",),
    **dict.fromkeys(("tone", "blink"), ("say",)),
    **dict.fromkeys(("do", "bank", "to", "by"), ("timer",)),
    **dict.fromkeys(("method", "body", "address", "args"), ("call",)),
}
"""Keys of a cue that belong to what another key says."""
NEEDED = {
    "feed": ("use",),
    "switch": ("camera",),
    "update": ("data",),
    "volume": ("db",),
    "fade": ("db", "over"),
    "timer": ("do",),
}
DONE_WITH = {"to": ("set",), "by": ("adjust",), "bank": ("start", "switch", "set", "adjust")}
"""Keys of a timer's cue and what is done by them."""
CALLED_WITH = {"webhook": ("method", "body"), "osc": ("address", "args")}
_ID = re.compile(IDENTIFIER)


class RundownRules(Finder):
    """One pass; `show` may have FAULTY in it."""

    def __init__(self, checker: Checker, faults: Collector, show: Show) -> None:
        super().__init__(checker, faults)
        self._show = show
        self._ids: dict[str, Mark] = {}
        self._columns: list[str] = []

    def check(self, rundown: Rundown) -> None:
        path: Path = ("rundown", "fields")
        self._columns = list(rundown.fields)
        if len(self._columns) > MOST_FIELDS:
            self._fault(path, "show-fields-many", most=MOST_FIELDS)
        for column in self._columns:
            if not _ID.fullmatch(column):
                self._fault((*path, column), "show-id-wrong", id=column[:60])
        path = ("rundown", "items")
        for entry in rundown.items if rundown.items is not FAULTY else ():
            here = (*path, entry.id)
            self._entry(entry, here)
            for inner in entry.items or ():
                self._entry(inner, (*here, "items", inner.id))
        if len(self._ids) > MOST_ENTRIES:
            self._fault(path, "show-entries-many", most=MOST_ENTRIES)

    # --- Entries

    def _entry(self, entry: PlanEntry, path: Path) -> None:
        if entry.id in self._ids:
            self._faults.add(self._key(path), path, "show-entry-twice", id=entry.id, line=self._ids[entry.id].line)
        self._ids.setdefault(entry.id, self._key(path))
        written = self._written(path, _ALL)
        kinds = [kind for kind in ("items", "milestone", "delay") if kind in written]
        if len(kinds) > 1:
            self._faults.add(self._key(path), path, "show-entry-kinds", kinds=", ".join(kinds))
            return
        kind = kinds[0] if kinds else "item"
        for key in written:
            if key not in KEYS[kind]:
                here = (*path, key)
                self._faults.add(self._key(here), here, "show-entry-key", key=key, kind=kind)
        self._printable(entry.title, (*path, "title"))
        self._printable(entry.number, (*path, "number"))
        for column in entry.custom:
            self._among(column, self._columns, (*path, "custom", column), "show-no-such-column")
        if kind == "item":
            self._times(entry, path, written)
            self._cues(entry, path)

    def _times(self, entry: PlanEntry, path: Path, written: list[str]) -> None:
        if "end" in written and "duration" in written:
            self._fault((*path, "duration"), "show-end-and-duration")
        if "end" not in written and "duration" not in written:
            self._faults.add(self._key(path), path, "show-no-duration")
        if entry.start is not None and entry.end is not None and entry.end < entry.start:
            self._fault((*path, "end"), "show-end-before-start")
        if entry.count_to_end and "start" not in written and "end" not in written:
            self._fault((*path, "count_to_end"), "show-no-end-to-count-to")
        if entry.warning is not None and entry.danger is not None and entry.danger > entry.warning:
            self._fault((*path, "danger"), "show-danger-first")

    # --- Cues

    def _cues(self, entry: PlanEntry, path: Path) -> None:
        if len(entry.cues) > MOST_CUES:
            self._fault((*path, "cues"), "show-cues-many", most=MOST_CUES)
        ids: dict[str, Mark] = {}
        for index, cue in enumerate(entry.cues):
            here = (*path, "cues", f"[{index}]")
            if cue.id is not None:
                if cue.id in ids:
                    self._fault((*here, "id"), "show-cue-twice", id=cue.id, line=ids[cue.id].line)
                ids.setdefault(cue.id, self._at((*here, "id")))
            self._moment(entry, cue, here)
            kinds = self._written(here, get_args(CueKind))
            if len(kinds) > 1:
                self._fault(here, "show-cue-kinds", kinds=", ".join(kinds))
            elif not kinds:
                self._fault(here, "show-cue-no-kind", kinds=", ".join(get_args(CueKind)))
            elif getattr(cue, kinds[0]) is not None:
                self._act(cue, here)

    def _moment(self, entry: PlanEntry, cue: PlanCue, path: Path) -> None:
        written = self._written(path, ("after", "time", "when"))
        if len(written) > 1 and (written != ["after", "when"] or cue.when not in ("overrun", None)):
            self._fault(path, "show-cue-moments", keys=", ".join(written))
            return
        if cue.time is not None and entry.start is not None and cue.time < entry.start:
            self._fault((*path, "time"), "show-cue-early")
        # Played on by the plan, an item may still be held in overtime by hand.
        if entry.count_to_end or (entry.overrun != "stop" and entry.at_end != "load"):
            return
        over = cue.when == "overrun"
        if over or (cue.after is not None and entry.duration is not None and cue.after > entry.duration):
            self._fault((*path, "when" if over else "after"), "show-cue-never")

    def _act(self, cue: PlanCue, path: Path) -> None:
        """That what it touches is there."""
        kind = cue.kind
        here = (*path, kind)
        for key in self._written(path, COMPANIONS):
            if kind not in COMPANIONS[key]:
                self._foreign(path, key, COMPANIONS[key])
        self._needed(path, *NEEDED.get(kind, ()))
        target = getattr(cue, kind)
        match kind:
            case "take" | "cut" | "preview":
                self._known(target, self._show.scenes, here, "show-no-such-scene")
            case "show" | "hide":
                self._item(target, here)
            case "recall" | "home" | "feed":
                self._camera(cue, here, path)
            case "switch" | "follow" | "unfollow":
                self._switch(cue, here, path)
            case "play" | "step" | "stop" | "update":
                self._known(target, self._show.graphics, here, "show-no-such-graphic")
                if kind == "update":
                    self._data(cue, path)
                elif kind == "step":
                    self._steps(target, cue.number, path)
            case "mute" | "unmute" | "volume" | "fade":
                self._among(target, self._inputs(), here, "show-no-such-input")
            case "stream" | "record":
                if getattr(self._show.outputs, kind) is None and ("outputs", kind) not in self._checker.values:
                    self._fault(here, "show-no-output", output=kind)
            case "say" | "mark" | "second_line":
                self._printable(target, here)
            case "second_timer":
                self._known(target, self._show.timers, here, "show-no-such-timer")
            case "timer":
                self._timer(cue, path)
            case "call":
                self._call(cue, path)

    def _foreign(self, path: Path, key: str, kinds: Iterable[str]) -> None:
        here = (*path, key)
        self._faults.add(self._key(here), here, "show-cue-key", key=key, kind=", ".join(kinds))

    def _needed(self, path: Path, *keys: str) -> None:
        written = self._written(path, keys)
        for key in keys:
            if key not in written:
                self._fault(path, "show-key-missing", key=key)

    def _item(self, text: str, path: Path) -> None:
        if self._show.scenes is FAULTY:
            return
        name, slash, item = text.partition("/")
        if not slash:
            self._fault(path, "show-cue-item")
            return
        scene = next((scene for scene in self._show.scenes if scene.id == name), None)
        if scene is None:
            self._known(name, self._show.scenes, path, "show-no-such-scene")
        else:
            self._known(item, scene.sources, path, "show-no-such-item")

    def _camera(self, cue: PlanCue, here: Path, path: Path) -> None:
        if self._show.cameras is FAULTY:
            return
        name, slash, preset = str(getattr(cue, cue.kind)).partition("/")
        if cue.recall is not None and not slash:
            self._fault(here, "show-cue-preset")
            return
        camera = next((camera for camera in self._show.cameras if camera.id == name), None)
        if camera is None:
            self._known(name, self._show.cameras, here, "show-no-such-camera")
        elif cue.feed is not None:
            self._feed(cue, camera, path)
        elif camera.ptz is None:
            self._fault(here, "show-camera-fixed", name=camera.id)
        elif cue.recall is not None and camera.ptz is not FAULTY:
            self._known(preset, camera.ptz.presets, here, "show-no-such-preset")

    def _feed(self, cue: PlanCue, camera: Camera, path: Path) -> None:
        if FAULTY in (camera.url, camera.feed, camera.backup):
            return
        if not camera.bridged:
            self._fault((*path, "feed"), "show-cue-feed-direct", name=camera.id)
        elif cue.use == "backup" and camera.backup is None:
            self._fault((*path, "use"), "show-cue-no-backup", name=camera.id)

    def _switch(self, cue: PlanCue, here: Path, path: Path) -> None:
        name = cue.switch or cue.follow or cue.unfollow
        self._known(name, self._show.switches, here, "show-no-such-switch")
        switches = self._show.switches if self._show.switches is not FAULTY else ()
        switch = next((switch for switch in switches if switch.id == name), None)
        if switch is None:
            return
        if cue.switch is None and switch.voices is None:
            self._fault(here, "show-switch-deaf", name=switch.id)
        if cue.camera not in (None, FAULTY) and switch.cameras is not FAULTY:
            self._among(str(cue.camera), list(switch.cameras), (*path, "camera"), "show-switch-no-camera")

    def _data(self, cue: PlanCue, path: Path) -> None:
        graphic = next((graphic for graphic in self._show.graphics if graphic.id == cue.update), None)
        if graphic is None or cue.data is None:
            return
        if graphic.source != "fixed":
            self._fault((*path, "update"), "show-graphic-not-editable", name=graphic.id)
            return
        for key, text in cue.data.items():
            here = (*path, "data", key)
            self._among(key, list(graphic.data), here, "show-no-such-field")
            if text is not FAULTY and len(text) > LONGEST_TEXT:
                self._fault(here, "show-text-long", longest=LONGEST_TEXT)

    def _steps(self, target: str, number: int | None, path: Path) -> None:
        graphic = next((graphic for graphic in self._show.graphics if graphic.id == target), None)
        if graphic is None or graphic.graphic is FAULTY or graphic.data is FAULTY:
            return
        if graphic.graphic not in STEPPED:
            self._fault((*path, "step"), "show-graphic-without-steps", name=target)
        elif number is not None and number > most_steps(graphic):
            self._fault((*path, "number"), "show-no-such-step", name=target, number=number, steps=most_steps(graphic))

    def _timer(self, cue: PlanCue, path: Path) -> None:
        self._known(cue.timer, self._show.timers, (*path, "timer"), "show-no-such-timer")
        if cue.do is None:
            return
        for key in self._written(path, DONE_WITH):
            if cue.do not in DONE_WITH[key]:
                self._foreign(path, key, (f"do: {do}" for do in DONE_WITH[key]))
        self._needed(path, *(key for key in ("to", "by") if cue.do in DONE_WITH[key]))
        timer = next((timer for timer in self._show.timers if timer.id == cue.timer), None)
        if timer is None or timer.banks is FAULTY:
            return
        if cue.do == "pause" and timer.kind == "time-of-day":
            self._fault((*path, "do"), "show-timer-no-pause")
        if cue.do == "switch" and not timer.banks:
            self._fault((*path, "do"), "show-timer-no-banks")
        elif cue.bank is not None:
            self._known(cue.bank, timer.banks, (*path, "bank"), "show-no-such-bank")

    def _call(self, cue: PlanCue, path: Path) -> None:
        self._known(cue.call, self._show.calls, (*path, "call"), "show-no-such-target")
        target = next((target for target in self._show.calls if target.id == cue.call), None)
        if target is None or cue.call is None or (target.osc is None and target.webhook is None):
            return
        kind = "osc" if target.osc is not None else "webhook"
        foreign = self._written(path, CALLED_WITH["webhook" if kind == "osc" else "osc"])
        for key in foreign:
            here = (*path, key)
            self._faults.add(self._key(here), here, "show-call-key", key=key, kind=kind, name=target.id)
        if kind == "osc":
            self._needed(path, "address")
            if cue.args is not None and len(cue.args) > calls.MOST_ARGS:
                self._fault((*path, "args"), "show-call-args-many", most=calls.MOST_ARGS)
        if foreign or (kind == "osc" and cue.address is None) or FAULTY in (cue.args or ()):
            return
        wrong = calls.fault(call_of(cue, cue.call), target)
        if wrong is not None:
            self._fault((*path, "args" if kind == "osc" else "body"), f"show-{wrong.code}", **wrong.args)

    def _inputs(self) -> list[str]:
        """Every input with sound, as `Show.audible` has them, of a show that may be faulty."""
        show = self._show
        scenes = show.scenes if show.scenes is not FAULTY else ()
        items = [item for scene in scenes for item in scene.sources if scene.sources is not FAULTY]
        media = [item.id for item in items if item.media is not None and item.media is not FAULTY and item.media.audio]
        return [*(camera.id for camera in show.cameras if camera.audio), *(device.id for device in show.audio), *media]

    def _written(self, path: Path, keys: Iterable[str]) -> list[str]:
        """Those of the keys that have a value, right or wrong."""
        return [key for key in keys if (*path, key) in self._checker.values]
