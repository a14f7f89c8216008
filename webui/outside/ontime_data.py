"""What Ontime's clients read whole: the plan and its columns. All of them ask again after every edit, so each answer is
made and encoded once for a plan."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from control.core.rundown.plan import Plan
from control.core.rundown.state import RundownState
from webui.outside.facts import Facts
from webui.outside.ontime_state import custom_fields, rundown_data

_encode = msgspec.json.Encoder().encode
_MADE: dict[str, Callable[[Facts], dict[str, Any]]] = {
    "rundowns/current": rundown_data,
    "custom-fields": custom_fields,
}
"""Below `/data/`."""


class Kept:
    """`facts` reads the moment when something has to be made."""

    def __init__(self, facts: Callable[[], Facts]) -> None:
        self._facts = facts
        self._plan: Plan | None = None
        self._day: tuple[int, str, str] | None = None
        self._bodies: dict[str, bytes] = {}

    def get(self, what: str, rundown: RundownState) -> bytes | None:
        """JSON; None: there is no such thing. `rundown` is the one that `facts` reads."""
        make = _MADE.get(what)
        if make is None:
            return None
        day = (rundown.edition, rundown.today, rundown.zone)
        if self._plan is not rundown.plan or self._day != day:
            self._plan, self._day, self._bodies = rundown.plan, day, {}
        if what not in self._bodies:
            self._bodies[what] = _encode(make(self._facts()))
        return self._bodies[what]
