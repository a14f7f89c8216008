"""What the log says of cameras and their signals."""

from control.core import camera_acts as acts
from control.core import feeds, switches
from control.core import lending_acts as lending
from control.core.log import Args
from control.core.types import Event


def describe(event: Event) -> tuple[str, Args] | None:
    """(code, args) of the sentence; ids in args are replaced by names where it is read."""
    match event:
        case acts.Ordered():
            return _order(event.order)
        case acts.PutBackBegan():
            return "log-presets-put-back", {"camera": event.camera, "count": len(event.presets)}
        case acts.PutBackEnded():
            return _put_back_ended(event)
        case acts.Reported(ok=False, put_back=acts.Preset(name=name)):
            return "log-preset-not-put-back", {
                "camera": event.camera, "name": name, "reason": event.code or "ptz-unsure",
                "detail": event.detail or "blank",
            }  # fmt: skip
        case acts.Reported(ok=False):
            return "log-camera-failed", {
                "camera": event.camera, "reason": event.code or "ptz-unsure", "detail": event.detail or "blank"
            }  # fmt: skip
        case acts.Renamed():
            return "log-preset-renamed", {"camera": event.camera, "was": event.was, "name": event.name}
        case acts.Forgotten():
            return "log-preset-forgotten", {"camera": event.camera, "name": event.preset.name}
        case acts.Restored():
            return "log-preset-restored", {"camera": event.camera, "name": event.preset.name}
        case acts.Arranged():
            return "log-presets-arranged", {"camera": event.camera}
        case acts.Opened(locked=True):
            return "log-camera-lock", {}
        case acts.Locked(on=on):
            return ("log-camera-lock" if on else "log-camera-lock-off"), {}
        case acts.HeadChanged(phase="connected" | "away" | "refused" as phase):
            return f"log-head-{phase}", {
                "camera": event.camera, "reason": event.reason or "ptz-away", "detail": "blank"
            }  # fmt: skip
        case feeds.Used():
            return "log-feed-use", {"camera": event.camera, "use": event.use}
        case feeds.LineChanged(condition="ok" | "doubtful" | "bad" | "away" as condition):
            return f"log-feed-{condition}", {"camera": event.camera, "line": event.line, "reason": _reasons(event)}
        case switches.Switched(switch=switch, camera=camera, by_voice=by_voice):
            return ("log-switched-by-voice" if by_voice else "log-switched"), {"switch": switch, "camera": camera}
        case switches.Followed(switch=switch, on=on):
            return ("log-switch-follows" if on else "log-switch-follows-no-more"), {"switch": switch}
        case feeds.Shown(first=False):
            return "log-feed-shown", {"camera": event.camera, "showing": event.showing}
        case feeds.ProcessChanged(phase=phase) if not event.first:
            return f"log-feed-{phase}", {**event.args, "camera": event.camera, "reason": event.code or "blank"}
        case lending.Opened(first=first):
            return ("log-lent" if first else "log-lent-otherwise"), {"camera": event.camera}
        case lending.Closed():
            return "log-lent-no-more", {"camera": event.camera}
        case lending.TakenBack():
            return "log-taken-back", {"camera": event.camera}
        case lending.GivenBack():
            return "log-given-back", {"camera": event.camera}
        case lending.TurnBegan(turn=turn):
            return "log-lent-turn", {"camera": event.camera, "number": turn.guest.number}
        case lending.TurnEnded(why="skipped" | "removed"):
            return "log-lent-turn-ended", {"camera": event.camera, "number": event.guest.number}
    return None


def _put_back_ended(event: acts.PutBackEnded) -> tuple[str, Args]:
    args: Args = {"camera": event.camera, "end": event.end, "done": event.done, "all": event.all}
    if event.code is None:
        return "log-presets-put-back-ended", args
    why: Args = {"name": event.name, "reason": event.code, "detail": event.detail or "blank"}
    return "log-presets-put-back-ended-so", {**args, **why}


def _reasons(event: feeds.LineChanged) -> str:
    """Codes of all of them, a space between two."""
    if event.condition == "away":
        return f"feed-why-{event.why}" if event.why else "blank"
    return " ".join(f"feed-{fault}" for fault in event.reasons) or "blank"


def _order(order: acts.Order) -> tuple[str, Args] | None:
    camera: Args = {"camera": order.act.camera}
    name = order.preset.name if order.preset is not None else "blank"
    match order.act:
        case acts.Recall():
            return "log-preset-recalled", {**camera, "name": name}
        case acts.Store():
            return "log-preset-stored", {**camera, "name": name}
        case acts.Home():
            return "log-camera-home", camera
        case acts.Power(on=on):
            return ("log-camera-woken" if on else "log-camera-asleep"), camera
        case acts.SetFocus(mode=mode):
            return "log-camera-focus", {**camera, "mode": mode}
        case acts.SetIris(step=step):
            return "log-camera-iris", {**camera, "mode": step}
        case acts.SetWhiteBalance(mode=mode):
            return "log-camera-white", {**camera, "mode": mode}
        case acts.PutBack():
            return None  # of the whole round something is said
