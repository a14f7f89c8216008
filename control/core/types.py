"""The names everything else is written in: identifiers, roles, actors, and what a decision is made of."""

from enum import StrEnum
from typing import Literal, NewType

from msgspec import Struct

from control.clock import Instant
from control.errors import Rejection

SceneId = NewType("SceneId", str)
ItemId = NewType("ItemId", str)
InputId = NewType("InputId", str)
"""An audible source: a camera, a media file with sound, or a capture device of `audio:`."""
CameraId = NewType("CameraId", str)
PresetId = NewType("PresetId", str)
"""A camera's."""
SwitchId = NewType("SwitchId", str)
"""One place in the picture for several cameras."""
GraphicId = NewType("GraphicId", str)
TimerId = NewType("TimerId", str)
BankId = NewType("BankId", str)
ParticipantId = NewType("ParticipantId", str)
JudgeId = NewType("JudgeId", str)
TopicId = NewType("TopicId", str)
PairId = NewType("PairId", str)
DrawId = NewType("DrawId", str)
LinkId = NewType("LinkId", str)
EntryId = NewType("EntryId", str)
"""Of the rundown: an item, a group, a milestone, a delay."""
CueId = NewType("CueId", str)
"""Unique in its item."""
FieldId = NewType("FieldId", str)
"""A column of the rundown that the show made."""
TargetId = NewType("TargetId", str)
"""Somebody outside whom the show may call."""
FeedFault = Literal[
    "gap", "freeze", "black", "silence", "mute", "clipping", "size", "rate", "bitrate", "keyframes", "skew", "errors",
    "codec",
]  # fmt: skip
"""What is wrong with a camera's signal; also the end of a Fluent id, `feed-…`. What each means is
`devices.feeds.health`."""
CommandId = NewType("CommandId", str)


class Role(StrEnum):
    """Who may do what is one table over these: `control.access`."""

    OWNER = "owner"
    OPERATOR = "operator"
    JUDGE = "judge"
    STAGE = "stage"
    BACKSTAGE = "backstage"
    """Crew who follow the show on screens of their own and change nothing."""
    GRAPHICS = "graphics"
    PHONE = "phone"
    """A phone that is one camera of the show: it sends its picture and sees whether it is on the air."""
    GUEST = "guest"
    """A viewer or an engineer to whom one camera may be lent."""
    SYSTEM = "system"
    """Efir itself: clocks that run out, and what devices were seen to do."""


class Actor(Struct, frozen=True):
    """Who sends a command. `subject` is the person within the role: a judge's id, an account's id, a device's name."""

    role: Role
    subject: str = ""

    def __str__(self) -> str:
        return f"{self.role}:{self.subject}" if self.subject else str(self.role)


class Command(Struct, frozen=True, tag_field="type", forbid_unknown_fields=True, rename="camel"):
    """What somebody wants. Concrete commands set `tag` to `module.verb`."""


class Event(Struct, frozen=True, tag_field="type", rename="camel"):
    """What happened, in the past tense. Never holds personal data or a secret: people are named by id."""


Decision = tuple[Event, ...] | Rejection

SYSTEM = Actor(Role.SYSTEM)


def actor_of(text: str) -> Actor:
    """The inverse of `str(actor)`."""
    role, _, subject = text.partition(":")
    return Actor(Role(role), subject)


__all__ = [
    "SYSTEM",
    "Actor",
    "BankId",
    "CameraId",
    "Command",
    "CommandId",
    "CueId",
    "Decision",
    "DrawId",
    "EntryId",
    "Event",
    "FieldId",
    "GraphicId",
    "InputId",
    "Instant",
    "ItemId",
    "JudgeId",
    "LinkId",
    "PairId",
    "ParticipantId",
    "PresetId",
    "Rejection",
    "Role",
    "SceneId",
    "SwitchId",
    "TargetId",
    "TimerId",
    "TopicId",
    "actor_of",
]
