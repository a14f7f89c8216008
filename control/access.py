"""Who may do what and see what: one table of commands, one of views. Tested as a full matrix."""

from collections.abc import Mapping

from control import registry
from control.core.types import Command, Role

_CREW = frozenset({Role.OWNER, Role.OPERATOR})
_SYSTEM = frozenset({Role.SYSTEM})
_JUDGE = frozenset({Role.JUDGE})
_GUEST = frozenset({Role.GUEST})

_BY_TAG: Mapping[str, frozenset[Role]] = {
    "program.preview": _CREW,
    "program.take": _CREW,
    "program.panic": _CREW,
    "program.transition": _CREW,
    "program.observe": _SYSTEM,
    "sources.item": _CREW,
    "sources.mute": _CREW,
    "sources.volume": _CREW,
    "sources.fade": _CREW,
    "sources.observe-item": _SYSTEM,
    "sources.observe-sound": _SYSTEM,
    "air.settle": _SYSTEM,
    "cameras.recall": _CREW,
    "cameras.store": _CREW,
    "cameras.home": _CREW,
    "cameras.put-back": _CREW,
    "cameras.power": _CREW,
    "cameras.focus": _CREW,
    "cameras.iris": _CREW,
    "cameras.white-balance": _CREW,
    "cameras.rename": _CREW,
    "cameras.arrange": _CREW,
    "cameras.forget": _CREW,
    "cameras.restore": _SYSTEM,
    "cameras.lock": _CREW,
    "cameras.open": _SYSTEM,
    "cameras.report": _SYSTEM,
    "cameras.observe-head": _SYSTEM,
    "lending.open": _CREW,
    "lending.close": _CREW,
    "lending.take-back": _CREW,
    "lending.give-back": _CREW,
    "lending.skip": _CREW,
    "lending.remove": _CREW,
    "lending.join": _GUEST,
    "lending.leave": _GUEST,
    "lending.recall": _GUEST,
    "lending.gone": _SYSTEM,
    "lending.due": _SYSTEM,
    "feeds.use": _CREW,
    "feeds.observe-line": _SYSTEM,
    "feeds.observe-showing": _SYSTEM,
    "feeds.observe-process": _SYSTEM,
    "switches.switch": _CREW,
    "switches.follow": _CREW,
    "switches.speaker": _SYSTEM,
    "graphics.play": _CREW,
    "graphics.stop": _CREW,
    "graphics.step": _CREW,
    "graphics.update": _CREW,
    "graphics.clear": _CREW,
    "graphics.restore": _CREW,
    "outputs.set": _CREW,
    "outputs.observe": _SYSTEM,
    "stage.say": _CREW,
    "stage.hush": _CREW,
    "stage.blackout": _CREW,
    "stage.second": _CREW,
    "stage.acknowledge": _CREW | {Role.STAGE},
    "marks.mark": _CREW,
    "marks.unmark": _CREW,
    "marks.no-chapter": _SYSTEM,
    "calls.webhook": _CREW,
    "calls.osc": _CREW,
    "calls.again": _CREW,
    "calls.report": _SYSTEM,
    "calls.open": _SYSTEM,
    "timers.add": _CREW,
    "timers.change": _CREW,
    "timers.remove": _CREW,
    "timers.start": _CREW,
    "timers.pause": _CREW,
    "timers.reset": _CREW,
    "timers.set": _CREW,
    "timers.adjust": _CREW,
    "timers.switch": _CREW,
    "timers.restore": _SYSTEM,
    "timers.due": _SYSTEM,
    "health.observe-obs": _SYSTEM,
    "access.note": _SYSTEM,
    "rundown.insert": _CREW,
    "rundown.put": _CREW,
    "rundown.remove": _CREW,
    "rundown.move": _CREW,
    "rundown.apply-delay": _CREW,
    "rundown.settings": _CREW,
    "rundown.replace": _CREW,
    "rundown.undo": _CREW,
    "rundown.redo": _CREW,
    "rundown.go": _CREW,
    "rundown.back": _CREW,
    "rundown.load": _CREW,
    "rundown.choose": _CREW,
    "rundown.pause": _CREW,
    "rundown.resume": _CREW,
    "rundown.add-time": _CREW,
    "rundown.stop": _CREW,
    "rundown.arm": _CREW,
    "rundown.roll": _CREW,
    "rundown.offset": _CREW,
    "rundown.fire": _CREW,
    "rundown.answer": _CREW,
    "rundown.go-on": _CREW,
    "rundown.reset": _CREW,
    "rundown.rehearse": _CREW,
    "rundown.open": _SYSTEM,
    "rundown.due": _SYSTEM,
    "contest.open": _SYSTEM,
    "draw.commit": _CREW,
    "draw.reveal": _CREW,
    "draw.record": _CREW,
    "debate.select": _CREW,
    "debate.agree": _CREW,
    "debate.topic": _CREW,
    "debate.next": _CREW,
    "debate.back": _CREW,
    "debate.start": _CREW,
    "debate.pause": _CREW,
    "debate.resume": _CREW,
    "debate.restart": _CREW,
    "debate.add": _CREW,
    "debate.reveal": _CREW,
    "debate.bells": _CREW,
    "debate.due": _SYSTEM,
    "ballot.cast": _JUDGE,
    "log.undo": _CREW,
}

COMMAND_ROLES: Mapping[type[Command], frozenset[Role]] = {
    kind: _BY_TAG[registry.tag_of(kind)] for kind in registry.COMMAND_TYPES
}
"""Every command is in the table, or the import fails: nothing is allowed by being forgotten."""

VIEW_ROLES: Mapping[str, frozenset[Role]] = {
    "panel": _CREW,
    "judge": _JUDGE,
    "stage": _CREW | {Role.STAGE},
    "backstage": _CREW | {Role.BACKSTAGE},
    "multiview": _CREW | {Role.BACKSTAGE},
    "graphics": _CREW | {Role.GRAPHICS},
    "phone": frozenset({Role.PHONE}),
    "lend": _GUEST,
}

MOVES_CAMERAS = _CREW
"""Whose hand may be on a joystick (`control.hands`)."""

BORROWS_CAMERAS = _GUEST
"""Whose hand may be on it while the camera is lent to him (`control.core.lending`)."""

MANAGES_LINKS = _CREW
MANAGES_PEOPLE = frozenset({Role.OWNER})


def may(role: Role, command: type[Command]) -> bool:
    return role in COMMAND_ROLES[command]


def may_view(role: Role, view: str) -> bool:
    return role in VIEW_ROLES.get(view, frozenset())
