"""Presets put back into a camera that has lost them: it was replaced, or reset. A part of `control.core.cameras`.

What a camera keeps is in its own slots; where each preset points is known here, too, if the camera told it when it was
stored. One after another the camera goes there and stores (an act as any other, so at most one is on its way); between
two of them it is seen whether the round may go on.
"""

from msgspec.structs import replace

from control.clock import Instant
from control.core.camera_acts import (
    Code,
    HeadState,
    Order,
    Ordered,
    Preset,
    PutBack,
    PutBackBegan,
    PutBackEnded,
    Report,
    Reported,
    Round,
    RoundEnd,
)
from control.core.types import CameraId, Decision, Event, PresetId
from control.errors import reject

_ALONE = ("go-to", "position")
"""Abilities without which nobody but a person can aim the camera, or see that it is there."""
_LOST = ("ptz-away", "ptz-no-answer")


def begin(head: HeadState, act: PutBack, name: str, number: int, now: Instant, *, under_way: bool) -> Decision:
    """`name`: the camera's. `under_way`: one of its presets is, also if the round is over: what becomes of it would be
    taken for the new round's."""
    if not all(ability in head.can for ability in _ALONE):
        return reject("camera-cannot-aim", camera=name)
    if under_way or (head.round is not None and head.round.end is None):
        return reject("presets-going-back", camera=name)
    presets = tuple(preset for preset in head.presets if preset.where is not None)
    if not presets:
        return reject("presets-placeless", camera=name)
    began = PutBackBegan(act.camera, tuple(preset.id for preset in presets))
    return (began, Ordered(Order(number, act, now, presets[0])))


def go_on(head: HeadState, order: Order, report: Report, number: int, now: Instant, *, seen: bool) -> Decision:
    """After one of them. `seen`: an audience may see it, and nobody has confirmed that."""
    assert order.preset is not None
    camera, preset = order.act.camera, order.preset
    reported = Reported(order.number, camera, report.ok, report.code, report.detail, put_back=preset)
    if head.round is None or head.round.end is not None:
        return (reported,)
    after = reported_to(head.round, preset.id, report.ok)
    left = [known for one in after.todo if (known := head.preset(one)) is not None and known.where is not None]
    end = _end(head, report, left, seen=seen)
    if end is None:
        return (reported, Ordered(Order(number, order.act, now, left[0])))
    # The log has one sentence for an entry: that of the first, which says both.
    last = (preset.name, report.code, report.detail) if not report.ok and not left_off(report.code) else ("", None, "")
    return (PutBackEnded(camera, end, len(after.done), _count(after), *last), reported)


def left_off(code: Code | None) -> bool:
    """It did not fail."""
    return code == "ptz-cancelled"


def _end(head: HeadState, report: Report, left: list[Preset], *, seen: bool) -> RoundEnd | None:
    if left_off(report.code):
        return "air" if seen else "stopped"
    if not left:
        return "done"
    if report.code in _LOST or head.phase != "connected":
        return "away"
    return "air" if seen else None


def stopped(camera: CameraId, head: HeadState) -> tuple[Event, ...]:
    """By another act."""
    if head.round is None or head.round.end is not None:
        return ()
    return (PutBackEnded(camera, "stopped", len(head.round.done), _count(head.round)),)


def _count(some: Round) -> int:
    return len(some.todo) + len(some.done) + len(some.failed)


def reported_to(some: Round, preset: PresetId, ok: bool) -> Round:
    todo = tuple(one for one in some.todo if one != preset)
    if ok:
        return replace(some, todo=todo, done=(*some.done, preset))
    return replace(some, todo=todo, failed=(*some.failed, preset))


# --- what the events make of a head ---


def began(head: HeadState, presets: tuple[PresetId, ...]) -> HeadState:
    return replace(head, round=Round(presets))


def under_way(head: HeadState, preset: PresetId) -> HeadState:
    """What was to come before it is not there any more."""
    if head.round is None or preset not in head.round.todo:
        return replace(head, at=None)
    todo = head.round.todo[head.round.todo.index(preset) :]
    return replace(head, at=None, round=replace(head.round, todo=todo))


def reported(head: HeadState, preset: PresetId, ok: bool, code: Code | None) -> HeadState:
    """It stands where it stored; unless it was led elsewhere meanwhile, or nobody knows this preset any more."""
    if head.round is None or preset not in head.round.todo:
        return head
    if not ok and (head.round.end == "stopped" or left_off(code)):
        return head
    at = preset if ok and head.at is None and head.preset(preset) is not None else head.at
    return replace(head, at=at, round=reported_to(head.round, preset, ok))


def ended(head: HeadState, end: RoundEnd) -> HeadState:
    return replace(head, round=replace(head.round, end=end)) if head.round is not None else head


def lost(head: HeadState) -> HeadState:
    """Efir was restarted under it."""
    return ended(head, "away") if head.round is not None and head.round.end is None else head
