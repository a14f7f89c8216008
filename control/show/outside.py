"""What leaves the house and what comes in: stream and recording, calls to others, ways in for machines."""

from typing import Annotated, Literal

from msgspec import Meta

from control.clock import Duration
from control.core.types import TargetId
from control.secret import Secret
from control.show.parts import Name, Part, Span


class Stream(Part, frozen=True, kw_only=True):
    server: Name
    """rtmp://, rtmps:// or srt://."""
    key: Secret = Secret("")
    name: str = ""
    video_kbps: Annotated[int, Meta(ge=100, le=60_000)] = 4500


class Record(Part, frozen=True, kw_only=True):
    folder: Name = "recordings"
    format: Literal["mkv", "mp4", "mov", "hybrid_mp4"] = "mkv"
    """`hybrid_mp4`: OBS 30.2 and later; markers become its chapters. An older OBS records mkv instead."""


class Outputs(Part, frozen=True, kw_only=True):
    stream: Stream | None = None
    record: Record | None = None


class Target(Part, frozen=True, kw_only=True):
    """Somebody outside whom cues and operators may call, by name: exactly one of `webhook` and `osc`."""

    id: TargetId
    name: Name
    webhook: Annotated[str, Meta(min_length=1, max_length=2000)] | None = None
    """http:// or https://. What of it is secret comes by `!env` or is the `token`."""
    token: Secret | None = None
    """Sent with a webhook as `Authorization: Bearer …`."""
    osc: Name | None = None
    """`host:port`."""
    timeout: Annotated[Span, Meta(ge=100, le=60_000)] = Duration(10_000)
    """How long a webhook's answer is waited for."""


Port = Annotated[int, Meta(ge=1, le=65_535)]


class OscPeer(Part, frozen=True, kw_only=True):
    """Where the state is told to, over UDP."""

    host: Annotated[str, Meta(min_length=1, max_length=253)]
    port: Port


class OscIn(Part, frozen=True, kw_only=True):
    """OSC knows no passwords: whoever reaches the port is the operator. `local`: only programs on this computer."""

    port: Port = 8000
    open_to: Literal["local", "network"] = "local"
    feedback: tuple[OscPeer, ...] = ()


class OntimePort(Part, frozen=True, kw_only=True):
    """A port of its own that speaks as Ontime does. `token`: a link's token is asked for, as everywhere; otherwise
    whoever reaches the port is the operator."""

    port: Port = 4001
    open_to: Literal["token", "local", "network"] = "token"


class Outside(Part, frozen=True, kw_only=True):
    """Ways in for machines that are closed unless they are named here."""

    ontime: OntimePort | None = None
    osc: OscIn | None = None
