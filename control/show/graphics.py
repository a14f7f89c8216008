"""How graphics look, and which there are."""

from typing import Literal

from msgspec import field

from control.core.types import GraphicId, TimerId
from control.show.parts import Colour, Name, Part

Corner = Literal["top-left", "top-right", "bottom-left", "bottom-right"]


class Theme(Part, frozen=True, kw_only=True):
    ground: Colour = "#101418"
    text: Colour = "#FFFFFF"
    accent: Colour = "#E5383B"
    first: Colour = "#2F80ED"
    second: Colour = "#F2994A"
    logo: Name | None = None
    """An image file."""
    corner: Corner = "top-right"
    marks: bool = False
    """Machine-readable marks on the graphics, for tests of the whole way to the audience."""


class Graphic(Part, frozen=True, kw_only=True):
    id: GraphicId
    name: Name
    graphic: Literal["debate-clock", "lower-third", "score-bug", "result-card", "timer", "agenda"]
    source: Literal["debate", "fixed", "timer"] = "debate"
    """`debate`: filled from the running debate; `fixed`: filled from `data`; `timer`: from the named timer `timer`.
    An agenda is always fixed."""
    data: dict[str, str] = field(default_factory=dict)
    """Of an agenda: `heading` and `point1` … `point6`; each point that is filled is a step."""
    timer: TimerId | None = None
    corner: Corner | None = None
    """Of a timer, so that several can be on air together; absent: the theme's."""
