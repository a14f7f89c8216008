"""What the other parts are made of: types of values, and the transition."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

from control.clock import Duration, PlanTime, TimeOfDay

Language = Literal["ru", "en"]
Colour = Annotated[str, Meta(pattern="^#[0-9A-Fa-f]{6}([0-9A-Fa-f]{2})?$")]
IDENTIFIER = "^[a-z0-9][a-z0-9-]{0,62}$"
"""What an `id` looks like."""
Name = Annotated[str, Meta(min_length=1, max_length=120)]
Span = Annotated[Duration, Meta(extra={"unit": "duration"})]
"""A duration of the show file."""
Shift = Annotated[Duration, Meta(extra={"unit": "shift"})]
"""A duration that may have a sign."""
WallTime = Annotated[PlanTime, Meta(extra={"unit": "time"})]
"""`10:00`, `10:00:30`; `25:30` is half past one in the morning of the second day."""
DayTime = Annotated[TimeOfDay, Meta(ge=0, lt=86_400_000, extra={"unit": "time-of-day"})]
"""What a clock on the wall shows, in the show's time zone; `19:00` or `19:00:30` in the show file."""
Volume = Annotated[float, Meta(ge=-100, le=26)]
TransitionKind = Literal["cut", "fade", "swipe", "slide", "luma_wipe", "fade_to_color"]


class Part(Struct, frozen=True, forbid_unknown_fields=True):
    """A mapping of the show file: its fields are the keys, an unknown key is a fault."""


class Transition(Part, frozen=True, kw_only=True):
    kind: TransitionKind = "fade"
    duration: Annotated[Span, Meta(ge=50, le=20_000)] = Duration(300)
    """The limits are those of OBS; a cut has none."""
