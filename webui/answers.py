"""The answers of `/api` as types: what the pages read besides the live socket. Absent means absent."""

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from webui.messages import Language, Problem, ViewName


class MeAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/me`, and what setup, login, join and password answer."""

    role: str
    subject: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    """The link's label."""
    link: str | UnsetType = UNSET
    """For the page's own `?as=`."""
    home: str
    """The path of the page this role works in."""
    views: list[ViewName]
    """What this session may open."""
    language: Language
    """The show's."""
    version: str


class LinkAnswer(Struct, frozen=True, rename="camel", kw_only=True):
    """A link with its address: `GET /api/links`, `POST /api/links`, `POST /api/links/ID/rotate`."""

    id: str
    role: str
    subject: str | UnsetType = UNSET
    label: str
    created: int
    expires: int | UnsetType = UNSET
    revoked: bool
    url: str | UnsetType = UNSET
    """Absent: revoked or expired, so there is nothing to open."""
    qr: str | UnsetType = UNSET
    """An SVG document of the address."""
    reachable: bool
    """False: the address works on this computer only; start with `--host 0.0.0.0` for phones."""


class CertificateAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/certificate`: what a phone is asked to trust."""

    ours: bool
    """Efir made it, so phones do not know it; `/efir.crt` is its authority."""
    fingerprint: str
    """Of the authority, SHA-256."""
    secure: bool
    """The asker came by https."""


class FaultAnswer(Struct, frozen=True, kw_only=True):
    """One thing about a rundown's file. An error: it is not imported; a warning: what becomes of it."""

    level: Literal["error", "warning"]
    code: str
    args: dict[str, str | int]
    text: str
    row: int | UnsetType = UNSET
    """As the spreadsheet counts, from 1."""
    column: str | UnsetType = UNSET
    """Its heading."""


class ColumnAnswer(Struct, frozen=True, kw_only=True):
    heading: str
    meaning: str
    """One of `ImportAnswer.meanings`."""
    guessed: bool = True
    samples: list[str] = []


class LayoutAnswer(Struct, frozen=True, kw_only=True):
    """How a table was understood."""

    columns: list[ColumnAnswer] = []
    header: int = 1
    rows: int = 0
    sheet: str | UnsetType = UNSET
    sheets: list[str] = []
    encoding: str | UnsetType = UNSET
    delimiter: str | UnsetType = UNSET
    clock: str | UnsetType = UNSET
    """How `10:30` was read in a column of lengths: `m:ss` or `h:mm`."""


class MeaningAnswer(Struct, frozen=True):
    id: str
    label: str


class SummaryAnswer(Struct, frozen=True, kw_only=True):
    """What an import would bring. `start` and `end`: ms after the midnight of the first day."""

    items: int
    groups: int
    milestones: int
    delays: int
    start: int | UnsetType = UNSET
    end: int | UnsetType = UNSET
    date: str | UnsetType = UNSET
    fields: list[str] = []
    added: int
    changed: int
    same: int
    removed: int


class ImportAnswer(Struct, frozen=True, kw_only=True):
    """`POST /api/rundown/import`."""

    ok: bool
    """It can be imported, or was."""
    edition: int
    """The rundown's, with which it was compared: what `apply` wants back."""
    applied: int | UnsetType = UNSET
    """The journal's entry; absent: nothing was changed."""
    summary: SummaryAnswer | UnsetType = UNSET
    faults: list[FaultAnswer]
    layout: LayoutAnswer | UnsetType = UNSET
    """Of a table."""
    meanings: list[MeaningAnswer]
    """What a column may mean, in words."""
    rundowns: list[str]
    """Of an Ontime project."""


class ExportAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/rundown/export?report=true`: what of the rundown the file would not hold."""

    left: list[FaultAnswer]


class ClipAnswer(Struct, frozen=True, kw_only=True):
    """A clip that a cue of an item plays."""

    cue: str
    name: str
    length: int | UnsetType = UNSET
    """From the item's start to the clip's end, ms."""
    error: Problem | UnsetType = UNSET
    """Why its length is not known."""


class ClipsAnswer(Struct, frozen=True, kw_only=True):
    """`GET /api/rundown/clips?item=ID`."""

    clips: list[ClipAnswer]


class FoundCameraAnswer(Struct, frozen=True, kw_only=True):
    """A camera that answered; `name` and `model` as it says, "" if it does not."""

    name: str
    model: str
    protocol: str
    """For people: `ONVIF`."""
    address: str
    """As the show file has it."""
    known: str | UnsetType = UNSET
    """Which camera of the show it is."""
    lines: str
    """Of the show file, below `cameras:`; its id and its name are free there."""


class FoundCamerasAnswer(Struct, frozen=True, kw_only=True):
    """`POST /api/cameras/find`."""

    cameras: list[FoundCameraAnswer]


class ProblemAnswer(Struct, frozen=True, kw_only=True):
    """Every answer of `/api` that is not 2xx."""

    error: Problem
    field: str | UnsetType = UNSET
    """What in the body is wrong, as `$.command.scene`."""
