"""What the log says of the rundown."""

from control.core.log import figures
from control.core.rundown import events as happened
from control.core.rundown.plan import name_of
from control.core.types import Event

Args = dict[str, str | int | float]


def describe(event: Event) -> tuple[str, Args] | None:
    """(Fluent id, arguments); None: nothing worth a line."""
    match event:
        case happened.Went(name=name, auto=auto):
            return ("log-rundown-auto" if auto else "log-rundown-go"), {"item": name}
        case happened.Returned(name=name, left=left):
            return "log-rundown-back", {"item": name, "left": len(left)}
        case happened.MadeReady(name=name):
            return "log-rundown-ready", {"item": name}
        case happened.Stopped(name=name):
            return "log-rundown-stop", {"item": name or "blank"}
        case happened.Paused():
            return "log-rundown-pause", {}
        case happened.Resumed():
            return "log-rundown-resume", {}
        case happened.TimeAdded(ms=ms):
            return "log-rundown-time", {"ms": ms}
        case happened.TimeUp(name=name):
            return "log-rundown-up", {"item": name}
        case happened.CueMissed():
            return "log-rundown-missed", {}
        case happened.Held():
            return "log-rundown-held", {}
        case happened.WentOn():
            return "log-rundown-went-on", {}
        case happened.Armed(on=on):
            return ("log-rundown-armed" if on else "log-rundown-disarmed"), {}
        case happened.Rolling(on=on):
            return ("log-rundown-rolling" if on else "log-rundown-not-rolling"), {}
        case happened.WasReset():
            return "log-rundown-reset", {}
        case happened.Rehearsing(tempo=tempo):
            if tempo is None:
                return "log-rundown-rehearsed", {}
            return "log-rundown-rehearsing", {"rate": tempo.rate}
        case happened.Inserted(entries=entries):
            return "log-rundown-added", {"count": len(entries)}
        case happened.Written(entry=entry):
            return "log-rundown-changed", {"entry": name_of(entry)}
        case happened.Removed(ids=ids, name=name):
            return "log-rundown-removed", {"entry": name, "count": len(ids)}
        case happened.Moved(name=name):
            return "log-rundown-moved", {"entry": name}
        case happened.DelayApplied(ms=ms, entries=entries):
            # Later or earlier: the sign is a word.
            way = "earlier" if ms < 0 else "later"
            return "log-rundown-delay-applied", {"time": figures(abs(ms)), "way": way, "count": len(entries)}
        case happened.SettingsChanged():
            return "log-rundown-settings", {}
        case happened.Replaced(plan=plan):
            return "log-rundown-replaced", {"count": len(plan.order)}
        case happened.FileKept():
            return "log-rundown-file-kept", {}
        case happened.EditUndone(what=what, name=name):
            return "log-rundown-edit-undone", {"what": what, "entry": name}
        case happened.EditRedone(what=what, name=name):
            return "log-rundown-edit-redone", {"what": what, "entry": name}
    return None
