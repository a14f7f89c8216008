"""What happened, who did it, and what can be taken back.

Not a module of its own events: it folds every entry of the journal, so the log is as durable as the state.
"""

from msgspec import Struct
from msgspec.structs import replace

from control.clock import Instant
from control.core import calls, graphics, health, marks, outputs, program, sources, stage, timer_acts, visits
from control.core.types import Command, Event

KEPT = 100
Args = dict[str, str | int | float]


class LogEntry(Struct, frozen=True):
    seq: int
    at: Instant
    actor: str
    code: str
    """Fluent message id: `log-…`."""
    args: Args
    undo: str | None = None
    """The inverse command as JSON; absent: cannot be taken back."""
    undone: bool = False


class LogState(Struct, frozen=True):
    entries: tuple[LogEntry, ...] = ()

    def find(self, seq: int) -> LogEntry | None:
        return next((entry for entry in reversed(self.entries) if entry.seq == seq), None)


class Undo(Command, frozen=True, tag="log.undo"):
    """Does the inverse of the entry `seq`; refused when it has none, was undone, or the world moved on."""

    seq: int


class Undone(Event, frozen=True, tag="log.undone"):
    seq: int


TOGETHER = 5_000
"""Milliseconds: movements of one fader this close are one line, and one undo takes all of them back."""


def add(state: LogState, entry: LogEntry) -> LogState:
    last = state.entries[-1] if state.entries else None
    if last is not None and _same_movement(last, entry):
        return LogState((*state.entries[:-1], replace(entry, undo=last.undo)))
    return LogState((*state.entries, entry)[-KEPT:])


def _same_movement(last: LogEntry, entry: LogEntry) -> bool:
    return (
        entry.code == last.code == "log-sound"
        and entry.actor == last.actor
        and entry.args["input"] == last.args["input"]
        and entry.at - last.at <= TOGETHER
        and not last.undone
    )


def mark_undone(state: LogState, seq: int) -> LogState:
    return LogState(tuple(replace(e, undone=True) if e.seq == seq else e for e in state.entries))


def _second(event: stage.SecondSet) -> tuple[str, Args]:
    second = event.second
    if event.quiet:
        return "log-second-kept", {"text": second.text or "blank"}
    if second.timer is not None:
        return "log-second-timer", {"timer": second.timer}
    return ("log-second-text", {"text": second.text or "blank"}) if second.source == "text" else ("log-second-off", {})


def figures(ms: int) -> str:
    """A length of time without its sign: 0:10, 2:30, 1:05:00."""
    minutes, seconds = divmod(abs(ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def describe(event: Event) -> tuple[str, Args] | None:
    """(code, args) of the sentence for an event of the core; ids in args are replaced by names where it is read."""
    match event:
        case program.Taken(panic=True):
            return "log-panic", {"scene": event.scene}
        case program.Taken(by_hand=True):
            return "log-taken-in-obs", {"scene": event.scene}
        case program.Taken():
            return "log-taken", {"scene": event.scene, "transition": event.transition.kind}
        case program.Left():
            return "log-foreign-scene", {"name": event.foreign}
        case program.TransitionChosen():
            return "log-transition", {"transition": event.transition.kind, "ms": event.transition.duration}
        case sources.ItemShown():
            code = "log-item-shown" if event.visible else "log-item-hidden"
            return code, {"scene": event.scene, "item": event.item}
        case sources.SoundSet():
            return ("log-muted", {"input": event.input}) if event.muted else (
                "log-sound", {"input": event.input, "volume": round(event.volume, 1)}
            )  # fmt: skip
        case sources.Faded():
            return "log-fade", {
                "input": event.input, "volume": round(event.volume, 1), "seconds": round(event.duration / 1000, 1)
            }  # fmt: skip
        case graphics.Played():
            return "log-graphic-on", {"graphic": event.graphic}
        case graphics.Stopped():
            return "log-graphic-off", {"graphic": event.graphic}
        case graphics.Stepped():
            return "log-graphic-step", {"graphic": event.graphic, "step": event.step + 1}
        case graphics.Cleared():
            return "log-graphics-cleared", {"count": len(event.graphics)}
        case graphics.Restored():
            return "log-graphics-restored", {"count": len(event.graphics)}
        case graphics.Updated():
            return "log-graphic-updated", {"graphic": event.graphic}
        case outputs.OutputWanted():
            return ("log-output-start" if event.on else "log-output-stop"), {"output": event.output.value}
        case outputs.OutputObserved():
            return f"log-output-{event.actual.value}", {"output": event.output.value, "detail": event.detail or "blank"}
        case marks.Marked():
            return "log-marked", {"text": event.marker.text or "blank"}
        case marks.Unmarked():
            return "log-unmarked", {"text": event.text or "blank"}
        case marks.ChapterRefused():
            return "log-chapter-refused", {"text": event.text or "blank"}
        case calls.Called(again=again):
            return "log-called" if again is None else "log-called-again", {"target": event.call.name}
        case calls.Reported(ok=False):
            return "log-call-failed", {
                "target": event.name, "reason": event.code or "call-unsure", "detail": event.detail or "blank"
            }  # fmt: skip
        case calls.LostSight():
            return "log-calls-unsure", {"count": len(event.ids)}
        case stage.Said():
            return "log-said", {"text": event.message.text}
        case stage.Hushed():
            return "log-hushed", {}
        case stage.BlackedOut(on=on):
            return ("log-blackout" if on else "log-blackout-over"), {}
        case stage.SecondSet():
            return _second(event)
        case stage.Acknowledged():
            return "log-acknowledged", {"text": event.text}
        case timer_acts.Added() | timer_acts.Changed():
            code = "log-timer-added" if isinstance(event, timer_acts.Added) else "log-timer-changed"
            return code, {"timer": event.timer.id}
        case timer_acts.Removed():
            return "log-timer-removed", {"name": event.name}
        case timer_acts.Started():
            return "log-timer-started", {"timer": event.timer, "bank": event.bank or "blank"}
        case timer_acts.Paused():
            return "log-timer-paused", {"timer": event.timer}
        case timer_acts.Switched():
            return "log-timer-switched", {"timer": event.timer, "bank": event.bank}
        case timer_acts.Put():
            return "log-timer-set", {"timer": event.timer, "bank": event.bank or "blank", "time": figures(event.ms)}
        case timer_acts.Adjusted():
            time = ("+" if event.ms > 0 else "−") + figures(event.ms)
            return "log-timer-adjusted", {"timer": event.timer, "bank": event.bank or "blank", "time": time}
        case timer_acts.Restarted():
            return "log-timer-reset", {"timer": event.timer}
        case timer_acts.Restored():
            return "log-timer-restored", {"timer": event.timer}
        case timer_acts.Up():
            return "log-timer-up", {"timer": event.timer, "bank": event.bank or "blank"}
        case health.LinkChanged():
            code = f"log-{event.kind}-{event.phase}"
            return code, {"version": event.version, "reason": event.reason}
        case visits.Noted():
            return f"log-link-{event.what}", {
                "link": event.link,
                "role": event.role,
                "subject": event.subject,
            }
        case Undone():
            return "log-undone", {"seq": event.seq}
    return None
