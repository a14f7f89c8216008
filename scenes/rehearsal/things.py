"""What a switcher holds, one by one: inputs with their filters, scenes with their items, outputs."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Filter:
    kind: str
    settings: dict[str, Any]
    enabled: bool = True


@dataclass
class Input:
    kind: str
    settings: dict[str, Any]
    muted: bool = False
    volume: float = 0.0
    """dB."""
    filters: dict[str, Filter] = field(default_factory=dict)


@dataclass
class Item:
    number: int
    source: str
    enabled: bool = True
    locked: bool = False
    blend: str = "OBS_BLEND_NORMAL"
    transform: dict[str, Any] = field(default_factory=dict)


@dataclass
class Scene:
    items: list[Item] = field(default_factory=list)
    """Bottom to top."""
    filters: dict[str, Filter] = field(default_factory=dict)
    last_number: int = 0


@dataclass
class OutputModel:
    name: str
    """`Stream` or `Record`: the beginning of its event's name."""
    active: bool = False
    paused: bool = False
    closing: bool = False
    """It was told to have ended, and has not quite."""
    started: float = 0.0
    """Seconds of the server's clock."""
