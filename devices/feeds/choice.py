"""What goes out to OBS: main, its last picture, the slate, or the backup. Pure: `now` is monotonic seconds."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Source = Literal["auto", "main", "backup", "slate"]
"""What the operator asks for; `auto` leaves it to the health of the inputs."""
Shown = Literal["main", "held", "slate", "backup"]

Wait = Annotated[float, Meta(ge=0, le=600)]


class Rules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Seconds."""

    hold: Wait = 2.0
    """The last picture stands so long before the slate comes. A backup does not wait for it."""
    back: Wait = 3.0
    """Main must be well for so long before it takes over from its backup."""
    back_from_slate: Wait = 1.0
    """The same from the slate, so that it is no flash."""


class Input(Struct, frozen=True):
    """`usable`: its picture is fresh and its health not bad. `fresh`: pictures come, whatever its health."""

    usable: bool
    fresh: bool


NOTHING = Input(usable=False, fresh=False)


class Choice(Struct, frozen=True):
    shown: Shown = "slate"
    since: float | None = None
    """When `shown` began; None: nothing has been chosen yet."""
    ever: bool = False
    """A picture of an input has been out: until then there is nothing to protect from a flash."""
    usable_since: float | None = None
    """Since when main has been usable without a break."""

    def then(self, wanted: Source, main: Input, backup: Input, now: float, rules: Rules) -> Choice:
        """`wanted` is the operator's word and holds until he takes it back; what he asked for and what is not there
        is held, then covered by the slate, but never replaced by what he did not ask for."""
        usable_since = None if not main.usable else now if self.usable_since is None else self.usable_since
        if wanted == "slate":
            return self._go("slate", now, usable_since)
        if wanted == "main":
            return self._go("main", now, usable_since) if main.fresh else self._lost(now, usable_since, rules)
        if wanted == "backup":
            return self._go("backup", now, usable_since) if backup.fresh else self._lost(now, usable_since, rules)
        return self._auto(backup, now, usable_since, rules)

    def _auto(self, backup: Input, now: float, usable_since: float | None, rules: Rules) -> Choice:
        if usable_since is not None and now - usable_since >= self._patience(backup, rules):
            return self._go("main", now, usable_since)
        if backup.usable:
            return self._go("backup", now, usable_since)
        return self._lost(now, usable_since, rules)

    def _patience(self, backup: Input, rules: Rules) -> float:
        match self.shown:
            case "backup" if backup.usable:
                return rules.back
            case "slate" if self.ever:
                return rules.back_from_slate
            case _:
                return 0.0

    def _lost(self, now: float, usable_since: float | None, rules: Rules) -> Choice:
        """Nothing to show: the last picture, then the slate."""
        if self.shown == "slate":
            return self._go("slate", now, usable_since)
        if self.shown == "held" and self.since is not None:
            return self._go("held" if now - self.since < rules.hold else "slate", now, usable_since)
        return self._go("held" if rules.hold else "slate", now, usable_since)

    def _go(self, shown: Shown, now: float, usable_since: float | None) -> Choice:
        since = now if shown != self.shown or self.since is None else self.since
        return Choice(shown, since, self.ever or shown in ("main", "backup"), usable_since)
