"""The bodies that `/api` and `/whip` take."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

_Token = Annotated[str, Meta(max_length=200)]
_Password = Annotated[str, Meta(max_length=2000)]
_Moment = Annotated[int, Meta(ge=0, lt=2**53)]
"""UTC milliseconds, as far as JavaScript counts exactly."""


class SetUp(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: _Token
    password: _Password


class SignIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    password: _Password


class ChangePassword(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    old: _Password
    new: _Password


class Join(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    token: _Token


class NewLink(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    role: str
    """operator, judge, stage, backstage, graphics, phone, guest."""
    subject: Annotated[str, Meta(max_length=100)] = ""
    """The judge's or the camera's id in the show file; empty for other roles."""
    label: Annotated[str, Meta(max_length=80)] = ""
    expires: _Moment | None = None
    """Absent: never."""


class Rotate(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    expires: _Moment | None = None


class FindCameras(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    seconds: Annotated[float, Meta(ge=0.1, le=10)] = 3.0
    """How long to listen."""
    at: Annotated[list[Annotated[str, Meta(min_length=1, max_length=260)]], Meta(max_length=8)] = []
    """Only these, each `HOST` or `HOST:PORT`: a camera behind a router, a simulated one. Empty: every network of the
    computer."""


class PhoneState(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What only the phone knows of itself."""

    rtt: Annotated[float, Meta(ge=0, le=60_000)] | UnsetType = UNSET
    """Milliseconds."""
    battery: Annotated[float, Meta(ge=0, le=1)] | UnsetType = UNSET
    charging: bool | UnsetType = UNSET
    muted: bool | UnsetType = UNSET
    facing: Literal["user", "environment"] | UnsetType = UNSET
    torch: bool | UnsetType = UNSET
    hidden: bool | UnsetType = UNSET
