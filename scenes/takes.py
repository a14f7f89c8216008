"""Transitions: how a take is asked of OBS, and when it may be.

OBS (29 to 31) in studio mode says yes to a take while another transition runs, names the new scene as its programme,
and goes on showing the old transition's target: the picture and its word differ until the next take. Only a *change* of
the transition breaks into one that runs, so a cut is always taken at once and any other transition waits for the end.

And one that was broken into counts as running until it would have ended: OBS swallows a take by it until then, up to
20 seconds. But OBS looks only at its chosen transition, so the chosen one is left at the cut and this one is asked for
as the scene's own, for just this take: so it starts anew.

In studio mode OBS shows a copy of the scene, made by the take ("Duplicate Scene", its default): an item that is hidden
after that is still on air. So the scene is taken *again*, by a cut that changes nothing else, or by the
transition of a switch of cameras. An OBS without that setting shows the scene itself and does nothing then; it is asked
no more.
"""

from collections.abc import Mapping
from typing import Any

from control.core.types import SceneId
from control.show import Transition, TransitionKind

_KINDS: dict[TransitionKind, str] = {
    "cut": "cut_transition",
    "fade": "fade_transition",
    "swipe": "swipe_transition",
    "slide": "slide_transition",
    "luma_wipe": "wipe_transition",
    "fade_to_color": "fade_to_color_transition",
}
CUT = _KINDS["cut"]
OWN_TRANSITION = "SetSceneSceneTransitionOverride"
Request = tuple[str, dict[str, Any]]
Own = Mapping[str, Any]
"""`transitionName` and `transitionDuration`, as GetSceneSceneTransitionOverride gives them."""
NO_OWN: Own = {"transitionName": None, "transitionDuration": None}
LATE = 1.0
"""Seconds that OBS may take longer for a transition than it was told to before it is no longer waited for."""
LONGEST = 21.0
"""Seconds: as long as a transition lasts of which only the beginning was heard (OBS's own limit is 20)."""
FORGETS = 8.0
"""Seconds after which a transition that begins is no longer the one by which a scene was taken again."""
UNSEEN = 3.0
"""Seconds after OBS said yes to a take without beginning a transition: it was swallowed, whatever for."""
SWAPPED = 1.0
"""Seconds after a transition's end in which OBS puts the scene before into the preview by itself."""


class Takes:
    """All moments are seconds of the loop's clock."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._current: tuple[str, int | None] | None = None
        self._expected = 0
        self._running = False
        self._lengths: dict[str, float] = {}
        self._ends: dict[str, float] = {}
        """By a transition's name: of those that began and did not end, the moment at which they would have."""
        self._number = 0
        self._begun = 0
        self._cutting = False
        self._again_until = 0.0
        self.copies = True
        """OBS shows copies, as far as we know."""
        self._busy_until = 0.0
        self._left: Any = None
        self._swap_until = 0.0

    def learn(self, listed: dict[str, Any]) -> None:
        """GetSceneTransitionList's answer."""
        self._names = {one["transitionKind"]: one["transitionName"] for one in listed["transitions"]}
        self._current = None

    def held(self, how: Transition, now: float) -> bool:
        """It was broken into and still counts as running."""
        name = self._name(how)
        return how.kind != "cut" and CUT in self._names and name is not None and self._ends.get(name, 0) > now

    def requests(self, scene_name: str, how: Transition, now: float, own: Own = NO_OWN) -> list[Request]:
        """One round trip: the transition, if OBS's is another or must be broken into, and the scene. `own`: the
        scene's own transition, put back where it was in the way."""
        name = self._name(how)
        take = ("SetCurrentProgramScene", {"sceneName": scene_name})
        back = (OWN_TRANSITION, {"sceneName": scene_name, **own})
        if self.held(how, now):
            asked = {"sceneName": scene_name, "transitionName": name, "transitionDuration": how.duration}
            return [*self._choice(self._names[CUT], now), (OWN_TRANSITION, asked), take, back]
        if own != NO_OWN:
            none = (OWN_TRANSITION, {"sceneName": scene_name, **NO_OWN})
            return [none, *self.requests(scene_name, how, now), back]
        requests = self._choice(name, now) if name is not None else []
        if how.kind != "cut" and how.duration != (self._current[1] if self._current else None):
            requests.append(("SetCurrentSceneTransitionDuration", {"transitionDuration": how.duration}))
        return [*requests, take]

    def _name(self, how: Transition) -> str | None:
        return self._names.get(_KINDS[how.kind]) or self._names.get(_KINDS["fade"])

    def _choice(self, name: str, now: float) -> list[Request]:
        """Also while one that was broken into may run on: it is said once too often rather than swallowed."""
        chosen = self._current is not None and self._current[0] == name
        free = not self._busy(now) and all(end <= now for end in self._ends.values())
        return [] if chosen and free else [("SetCurrentSceneTransition", {"transitionName": name})]

    # --- when ---

    def wait(self, how: Transition, now: float) -> float:
        """Seconds until a take may be sent, at most: the end of what runs is usually heard of earlier. 0: now."""
        return self._rest(now) if how.kind != "cut" else 0.0

    def wait_for_swap(self, now: float) -> float:
        """Seconds until OBS has exchanged programme and preview, at most. A preview sent before that is exchanged,
        too, and making it holds up OBS's window in the very moment of the take. 0: now."""
        return self._rest(now)

    def asked(self, now: float) -> bool:
        """A take was sent of which OBS has shown nothing yet: whatever else OBS is asked for now delays it."""
        return self._busy(now) and (self._expected > 0 or self._cutting)

    def _rest(self, now: float) -> float:
        return self._busy_until - now if self._busy(now) else 0.0

    def _busy(self, now: float) -> bool:
        if now >= self._busy_until:  # no end was heard of: it is not waited for any longer
            if self._again_until and self._expected:
                self.copies = False
            self._expected, self._running = 0, False
        return self._running or self._expected > 0

    def begin(self, how: Transition, leaving: SceneId | Any, now: float, *, again: bool = False) -> int:
        """A take is being sent; `leaving` is what is on air until then. Gives its number."""
        length = 0.0 if how.kind == "cut" else how.duration / 1000
        self._busy(now)
        self._expected += 1
        self._number += 1
        self._again_until = now + FORGETS if again else 0.0
        self._cutting = how.kind == "cut"
        self._lengths[self._name(how) or ""] = length
        self._busy_until = now + length + LATE
        self._left, self._swap_until = leaving, now + length + LATE + SWAPPED
        return self._number

    def failed(self) -> None:
        """The last take was not made: nothing is to be expected of it."""
        self._expected = max(0, self._expected - 1)
        self._begun, self._again_until = self._number, 0.0

    def swallowed(self, number: int) -> bool:
        """Whether of this take, the last one, OBS has begun nothing."""
        return number == self._number != self._begun

    def sent(self, requests: list[Request]) -> None:
        """OBS has done these."""
        name, duration = self._current or ("", None)
        for request, data in requests:
            match request:
                case "SetCurrentSceneTransition":
                    name = data["transitionName"]
                case "SetCurrentSceneTransitionDuration":
                    duration = data["transitionDuration"]
        self._current = (name, duration)

    def on_event(self, event: str, data: dict[str, Any], now: float) -> bool:
        """Whether a take that waited may go now."""
        match event:
            case "SceneTransitionStarted":
                name = data["transitionName"]
                self._begun = self._number
                if now < self._again_until:
                    self.copies = True  # it was only late
                self._again_until = 0.0
                self._ends[name] = now + self._lengths.get(name, 0.0)
                if self._expected:
                    self._expected -= 1
                else:
                    self._ends[name] = now + LONGEST
                    self._busy_until = now + LONGEST  # by hand, of a length that is not known
                    self._cutting = False
                self._running = True
            case "SceneTransitionEnded":
                self._ends.pop(data["transitionName"], None)
                self._running = False
                return not self._expected
            case "CurrentSceneTransitionChanged" if self._current and data["transitionName"] != self._current[0]:
                self._current = None
            case "CurrentSceneTransitionDurationChanged" if (
                self._current and data["transitionDuration"] != self._current[1]
            ):
                self._current = None
        return False

    def reset(self) -> None:
        """Another connection: whatever ran is over."""
        self._current, self._expected, self._running = None, 0, False
        self._begun, self._again_until, self.copies = self._number, 0.0, True
        self._busy_until = self._swap_until = 0.0

    def swapped(self, preview: Any, now: float) -> bool:
        """Whether a preview that changed is OBS's own exchange of programme and preview after a take of ours."""
        return now < self._swap_until and preview == self._left
