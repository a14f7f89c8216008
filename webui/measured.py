"""What `live` messages carry to the panel: measured now, kept nowhere."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from control.core.camera_acts import ExposureWord, FocusWord, PowerWord, WhiteWord
from control.preflight import PreflightTelemetry
from control.views.wire_feeds import FeedMeasures


class ShownTelemetry(Struct, frozen=True, kw_only=True):
    """Scene ids that OBS really shows this moment: a take is confirmed when `program` says so."""

    program: str | UnsetType = UNSET
    preview: str | UnsetType = UNSET


class ClashTelemetry(Struct, frozen=True, kw_only=True):
    """Something of that name in OBS belongs to a person, and stands where the show's own should."""

    code: str
    name: str
    kind: str


class ObsTelemetry(Struct, frozen=True, rename="camel", kw_only=True):
    """OBS's statistics."""

    fps: float | UnsetType = UNSET
    cpu: float | UnsetType = UNSET
    """Per cent."""
    memory: float | UnsetType = UNSET
    """MB."""
    render_skipped: int | UnsetType = UNSET
    output_skipped: int | UnsetType = UNSET


class OutputTelemetry(Struct, frozen=True, kw_only=True):
    active: bool
    timecode: str | UnsetType = UNSET
    kbps: float | UnsetType = UNSET
    congestion: float | UnsetType = UNSET
    skipped: int | UnsetType = UNSET
    bytes: int | UnsetType = UNSET


class ClientsTelemetry(Struct, frozen=True, kw_only=True):
    panel: int
    stage: int
    backstage: int
    multiview: int
    graphics: int
    phone: int
    lend: int
    judges: dict[str, int]
    """Judge → how many of his pages are open."""


class JournalTelemetry(Struct, frozen=True, kw_only=True):
    ok: bool
    reason: str | UnsetType = UNSET


class BridgeTelemetry(Struct, frozen=True, kw_only=True):
    state: str


class HeadTelemetry(Struct, frozen=True, kw_only=True):
    """Where a camera that moves stands (degrees, or its own units) and what it is set to, as far as it tells."""

    moving: bool
    hand: str | UnsetType = UNSET
    """Whose it is in now."""
    pan: float | UnsetType = UNSET
    tilt: float | UnsetType = UNSET
    zoom: float | UnsetType = UNSET
    """0 … 1."""
    power: PowerWord | UnsetType = UNSET
    focus: FocusWord | UnsetType = UNSET
    white: WhiteWord | UnsetType = UNSET
    exposure: ExposureWord | UnsetType = UNSET
    preset: str | UnsetType = UNSET
    """The preset it stands at, or is on its way to; absent: at none, as far as anybody can know."""
    arrived: bool | UnsetType = UNSET
    """It stands there."""


class PhoneTelemetry(Struct, frozen=True, kw_only=True):
    """A phone that publishes into a camera: what its page tells, and how it arrives here."""

    state: Literal["connecting", "live", "lost"]
    loss: float | UnsetType = UNSET
    """Share of the packets, 0 … 1."""
    kbps: int | UnsetType = UNSET
    jitter: int | UnsetType = UNSET
    """Milliseconds."""
    rtt: int | UnsetType = UNSET
    """Milliseconds there and back, as the phone measured them."""
    battery: float | UnsetType = UNSET
    """0 … 1; absent: the browser does not tell."""
    charging: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    facing: Literal["user", "environment"] | UnsetType = UNSET
    torch: bool | UnsetType = UNSET
    hidden: bool | UnsetType = UNSET
    """The page is not seen: its screen is locked, or another app is before it."""


class Telemetry(Struct, frozen=True, kw_only=True):
    """Key of a `live` message → its data."""

    obs: ObsTelemetry | UnsetType = UNSET
    shown: ShownTelemetry | UnsetType = UNSET
    clashes: list[ClashTelemetry] | UnsetType = UNSET
    stream: OutputTelemetry | UnsetType = UNSET
    record: OutputTelemetry | UnsetType = UNSET
    meters: dict[str, float] | UnsetType = UNSET
    """Input → dBFS."""
    clients: ClientsTelemetry | UnsetType = UNSET
    preflight: PreflightTelemetry | UnsetType = UNSET
    journal: JournalTelemetry | UnsetType = UNSET
    bridge: BridgeTelemetry | UnsetType = UNSET
    heads: dict[str, HeadTelemetry] | UnsetType = UNSET
    """Camera that moves and is connected → where it stands."""
    direct: dict[str, Literal["live", "connecting", "frozen", "ended", "lost"]] | UnsetType = UNSET
    """Camera → how its feed is in OBS, of those that OBS opens itself."""
    measures: dict[str, FeedMeasures] | UnsetType = UNSET
    """Camera → what is measured of its feed, of those that Efir reads."""
    phones: dict[str, PhoneTelemetry] | UnsetType = UNSET
    """Camera → the phone that publishes into it."""
    guests: dict[str, str] | UnsetType = UNSET
    """Guest who waits for a lent camera or has it → the name he gave."""
