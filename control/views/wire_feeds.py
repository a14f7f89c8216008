"""What pages know of the cameras' feeds: the state, slice by slice, and what is measured."""

from typing import Literal

from msgspec import UNSET, UnsetType

from control.core.feeds import Condition, Line, Phase, Showing, Use, Why
from control.core.types import FeedFault
from control.views.wire import Wire


class LineWire(Wire, frozen=True, kw_only=True):
    """A camera, or its backup."""

    condition: Condition
    reasons: list[FeedFault] | UnsetType = UNSET
    since: int
    why: Why | UnsetType = UNSET
    """Why it is away; absent: that is not known (yet)."""
    detail: str | UnsetType = UNSET
    """What the system says, where there are no better words; English."""
    picture: str | UnsetType = UNSET
    """What was seen when it came to be so: a name under `/api/feeds/pictures/`."""


class ChangeWire(Wire, frozen=True, kw_only=True):
    """How a line came to be, at `seen.since`; it was so until the next change of this line."""

    line: Line
    seen: LineWire


class FeedWire(Wire, frozen=True, kw_only=True):
    """Of a camera that Efir reads."""

    use: Use
    showing: Showing | UnsetType = UNSET
    since: int
    main: LineWire
    backup: LineWire | UnsetType = UNSET
    """Absent: it has none."""
    process: Phase | UnsetType = UNSET
    code: str | UnsetType = UNSET
    """Why it is refused: a Fluent message id with `args`."""
    args: dict[str, str] | UnsetType = UNSET


class LineMeasures(Wire, frozen=True, kw_only=True):
    fps: float | UnsetType = UNSET
    kbps: int | UnsetType = UNSET
    width: int | UnsetType = UNSET
    height: int | UnsetType = UNSET
    codec: str | UnsetType = UNSET
    peak: float | UnsetType = UNSET
    """dBFS; absent: there is no sound."""
    skew: float | UnsetType = UNSET
    """Seconds by which the sound is ahead."""
    keyframe: int | UnsetType = UNSET
    """Whole seconds since the last key frame; absent of a phone, which sends one when it is asked to."""
    errors: float | UnsetType = UNSET
    """Damaged packets and pictures a second."""


class FeedMeasures(Wire, frozen=True, kw_only=True):
    main: LineMeasures
    backup: LineMeasures | UnsetType = UNSET
    shown: Literal["main", "held", "slate", "backup"]
    readers: int
    """Connections from OBS."""
    skipped: int
    """Pictures that OBS was too slow for."""
