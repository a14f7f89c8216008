"""What the bridge and its owner say to each other: one JSON object a line.

Down its standard input: one `BridgeConfig`, then nothing; the end of the input ends the bridge, so that it dies with
its owner on every system. Up its standard output: a `BridgeStatus` whenever something changed.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Pixels = Annotated[int, Meta(ge=1, le=8192)]


class Box(Struct, frozen=True, forbid_unknown_fields=True):
    """A part of the page, in its pixels."""

    x: Annotated[int, Meta(ge=0)]
    y: Annotated[int, Meta(ge=0)]
    width: Pixels
    height: Pixels


class BridgeConfig(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: str
    """The graphics page with its token: a secret, so it is not on the command line."""
    width: Pixels
    height: Pixels
    """The window of the page; the graphics are scaled into it."""
    fps: Annotated[float, Meta(gt=0, le=60)]
    """At most so many pictures a second."""
    port: Annotated[int, Meta(ge=0, le=65535)]
    """Where OBS connects, on 127.0.0.1; 0: any free one."""
    box: Box | None
    """The part that is fed; None: all of it."""
    browser: str | None
    """Chromium's program; None: looked for."""

    @property
    def feed_size(self) -> tuple[int, int]:
        """Width and height of the fed picture."""
        return (self.box.width, self.box.height) if self.box else (self.width, self.height)


class BridgeStatus(Struct, frozen=True, kw_only=True):
    """What the bridge is doing now."""

    port: int = 0
    """0: not listening yet."""
    browser: Literal["starting", "running", "lost", "missing"] = "starting"
    browser_pid: int = 0
    page: Literal["loading", "unreachable", "shown"] = "loading"
    readers: int = 0
    """Connections from OBS; one when all is well."""
    frames: int = 0
    """Pictures taken since the start."""
    reason: str = ""
    """Why the browser was lost or the page is unreachable, in the words of the system."""
