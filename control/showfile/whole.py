"""What must hold between the parts of a show: names that lead somewhere, nothing twice, enough judges."""

import re
import unicodedata
import zoneinfo
from collections.abc import Callable, Iterable
from typing import Any, get_args

from msgspec.structs import replace

from control.core import timer_plans
from control.show import (
    GRAPHICS_NAME,
    Contest,
    Graphic,
    Item,
    ItemKind,
    NamedTimer,
    Outside,
    Scene,
    Show,
    Target,
)
from control.showfile.cameras import CameraRules
from control.showfile.check import FAULTY, Checker, near_word
from control.showfile.faults import Collector, Mark, Path
from control.showfile.finder import Finder
from control.showfile.links import (
    BROWSER_SCHEMES,
    CALL_SCHEMES,
    OBS_SCHEMES,
    STREAM_SCHEMES,
    Links,
    host_and_port,
)
from control.showfile.rundown import RundownRules

_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|[0-9A-Fa-f:]{2,45}")
"""A name or an address, without a scheme, a port or a path."""
_HERE = ("127.0.0.1", "::1", "localhost")


class Whole(Finder):
    """One pass over a show that may have FAULTY in it; gives the show with paths resolved and names filled in."""

    def __init__(self, checker: Checker, links: Links, faults: Collector) -> None:
        super().__init__(checker, faults)
        self._links = links

    def check(self, show: Show) -> Show:
        self._time_zone(show)
        self._printable(show.title, ("title",))
        self._canvas(show.obs)
        self._inputs(show)
        self._names(("scenes", show.scenes))
        self._names(("cameras", show.cameras), ("audio", show.audio), taken=(GRAPHICS_NAME,))
        self._names(("switches", show.switches))
        CameraRules(self._checker, self._faults, self._links).check(show)
        self._names(("graphics", show.graphics))
        for graphic in _each(show.graphics):
            if graphic.graphic == "agenda" and graphic.source == "debate":
                path = ("graphics", graphic.id)
                self._faults.add(self._key(path), (*path, "source"), "show-graphic-fixed")
        self._names(("timers", show.timers))
        if show.scenes is not FAULTY and not show.scenes:
            self._fault(("scenes",), "show-no-scenes")
        if show.slate is not None:
            self._known(show.slate, show.scenes, ("slate",), "show-no-such-scene")
        self._names(("calls", show.calls))
        for target in _each(show.calls):
            self._target(target)
        for graphic in _each(show.graphics):
            self._timer_of(graphic, show)
        self._timers(show.timers)
        if show.contest is not None:
            self._contest(show.contest)
        if show.rundown is not None:
            RundownRules(self._checker, self._faults, show).check(show.rundown)
        self._address(show.obs.url, ("obs", "url"), OBS_SCHEMES)
        if (stream := show.outputs.stream) is not None:
            self._address(stream.server, ("outputs", "stream", "server"), STREAM_SCHEMES)
        self._outside(show.outside)
        return self._resolved(show)

    def _canvas(self, obs: Any) -> None:
        """Video is coded in pairs of pixels: OBS itself would make another canvas of an odd one, and say nothing."""
        canvas = FAULTY if obs is FAULTY else obs.canvas
        for side in ("width", "height") if canvas is not FAULTY else ():
            pixels = getattr(canvas, side)
            if pixels is not FAULTY and pixels % 2:
                self._fault(("obs", "canvas", side), "show-canvas-odd", text=pixels)

    def _outside(self, outside: Outside) -> None:
        osc = outside.osc
        if osc is None or osc is FAULTY:
            return
        for index, peer in enumerate(_each(osc.feedback)):
            here = ("outside", "osc", "feedback", f"[{index}]")
            if peer is FAULTY or peer.host is FAULTY:
                continue
            if not _HOST.fullmatch(peer.host):
                self._fault((*here, "host"), "show-host-wrong", name=peer.host[:60])
            elif peer.port == osc.port and peer.host in _HERE:
                self._fault((*here, "port"), "show-osc-loop", port=peer.port)

    def _target(self, target: Target) -> None:
        path = ("calls", target.id)
        written = [key for key in ("webhook", "osc") if (*path, key) in self._checker.values]
        if len(written) != 1:
            self._faults.add(self._key(path), path, "show-target-kind")
        elif target.osc is not None and target.token is not None:
            self._fault((*path, "token"), "show-target-token")
        if target.webhook is not None:
            self._address(target.webhook, (*path, "webhook"), CALL_SCHEMES)
        if target.osc is not None and target.osc is not FAULTY and host_and_port(target.osc) is None:
            self._fault((*path, "osc"), "show-target-osc")

    # --- Names

    def _names(self, *lists: tuple[str, Any], taken: tuple[str, ...] = ()) -> None:
        """Two of one name cannot be told apart, by a person or by OBS, whose inputs all have names of their own."""
        first: dict[str, Mark] = {}
        for section, part in ((section, part) for section, parts in lists for part in _each(parts)):
            if part.name is FAULTY:
                continue
            here = (section, part.id, "name")
            self._printable(part.name, here)
            name = _same(part.name)
            if name in taken:
                self._fault(here, "show-name-taken", name=part.name)
            elif name in first:
                self._fault(here, "show-name-twice", name=part.name, line=first[name].line)
            else:
                first[name] = self._at(here)

    def _items_once(self, items: tuple[Item, ...], switched: dict[Any, Any], path: Path) -> None:
        """In one scene: of one name two items are one input; and one input in two places is, to OBS, one item."""
        first: dict[tuple[str, Any], Mark] = {}
        for item in items:
            if item.name is FAULTY or item.camera is FAULTY:
                continue
            own = ("name", _same(item.name))
            here = (*path, item.id)
            shown = [("camera", camera) for camera in ([item.camera] if item.camera else switched.get(item.switch, ()))]
            for one in shown or [("graphics", True) if item.graphics else own]:
                if one in first:
                    code = "show-name-twice" if one is own else "show-item-twice"
                    self._faults.add(self._key(here), here, code, name=item.name, line=first[one].line)
                    break
                first[one] = self._key(here)

    def _inputs(self, show: Show) -> None:
        """Cameras, capture devices and media files are all inputs, known by their ids."""
        owners: dict[str, Mark] = {}
        for path in self._input_paths(show):
            if path[-1] in owners:
                self._faults.add(self._key(path), path, "show-input-twice", id=path[-1], line=owners[path[-1]].line)
            else:
                owners[path[-1]] = self._key(path)

    def _input_paths(self, show: Show) -> Iterable[Path]:
        for camera in _each(show.cameras):
            yield "cameras", camera.id
        for device in _each(show.audio):
            yield "audio", device.id
        for scene in _each(show.scenes):
            for item in _each(scene.sources):
                if item.media is not None:
                    yield "scenes", scene.id, "sources", item.id

    # --- Timers

    def _timer_of(self, graphic: Graphic, show: Show) -> None:
        """A graphic that shows a timer says which; no other says so."""
        path: Path = ("graphics", graphic.id)
        if FAULTY in (graphic.graphic, graphic.source):
            return
        if (graphic.graphic == "timer") != (graphic.source == "timer"):
            here = (*path, "source")
            self._faults.add(self._near(here), here, "show-graphic-timer-source")
        elif graphic.source != "timer":
            for key in ("timer", "corner"):
                if getattr(graphic, key) is not None:
                    self._fault((*path, key), "show-graphic-timer-foreign", key=key)
        elif graphic.timer is None:
            if (*path, "timer") not in self._checker.values:
                self._faults.add(self._key(path), (*path, "timer"), "show-key-missing", key="timer")
        else:
            self._known(graphic.timer, show.timers, (*path, "timer"), "show-no-such-timer")

    def _timers(self, timers: tuple[NamedTimer, ...]) -> None:
        if len(_each(timers)) > timer_plans.MOST_TIMERS:
            self._fault(("timers",), "show-timers-many", most=timer_plans.MOST_TIMERS)
        for timer in _each(timers):
            path: Path = ("timers", timer.id)
            self._bank_names(timer, (*path, "banks"))
            if timer.kind is FAULTY:
                continue
            whole = replace(timer, bells=tuple(bell for bell in timer.bells if bell.left is not FAULTY))
            for fault in timer_plans.faults(whole):
                here = (*path, *fault.key)
                if fault.code == "timer-key-missing" and here in self._checker.values:
                    continue  # it is written, and what is wrong with it was told
                self._faults.add(self._near(here), here, f"show-{fault.code}", **fault.args)

    def _bank_names(self, timer: NamedTimer, path: Path) -> None:
        first: dict[str, Mark] = {}
        for bank in timer.banks:
            if bank.name is FAULTY:
                continue
            here = (*path, bank.id, "name")
            self._printable(bank.name, here)
            if (name := _same(bank.name)) in first:
                self._fault(here, "show-name-twice", name=bank.name, line=first[name].line)
            else:
                first[name] = self._at(here)

    # --- The contest

    def _contest(self, contest: Contest) -> None:
        path = ("contest",)
        people, judges, rules = contest.participants, contest.judges, contest.rules
        if people is not FAULTY and len(people) < 2:
            self._fault((*path, "participants"), "show-participants-few")
        if judges is not FAULTY and len(judges) < rules.min_judges:
            self._fault((*path, "judges"), "show-judges-few", count=len(judges), least=rules.min_judges)
        if contest.topics is not FAULTY and not contest.topics:
            self._fault((*path, "topics"), "show-no-topics")
        for key, named in (("participants", people), ("judges", judges)):
            for person in _each(named):
                self._printable(person.name, (*path, key, person.id, "name"))
        for topic in _each(contest.topics):
            self._printable(topic.title, (*path, "topics", topic.id, "title"))
        for judge in _each(judges):
            for index, conflict in enumerate(_each(judge.conflicts)):
                here = (*path, "judges", judge.id, "conflicts", f"[{index}]")
                self._known(conflict, people, here, "show-no-such-participant")
        for topic in _each(contest.topics):
            if topic.first is not FAULTY and topic.first == topic.second:
                self._fault((*path, "topics", topic.id, "second"), "show-positions-same")
        for index, warning in enumerate(rules.warnings):
            if warning is not FAULTY and warning >= rules.debate:
                self._fault((*path, "rules", "warnings", f"[{index}]"), "show-warning-late")

    def _time_zone(self, show: Show) -> None:
        if not _is_zone(show.time_zone):
            near = near_word(show.time_zone, zoneinfo.available_timezones(), fold=False)
            code = "show-time-zone-near" if near else "show-time-zone"
            self._fault(("time_zone",), code, name=show.time_zone[:60], near=near)

    # --- Scenes, addresses, files

    def _resolved(self, show: Show) -> Show:
        cameras = tuple(
            replace(
                camera,
                url=self._linked(self._links.camera, camera.url, ("cameras", camera.id, "url")),
                backup=self._linked(self._links.camera, camera.backup, ("cameras", camera.id, "backup")),
            )
            for camera in _each(show.cameras)
        )
        theme = replace(show.theme, logo=self._linked(self._links.file, show.theme.logo, ("theme", "logo")))
        feeds = show.feeds
        if feeds is not FAULTY and feeds.slate is not FAULTY:
            picture = self._linked(self._links.file, feeds.slate.picture, ("feeds", "slate", "picture"))
            feeds = replace(feeds, slate=replace(feeds.slate, picture=picture))
        outputs = show.outputs
        if outputs.record is not None:
            record = outputs.record
            outputs = replace(outputs, record=replace(record, folder=self._links.path(record.folder)))
        names = {one.id: one.name for one in (*_each(show.switches), *cameras)}
        scenes = tuple(self._scene(scene, show, names) for scene in _each(show.scenes))
        return replace(show, cameras=cameras, feeds=feeds, scenes=scenes, theme=theme, outputs=outputs)

    def _scene(self, scene: Scene, show: Show, names: dict[Any, str]) -> Scene:
        path = ("scenes", scene.id, "sources")
        items = tuple(self._item(item, show, names, (*path, item.id)) for item in _each(scene.sources))
        switched = {switch.id: _each(switch.cameras) for switch in _each(show.switches)}
        self._items_once(items, switched, path)
        return replace(scene, sources=items)

    def _item(self, item: Item, show: Show, names: dict[Any, str], path: Path) -> Item:
        kinds = [kind for kind in get_args(ItemKind) if (*path, kind) in self._checker.values]
        if len(kinds) > 1:
            self._faults.add(self._key(path), path, "show-item-kinds", kinds=", ".join(kinds))
        elif not kinds:
            self._faults.add(self._key(path), path, "show-item-no-kind", kinds=", ".join(get_args(ItemKind)))
        if item.camera is not None:
            self._known(item.camera, show.cameras, (*path, "camera"), "show-no-such-camera")
        if item.switch is not None:
            self._known(item.switch, show.switches, (*path, "switch"), "show-no-such-switch")
        media = item.media
        if media is not None and media is not FAULTY:
            media = replace(media, file=self._linked(self._links.file, media.file, (*path, "media", "file")))
        if item.browser is not None and item.browser is not FAULTY:
            self._address(item.browser.url, (*path, "browser", "url"), BROWSER_SCHEMES)
        return replace(
            item,
            name=item.name or names.get(item.camera) or names.get(item.switch) or item.id,
            image=self._linked(self._links.file, item.image, (*path, "image")),
            media=media,
        )

    def _linked(self, link: Callable[[str, Mark, Path], str], text: Any, path: Path) -> Any:
        return text if text is None or text is FAULTY else link(text, self._at(path), path)

    def _address(self, text: Any, path: Path, schemes: tuple[str, ...]) -> None:
        if text is not FAULTY:
            self._links.url(text, self._at(path), path, schemes)


def _each(parts: Any) -> Any:
    """Nothing, if the whole could not be read."""
    return () if parts is FAULTY else parts


def _same(name: str) -> str:
    """Equal for names that look the same."""
    return unicodedata.normalize("NFC", name.strip())


def _is_zone(name: str) -> bool:
    try:
        zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        # OSError: the name of a folder of zones, "Europe"; ValueError: a path that leaves the folder
        return False
    return True
