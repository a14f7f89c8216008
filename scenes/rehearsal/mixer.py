"""Takes and transitions, as OBS 29 does them.

Measured: `GetCurrentProgramScene` names the new scene at once, `CurrentProgramSceneChanged` comes at the end of the
transition, and in studio mode the scene before then comes into the preview. There the programme shows a copy of the
scene, so the same scene can be taken again: then it shows what was changed in it.

While a transition runs, OBS says yes to a take by the same transition and does not do it: its word is the new scene,
its picture the running transition's target. A take by another transition breaks in; but the one that was broken into
swallows takes until it would have ended. It begins anew when it is a scene's own, for OBS looks only at the one that is
chosen.
"""

import asyncio
from typing import Any

from msgspec import Struct

from scenes.rehearsal.model import Model
from scenes.rehearsal.things import Item


class Moving(Struct, frozen=True):
    """A transition under way; moments are seconds of the loop's clock."""

    before: str
    after: str
    transition: str
    began: float
    length: float
    copied: list[Item] | None
    """The items of the scene after as they are shown, if OBS shows a copy."""

    def part(self, now: float) -> float:
        """How much of the scene after is seen, 0 to 1."""
        return min(1.0, (now - self.began) / self.length) if self.length > 0 else 1.0


class Mixer:
    def __init__(self, model: Model) -> None:
        self.moving: Moving | None = None
        self._model = model
        self._swap: str | None = None
        self._ends: dict[str, float] = {}
        """By a transition's name: when it has ended, or would have."""

    def take(self, scene: str) -> Moving | None:
        """Begins; what it gives is to be carried through by `finish`. None: OBS does nothing now."""
        model, now = self._model, asyncio.get_running_loop().time()
        if model.studio and not model.duplicates and model.program == scene:
            return None
        before, model.program = model.program, scene
        model.revision += 1
        if model.studio and self._ends.get(model.mixing, 0) > now:
            return None
        model.mixing, duration = model.own_transitions.get(scene, (model.mixing, model.duration))
        length = 0.5 / model.canvas.fps if model.mixing == "Cut" else duration / 1000
        self._ends[model.mixing] = now if model.mixing == "Cut" else now + length
        self.moving = moving = Moving(model.on_air, scene, model.mixing, now, length, model.copy_of(scene))
        if model.studio and before != model.preview:
            self._swap = before
        self._emit("SceneTransitionStarted", transitionName=moving.transition)
        return moving

    async def finish(self, moving: Moving) -> None:
        await asyncio.sleep(moving.length)
        if self.moving is not moving:
            return  # another take broke in
        self.moving = None
        model = self._model
        model.mixing = model.transition
        if moving.after in model.scenes:
            model.show(moving.after, moving.copied)
        self._emit("SceneTransitionVideoEnded", transitionName=moving.transition)
        swap, self._swap = self._swap, None
        if swap in model.scenes and model.studio:
            model.set_preview(swap)
        self._emit("CurrentProgramSceneChanged", sceneName=model.program)
        self._emit("SceneTransitionEnded", transitionName=moving.transition)

    def _emit(self, event: str, **data: Any) -> None:
        self._model.emit(event, data)
