"""Measures of an input → its faults → its state. Pure: `now` is an argument, in seconds of any monotonic clock.

Two things keep a state from flapping: what crossed its threshold must go well back over it before it counts as right,
and must stay right for `Thresholds.settle` seconds. A fault is doubtful first and bad later, and only the faults of
`Thresholds.bad` ever make an input bad: a silent speaker is no reason to leave a camera.
"""

from __future__ import annotations

from typing import Annotated, Final, get_args

from msgspec import Meta, Struct
from msgspec.structs import replace

from control.core import feeds
from control.core.types import FeedFault

State = feeds.State
Fault = FeedFault
FAULTS: Final[tuple[Fault, ...]] = get_args(Fault)

Seconds = Annotated[float, Meta(gt=0, le=3600)]
Share = Annotated[float, Meta(gt=0, le=1)]


class Measures(Struct, frozen=True, kw_only=True):
    """One input at one moment. None: not known (yet), or there is none, as of sound in a silent feed."""

    connected: bool = False
    """Open, and a picture was decoded."""
    gap: float | None = None
    """Seconds since the last packet of video."""
    interval: float | None = None
    """Seconds that usually lie between two packets of video."""
    still: float | None = None
    """Seconds for which pictures came and were all the same."""
    luma: float | None = None
    """Mean brightness, 16 (black) … 235."""
    contrast: float | None = None
    """Standard deviation of the brightness."""
    motion: float | None = None
    """Mean change of brightness against the last picture that moved."""
    fps: float | None = None
    kbps: float | None = None
    keyframe_gap: float | None = None
    """Seconds since the last key frame."""
    width: int | None = None
    height: int | None = None
    codec: str = ""
    passed: bool | None = None
    """It goes out as it comes; None: it is not meant to."""
    has_sound: bool | None = None
    peak: float | None = None
    """dBFS, of the last second; -120 is digital silence."""
    level: float | None = None
    """The same of the last fifth of a second."""
    rms: float | None = None
    """dBFS, of the last second."""
    clipped: float | None = None
    """Share of the last second's samples at full scale."""
    skew: float | None = None
    """Seconds by which the sound that arrives is ahead of the picture that arrives (negative: behind)."""
    errors: float | None = None
    """Damaged packets and pictures a second."""


class Thresholds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From where on something is wrong. The defaults are for a camera in a local network; None: not judged."""

    gap: Seconds | None = 0.25
    """No packet for so long; at least four times the usual interval, so that a camera of 5 fps is not lost."""
    freeze: Seconds | None = 2.0
    """The same picture for so long, though packets come. A still slide is excused by `static` in the feed."""
    freeze_motion: Annotated[float, Meta(ge=0, le=50)] = 0.3
    """Levels of brightness (of 255) by which a picture changes at least, in the mean, if it is not the same. A camera
    that looks at a wall makes 0.4 … 1.2 by its noise; a frozen picture that is encoded again and again 0.0 … 0.05, at a
    starved bit rate up to 0.5."""
    black: Seconds | None = 1.0
    """So long no brighter than `black_luma`, with no more contrast than `black_contrast`."""
    black_luma: Annotated[float, Meta(ge=16, le=235)] = 22.0
    black_contrast: Annotated[float, Meta(gt=0, le=128)] = 4.0
    silence: Seconds | None = 8.0
    """So long quieter than `silence_dbfs`."""
    silence_dbfs: Annotated[float, Meta(ge=-110, lt=0)] = -60.0
    mute: bool = True
    """It is judged whether there is any track of sound."""
    clipping: Seconds | None = 1.0
    """So long more than `clipping_share` of the samples at full scale."""
    clipping_share: Share = 0.01
    codec: bool = True
    """It is judged whether what is to go out as it comes can."""
    size: tuple[int, int] | None = None
    """The width and height that are expected."""
    fps: Annotated[float, Meta(gt=0, le=480)] | None = None
    """The pictures a second that are expected; a fifth more or less is wrong."""
    kbps: Annotated[float, Meta(gt=0)] | None = None
    """Less is wrong."""
    keyframe_gap: Seconds | None = 12.0
    """After a lost packet the picture stays damaged for as long."""
    skew: Seconds | None = 0.5
    """Sound and picture that belong together may arrive so far apart."""
    errors: Annotated[float, Meta(gt=0)] | None = 1.0
    """Damaged packets and pictures a second."""
    settle: Seconds = 2.0
    """What was wrong must be right for so long."""
    bad: frozenset[Fault] = frozenset({"gap", "freeze", "black"})
    """What makes the input bad, so that it leaves the air; the rest makes it doubtful."""


# Above 1 wrong, below RIGHT right, between them as it was.
RIGHT: Final = 0.8
# A measure that is itself a time (a gap, a freeze) has no time to last for: it is doubtful from here on …
SOON: Final = 0.8
# … and right below here.
RIGHT_TIME: Final = 0.5
# What has no time of its own in Thresholds: so long wrong is a fault.
LASTS: Final = 3.0
USUAL_INTERVALS: Final = 4.0
DECIBELS: Final = 15.0  # per unit of the ratio: with RIGHT, 3 dB louder is right


class Reading(Struct, frozen=True):
    """How wrong: the measure over its threshold. `after` seconds of it are a fault; 0: the measure is a time itself."""

    ratio: float
    after: float


def read(measures: Measures, limits: Thresholds, *, static: bool, sound: bool) -> dict[Fault, Reading]:
    """All that is known and judged. `static`: the picture may stand still; `sound`: there should be some."""
    found = _picture(measures, limits, static)
    found |= _stream(measures, limits)
    if sound:
        found |= _sound(measures, limits)
    return found


def _picture(m: Measures, limits: Thresholds, static: bool) -> dict[Fault, Reading]:
    found: dict[Fault, Reading] = {}
    if limits.gap is not None and m.gap is not None:
        found["gap"] = Reading(m.gap / max(limits.gap, USUAL_INTERVALS * (m.interval or 0)), 0)
    if limits.freeze is not None and m.still is not None and not static:
        found["freeze"] = Reading(m.still / limits.freeze, 0)
    if limits.black is not None and m.luma is not None and m.contrast is not None:
        dark = limits.black_luma / max(m.luma, 1.0)
        found["black"] = Reading(min(dark, limits.black_contrast / max(m.contrast, 0.01)), limits.black)
    if limits.size is not None and m.width is not None:
        found["size"] = Reading(0 if (m.width, m.height) == limits.size else 2, LASTS)
    if limits.codec and m.passed is not None:
        found["codec"] = Reading(0 if m.passed else 2, LASTS)
    return found


def _stream(m: Measures, limits: Thresholds) -> dict[Fault, Reading]:
    found: dict[Fault, Reading] = {}
    if limits.fps is not None and m.fps is not None:
        found["rate"] = Reading(abs(m.fps - limits.fps) / limits.fps / 0.2, LASTS)
    if limits.kbps is not None and m.kbps is not None:
        found["bitrate"] = Reading(limits.kbps / max(m.kbps, 0.001), LASTS)
    if limits.keyframe_gap is not None and m.keyframe_gap is not None:
        found["keyframes"] = Reading(m.keyframe_gap / limits.keyframe_gap, 0)
    if limits.errors is not None and m.errors is not None:
        found["errors"] = Reading(m.errors / limits.errors, 1.0)
    return found


def _sound(m: Measures, limits: Thresholds) -> dict[Fault, Reading]:
    found: dict[Fault, Reading] = {}
    if limits.mute and m.has_sound is not None:
        found["mute"] = Reading(0 if m.has_sound else 2, LASTS)
    if limits.silence is not None and m.rms is not None:
        found["silence"] = Reading(max(0.0, 1 + (limits.silence_dbfs - m.rms) / DECIBELS), limits.silence)
    if limits.clipping is not None and m.clipped is not None:
        found["clipping"] = Reading(m.clipped / limits.clipping_share, limits.clipping)
    if limits.skew is not None and m.skew is not None:
        found["skew"] = Reading(abs(m.skew) / limits.skew, LASTS)
    return found


class Course(Struct, frozen=True):
    """How one fault goes on. `stage`: 0 right, 1 doubtful, 2 wrong."""

    stage: int = 0
    wrong_since: float | None = None
    right_since: float | None = None

    def then(self, reading: Reading | None, now: float, settle: float) -> Course:
        """A reading that is not there any more counts as right."""
        ratio, after = (0.0, 1.0) if reading is None else (reading.ratio, reading.after)
        if ratio >= 1:
            since = now if self.wrong_since is None else self.wrong_since
            lasted = now - since
            reached = 2 if lasted >= after else 1 if lasted >= after / 2 else 0
            return Course(max(self.stage, reached), since, None)
        if not after and ratio >= SOON:
            return Course(max(self.stage, 1), self.wrong_since, None)
        if ratio < (RIGHT if after else RIGHT_TIME):
            since = now if self.right_since is None else self.right_since
            return Course(0 if now - since >= settle else self.stage, None, since)
        # Between: what is a fault stays one; what is none does not become one.
        return Course(self.stage, self.wrong_since if self.stage else None, None)


class Health(Struct, frozen=True):
    """The state of one input, and what it remembers to find the next one."""

    state: State = "away"
    reasons: tuple[Fault, ...] = ()
    """What is wrong, the worst first."""
    since: float | None = None
    """When the state began; None: it has never been judged."""
    courses: dict[Fault, Course] = {}

    def usable(self, limits: Thresholds) -> bool:
        """Nothing bad is wrong at this moment. The state, which settles, comes back later: when a picture may return
        to the air is for `choice` to say."""
        if self.state == "away":
            return False
        wrong = (fault for fault, course in self.courses.items() if course.stage == 2 and course.right_since is None)
        return not any(fault in limits.bad for fault in wrong)

    def then(self, measures: Measures, now: float, limits: Thresholds, *, static: bool, sound: bool) -> Health:
        """`now` never goes back."""
        if not measures.connected:
            # A new connection begins without the faults of the old one.
            return Health("away", (), self.since if self.state == "away" and self.since is not None else now)
        readings = read(measures, limits, static=static, sound=sound)
        courses = {
            fault: self.courses.get(fault, Course()).then(readings.get(fault), now, limits.settle)
            for fault in FAULTS
            if fault in readings or self.courses.get(fault, Course()).stage
        }
        stages = {fault: _weight(fault, course, limits) for fault, course in courses.items() if course.stage}
        state: State = "ok" if not stages else "bad" if max(stages.values()) == 2 else "doubtful"
        reasons = tuple(sorted(stages, key=lambda fault: (-stages[fault], FAULTS.index(fault))))
        if state == self.state:
            return replace(self, reasons=reasons, courses=courses)
        return Health(state, reasons, now, courses)


def _weight(fault: Fault, course: Course, limits: Thresholds) -> int:
    return course.stage if fault in limits.bad else 1
