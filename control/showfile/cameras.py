"""What must hold for cameras that move and for switches of cameras."""

from typing import Any

from control.show import PHONE, PTZ_PORTS, Camera, Ptz, Show, Switch
from control.showfile.check import FAULTY, Checker
from control.showfile.faults import Collector, Mark, Path
from control.showfile.finder import Finder
from control.showfile.links import CALL_SCHEMES, Links, direct, host_and_port

_HOSTS, _PAGES = tuple(PTZ_PORTS), ("onvif", "cgi")
"""Ways to a camera: those with `host:port`, those with a page's address."""


class CameraRules(Finder):
    """One pass; the show may have FAULTY in it."""

    def __init__(self, checker: Checker, faults: Collector, links: Links) -> None:
        super().__init__(checker, faults)
        self._links = links

    def check(self, show: Show) -> None:
        for camera in _each(show.cameras):
            self._feed(camera, ("cameras", camera.id))
            if camera.ptz is not None and camera.ptz is not FAULTY:
                self._ptz(camera.ptz, ("cameras", camera.id, "ptz"))
        for switch in _each(show.switches):
            self._switch(switch, show)

    def _feed(self, camera: Camera, path: Path) -> None:
        """What only the bridge can do is not asked of OBS."""
        if camera.feed == "direct":
            for key in ("backup", "health", "rules", "expect", "monitor", "output"):
                if (*path, key) in self._checker.values:
                    self._faults.add(self._near((*path, key)), (*path, key), "show-feed-direct-key", key=key)
            if camera.url is not FAULTY and not direct(camera.url):
                self._fault((*path, "url"), "show-feed-direct-url")
        if camera.url is not FAULTY and camera.url == camera.backup:
            self._fault((*path, "backup"), "show-feed-backup-same")
        if camera.output == "passthrough" and camera.url is not FAULTY and camera.url.startswith(PHONE):
            self._fault((*path, "output"), "show-feed-passthrough-phone")
        expect = camera.expect
        if expect is not None and expect is not FAULTY and (expect.width is None) != (expect.height is None):
            here = (*path, "expect")
            self._faults.add(self._key(here), here, "show-feed-size-half")

    def _ptz(self, ptz: Ptz, path: Path) -> None:
        written = [key for key in (*_HOSTS, *_PAGES) if (*path, key) in self._checker.values]
        if len(written) != 1:
            self._faults.add(self._key(path), path, "show-ptz-kind")
        for key in _HOSTS:
            address = getattr(ptz, key)
            if address is not None and address is not FAULTY and host_and_port(address, PTZ_PORTS[key]) is None:
                self._fault((*path, key), "show-ptz-address")
        for key in _PAGES:
            if (address := getattr(ptz, key)) is not None and address is not FAULTY:
                self._links.url(address, self._at((*path, key)), (*path, key), CALL_SCHEMES)
        if written and written[0] in _HOSTS:
            for key in ("user", "password"):
                if (*path, key) in self._checker.values:
                    self._fault((*path, key), "show-ptz-password")
        self._slots(ptz, (*path, "presets"))

    def _slots(self, ptz: Ptz, path: Path) -> None:
        first: dict[int, Mark] = {}
        for preset in _each(ptz.presets):
            here = (*path, preset.id, "slot")
            if FAULTY in (preset.slot, ptz.slots, ptz.model):
                continue
            if preset.slot >= ptz.slots:
                self._fault(here, "show-ptz-slot", most=ptz.slots)
            elif preset.slot not in ptz.usable_slots():
                self._fault(here, "show-ptz-slot-none", slot=preset.slot)
            elif preset.slot in first:
                self._fault(here, "show-ptz-slot-twice", slot=preset.slot, line=first[preset.slot].line)
            else:
                first[preset.slot] = self._at(here)

    def _switch(self, switch: Switch, show: Show) -> None:
        path: Path = ("switches", switch.id)
        if switch.cameras is not FAULTY and len(switch.cameras) < 2:
            self._fault((*path, "cameras"), "show-switch-few")
        first: dict[Any, Mark] = {}
        for index, camera in enumerate(_each(switch.cameras)):
            here = (*path, "cameras", f"[{index}]")
            self._known(camera, show.cameras, here, "show-no-such-camera")
            if camera is not FAULTY and camera in first:
                self._fault(here, "show-switch-twice", name=camera, line=first[camera].line)
            first.setdefault(camera, self._at(here))
        voices = switch.voices
        if voices is None or voices is FAULTY or FAULTY in (voices.microphones, switch.cameras, show.audio):
            return
        audible = [*show.audio, *(camera for camera in _each(show.cameras) if camera.audio)]
        for microphone, camera in voices.microphones.items():
            here = (*path, "voices", "microphones", microphone)
            self._known(microphone, audible, here, "show-no-such-microphone")
            owner = next((one for one in _each(show.cameras) if one.id == microphone and one.audio), None)
            if owner is not None and FAULTY not in (owner.url, owner.feed, owner.backup) and not owner.bridged:
                self._fault(here, "show-microphone-direct", name=owner.id)
            if camera is not FAULTY and camera not in switch.cameras:
                self._fault(here, "show-voice-camera", name=camera)


def _each(parts: Any) -> Any:
    """Nothing, if the whole could not be read."""
    return () if parts is FAULTY else parts
