"""Transitions of health that people must know of: the switcher came, went, refused."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Instant
from control.core.context import Context
from control.core.types import Command, Decision, Event

LinkPhase = Literal["connecting", "connected", "lost", "refused"]


class HealthState(Struct, frozen=True):
    obs: LinkPhase = "connecting"
    obs_since: Instant = Instant(0)
    obs_reason: str = ""
    """A code of `control/texts`, for instance `obs-wrong-password`."""
    obs_kind: Literal["obs", "rehearsal"] = "obs"
    obs_version: str = ""


class ObserveLink(Command, frozen=True, tag="health.observe-obs"):
    phase: LinkPhase
    kind: Literal["obs", "rehearsal"] = "obs"
    version: str = ""
    reason: str = ""


class LinkChanged(Event, frozen=True, tag="health.obs-changed"):
    phase: LinkPhase
    kind: Literal["obs", "rehearsal"]
    version: str
    reason: str
    at: Instant


COMMANDS = (ObserveLink,)
EVENTS = (LinkChanged,)


def decide(state: HealthState, command: Command, ctx: Context) -> Decision:
    match command:
        case ObserveLink(phase=phase, kind=kind, version=version, reason=reason):
            if (phase, kind, version, reason) == (
                state.obs,
                state.obs_kind,
                state.obs_version,
                state.obs_reason,
            ):
                return ()
            return (LinkChanged(phase, kind, version, reason, ctx.now),)
    raise TypeError(command)


def evolve(state: HealthState, event: Event) -> HealthState:
    match event:
        case LinkChanged(phase=phase, kind=kind, version=version, reason=reason, at=at):
            return replace(state, obs=phase, obs_kind=kind, obs_version=version, obs_reason=reason, obs_since=at)
    return state


def inverse(before: HealthState, event: Event) -> Command | None:
    return None
