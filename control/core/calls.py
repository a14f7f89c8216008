"""Calls to the world outside: webhooks and OSC, to the targets that the show file lists.

A call is decided like anything else and is *pending* from then on. A worker (`webui.outside`) performs it once the
decision is durable, and reports. What was pending when Efir went down is *unsure*: it may have been performed, so it is
never repeated by itself. Every call has an id of its own, which goes along with a webhook.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct
from msgspec.structs import replace

from control.clock import Instant
from control.core.context import Context
from control.core.outbox import Ended, Sender
from control.core.types import Command, CueId, Decision, EntryId, Event, TargetId
from control.errors import Rejection, reject
from control.show import OSC_ADDRESS, Target

Status = Literal["pending", "done", "failed", "unsure"]
Method = Literal["POST", "PUT", "PATCH", "DELETE", "GET"]
Code = Literal[
    "call-refused", "call-timeout", "call-unreachable", "call-status", "call-garbage", "call-insecure", "call-unsure",
    "call-broken",
]  # fmt: skip
"""Why a call failed; also a Fluent id."""
OscValue = int | float | str | bool
CallId = str

MOST_PENDING = 64
OSC_FLOAT = 3.402823466e38
"""The largest of OSC's floats, which have 32 bits."""
KEPT = 50
"""Calls that are over."""
LARGEST_BODY = 16_384
"""Bytes of JSON."""
LONGEST_DETAIL = 120
OSC_INTEGER = 2**63
MOST_ARGS = 32


class Webhook(Command, frozen=True, tag="calls.webhook"):
    """An HTTP request with a JSON body (absent: without) to one of the show's targets. What is in the body is in the
    journal: secrets belong to the target."""

    target: TargetId
    method: Method = "POST"
    body: Any = None


class Osc(Command, frozen=True, tag="calls.osc"):
    target: TargetId
    address: Annotated[str, Meta(pattern=OSC_ADDRESS, max_length=200)]
    """`/lights/1/on`: without wildcards."""
    args: Annotated[tuple[OscValue, ...], Meta(max_length=MOST_ARGS)] = ()


class Again(Command, frozen=True, tag="calls.again"):
    """A call that failed, or of which nobody knows, once more by hand: a fresh call, and only one of it."""

    id: CallId


class Report(Command, frozen=True, tag="calls.report"):
    """What became of a call. `detail`: a status, an address's fault: nothing a person need translate."""

    id: CallId
    ok: bool
    code: Code | None = None
    detail: str = ""


class Open(Command, frozen=True, tag="calls.open"):
    """At the start: nobody knows any more what became of the pending ones."""


class Call(Struct, frozen=True):
    id: CallId
    what: Webhook | Osc
    name: str
    """Of the target."""
    at: Instant
    status: Status = "pending"
    code: Code | None = None
    detail: str = ""
    item: EntryId | None = None
    cue: CueId | None = None
    """The cue that called, if it was one."""
    repeated: bool = False
    """By hand, by a call of its own."""


class CallsState(Struct, frozen=True):
    pending: dict[CallId, Call] = {}
    """In the order in which they were decided."""
    over: tuple[Call, ...] = ()
    """The newest last."""
    count: int = 0


class Called(Event, frozen=True, tag="calls.called"):
    call: Call
    again: CallId | None = None
    """The call that this one repeats."""


class Reported(Event, frozen=True, tag="calls.reported"):
    id: CallId
    ok: bool
    name: str
    code: Code | None = None
    detail: str = ""


class LostSight(Event, frozen=True, tag="calls.lost-sight"):
    """Efir was down while these were pending."""

    ids: tuple[CallId, ...]


COMMANDS = (Webhook, Osc, Again, Report, Open)
EVENTS = (Called, Reported, LostSight)


def decide(state: CallsState, command: Command, ctx: Context) -> Decision:
    match command:
        case Webhook() | Osc():
            return _call(state, command, ctx)
        case Again(id=call_id):
            before = next((call for call in state.over if call.id == call_id), None)
            if before is None or before.status == "done" or before.repeated:
                return reject("call-not-open")
            return _call(state, before.what, ctx, call_id)
        case Report(id=call_id, ok=ok, code=code, detail=detail):
            call = state.pending.get(call_id)
            if call is None:
                return ()
            return (Reported(call_id, ok, call.name, None if ok else code, _plain(detail)),)
        case Open():
            return (LostSight(tuple(state.pending)),) if state.pending else ()
    raise TypeError(command)


def _call(state: CallsState, command: Webhook | Osc, ctx: Context, again: CallId | None = None) -> Decision:
    target = next((target for target in ctx.show.calls if target.id == command.target), None)
    if target is None:
        return reject("no-such-target", target=command.target)
    wrong = fault(command, target)
    if wrong is not None:
        return wrong
    if len(state.pending) >= MOST_PENDING:
        return reject("calls-too-many", most=MOST_PENDING)
    # The moment makes it unlike those of other shows at the same receiver, the number unlike those of this one.
    call_id = f"efir-{ctx.now:x}-{state.count + 1}"
    return (Called(Call(call_id, command, target.name, ctx.now), again),)


def fault(command: Webhook | Osc, target: Target) -> Rejection | None:
    """What does not hold, whenever it is called: also asked of the show file's cues (`control.showfile`)."""
    return _webhook_fault(command, target) if isinstance(command, Webhook) else _osc_fault(command, target)


def _webhook_fault(command: Webhook, target: Target) -> Rejection | None:
    if target.webhook is None:
        return reject("target-not-webhook", target=target.name)
    if len(msgspec.json.encode(command.body)) > LARGEST_BODY:
        return reject("call-body-too-long", most=LARGEST_BODY // 1024)
    if command.method == "GET" and command.body is not None:
        return reject("call-body-of-get")
    return None


def _osc_fault(command: Osc, target: Target) -> Rejection | None:
    if target.osc is None:
        return reject("target-not-osc", target=target.name)
    for value in command.args:
        if isinstance(value, float) and not abs(value) <= OSC_FLOAT:  # also refuses NaN
            return reject("osc-number")
        if isinstance(value, int) and not -OSC_INTEGER <= value < OSC_INTEGER:
            return reject("osc-number")
        if isinstance(value, str) and (len(value) > 1000 or "\0" in value):
            return reject("text-too-long", longest=1000)
    return None


def _plain(text: str) -> str:
    """One printable line: it comes from outside."""
    line = " ".join("".join(char if char.isprintable() else " " for char in text).split())
    return line[:LONGEST_DETAIL]


def evolve(state: CallsState, event: Event) -> CallsState:
    match event:
        case Called(call=call, again=again):
            over = state.over
            if again is not None:
                over = tuple(replace(one, repeated=True) if one.id == again else one for one in over)
            return replace(state, pending={**state.pending, call.id: call}, over=over, count=state.count + 1)
        case Reported(id=call_id, ok=ok, code=code, detail=detail):
            return _over(state, (call_id,), "done" if ok else "failed", code, detail)
        case LostSight(ids=ids):
            return _over(state, ids, "unsure", "call-unsure", "")
    return state


def _over(state: CallsState, ids: tuple[CallId, ...], status: Status, code: Code | None, detail: str) -> CallsState:
    over = [replace(state.pending[one], status=status, code=code, detail=detail) for one in ids if one in state.pending]
    pending = {one: call for one, call in state.pending.items() if one not in ids}
    return replace(state, pending=pending, over=(*state.over, *over)[-KEPT:])


def inverse(before: CallsState, event: Event) -> Command | None:
    """None: nobody can call a call back."""
    return None


# --- for `control.entries`: cues that wait for their call ---


def of_cue(events: tuple[Event, ...], item: EntryId, cue: CueId) -> tuple[tuple[Event, ...], CallId | None]:
    """The events of a cue's act, with the cue written into its call, and the call's id if there is one."""
    call_id: CallId | None = None
    marked: list[Event] = []
    for event in events:
        if isinstance(event, Called):
            call_id = event.call.id
            event = replace(event, call=replace(event.call, item=item, cue=cue))
        marked.append(event)
    return tuple(marked), call_id


def ended(before: CallsState, event: Event) -> tuple[Ended, ...]:
    """The cues' calls that an event ends."""
    match event:
        case Reported(id=call_id, ok=ok, code=code, detail=detail) if call_id in before.pending:
            over = [(before.pending[call_id], ok, "" if ok else code or "call-unsure", detail)]
        case LostSight(ids=ids):
            over = [(before.pending[one], False, "call-unsure", "") for one in ids if one in before.pending]
        case _:
            return ()
    return tuple(
        Ended(call.id, Sender(call.item, call.cue), ok, code, detail)
        for call, ok, code, detail in over
        if call.item is not None and call.cue is not None
    )
