"""Which slices each view has, and what of the state each slice reads.

A slice is projected again only when something it reads is another object: frozen state makes that one comparison.
"""

from collections.abc import Callable
from typing import Any

import msgspec
from msgspec import Struct

from control.core.types import JudgeId
from control.registry import State
from control.show import Show
from control.views import cameras, debate, feeds, lending, marks, phone, rundown, slices, timers

Reads = tuple[object, ...]


class Slice(Struct, frozen=True):
    """`reads` gives the parts of the state that `project` depends on; `project` gives a wire struct, or what
    is JSON-ready already: that keeps the identity of its parts."""

    reads: Callable[[State], Reads]
    project: Callable[[State, Show], Struct | dict[str, Any]]


class Projection(Struct, frozen=True):
    """One view of one state: `data` is JSON-ready builtins; unaffected slices are the same objects as before."""

    data: dict[str, Any]
    reads: dict[str, Reads]


class View(Struct, frozen=True):
    slices: dict[str, Slice]
    whole: bool = False
    """The only slice *is* the view: its fields are the view's."""
    own: Callable[[State, Show, str], dict[str, Struct]] | None = None
    """Slices for one person: (state, show, the subject of the actor he is)."""
    own_reads: Callable[[State], Reads] = lambda state: ()

    def project(
        self, state: State, show: Show, previous: Projection | None, shared: dict[int, Any] | None = None
    ) -> Projection:
        """`shared`: what was already projected of this same state for other views, by slice; it is added to."""
        data: dict[str, Any] = {}
        reads: dict[str, Reads] = {}
        for name, slice_ in self.slices.items():
            now = reads[name] = slice_.reads(state)
            if previous is not None and _same(previous.reads[name], now):
                built = previous.data if self.whole else previous.data[name]
            elif shared is not None and id(slice_) in shared:
                built = shared[id(slice_)]
            else:
                made = slice_.project(state, show)
                built = msgspec.to_builtins(made) if isinstance(made, Struct) else made
                if shared is not None:
                    shared[id(slice_)] = built
            if self.whole:
                data = built
            else:
                data[name] = built
        return Projection(data, reads)

    def personal(self, state: State, show: Show, subject: str) -> dict[str, Any]:
        """JSON-ready slices that only this person gets; empty for views without such."""
        if self.own is None:
            return {}
        return {name: msgspec.to_builtins(wire) for name, wire in self.own(state, show, subject).items()}


def _same(before: Reads, now: Reads) -> bool:
    return all(a is b for a, b in zip(before, now, strict=True))


SHOW = Slice(lambda state: (), lambda state, show: slices.show(show))
DEBATE = Slice(lambda state: (state.debate,), lambda state, show: debate.debate(state.debate, show))
STUDIO = Slice(lambda state: (), lambda state, show: slices.studio(show))
PROGRAM = Slice(
    lambda state: (state.program, state.air), lambda state, show: slices.programme(state.program, state.air, show)
)
SWITCHES = Slice(lambda state: (state.switches,), lambda state, show: slices.switches(state.switches, show))
VISIBLE = Slice(lambda state: (state.sources,), lambda state, show: slices.visible(state.sources, show))
SOURCES = Slice(lambda state: (state.sources,), lambda state, show: slices.sources(state.sources, show))
CAMERAS = Slice(lambda state: (state.cameras, state.program, state.sources, state.switches, state.air), cameras.cameras)
FEEDS = Slice(lambda state: (state.feeds,), lambda state, show: feeds.feeds(state.feeds, show))
HISTORY = Slice(lambda state: (state.feeds,), lambda state, show: feeds.history(state.feeds, show))
HEALTH = Slice(lambda state: (state.health,), lambda state, show: slices.health(state.health))
STAGE = Slice(lambda state: (state.stage,), lambda state, show: slices.stage(state.stage))
PANEL_STAGE = Slice(lambda state: (state.stage,), lambda state, show: slices.stage_and_waiting(state.stage))
TIMERS = Slice(lambda state: (state.timers,), lambda state, show: timers.timers(state.timers, show))

RUNDOWN = Slice(
    lambda state: (
        state.rundown.plan,
        state.rundown.edition,
        state.rundown.undo,
        state.rundown.redo,
        state.rundown.today,
        state.rundown.zone,
    ),
    lambda state, show: rundown.rundown(state.rundown),
)
PUBLIC_RUNDOWN = Slice(
    lambda state: (state.rundown.plan, state.rundown.today, state.rundown.zone),
    lambda state, show: rundown.public(state.rundown),
)
PUBLIC_RUN = Slice(
    lambda state: (state.rundown.run, state.rundown.plan), lambda state, show: rundown.public_run(state.rundown)
)
RUN = Slice(lambda state: (state.rundown.run, state.rundown.plan), lambda state, show: rundown.run(state.rundown))

VIEWS: dict[str, View] = {
    "panel": View(
        {
            "show": SHOW,
            "studio": STUDIO,
            "program": PROGRAM,
            "sources": SOURCES,
            "feeds": FEEDS,
            "history": HISTORY,
            "switches": SWITCHES,
            "graphics": Slice(
                lambda state: (state.graphics,), lambda state, show: slices.graphics(state.graphics, show)
            ),
            "outputs": Slice(lambda state: (state.outputs,), lambda state, show: slices.outputs(state.outputs)),
            "marks": Slice(lambda state: (state.marks,), lambda state, show: marks.marks(state.marks, show)),
            "calls": Slice(lambda state: (state.calls,), lambda state, show: slices.calls(state.calls)),
            "cameras": CAMERAS,
            "lending": Slice(lambda state: (state.lending,), lambda state, show: lending.lending(state.lending, show)),
            "stage": PANEL_STAGE,
            "rundown": RUNDOWN,
            "run": RUN,
            "timers": TIMERS,
            "health": HEALTH,
            "debate": DEBATE,
            "desk": Slice(lambda state: (state.debate,), lambda state, show: debate.desk(state.debate, show)),
            "log": Slice(lambda state: (state.log,), lambda state, show: slices.log(state.log, show)),
        }
    ),
    "judge": View(
        {"show": SHOW, "debate": DEBATE},
        own=lambda state, show, judge: {"me": debate.me(state.debate, show, JudgeId(judge))},
        own_reads=lambda state: (state.debate,),
    ),
    "stage": View(
        {"show": SHOW, "debate": DEBATE, "stage": STAGE, "timers": TIMERS, "rundown": PUBLIC_RUNDOWN, "run": PUBLIC_RUN}
    ),
    "backstage": View(
        {
            "show": SHOW,
            "studio": STUDIO,
            "program": PROGRAM,
            "switches": SWITCHES,
            "visible": VISIBLE,
            "cameras": CAMERAS,
            "debate": DEBATE,
            "stage": STAGE,
            "timers": TIMERS,
            "rundown": RUNDOWN,
            "run": RUN,
        }
    ),
    "multiview": View(
        {
            "show": SHOW,
            "studio": STUDIO,
            "program": PROGRAM,
            "sources": SOURCES,
            "switches": SWITCHES,
            "feeds": FEEDS,
            "debate": DEBATE,
            "rundown": PUBLIC_RUNDOWN,
            "run": PUBLIC_RUN,
            "timers": TIMERS,
            "health": HEALTH,
        }
    ),
    "graphics": View(
        {
            "on_air": Slice(
                lambda state: (state.graphics, state.debate, state.timers),
                lambda state, show: slices.on_air(state.graphics, state.debate, state.timers, show),
            )
        },
        whole=True,
    ),
    "phone": View(
        {"show": SHOW},
        own=phone.of,
        own_reads=lambda state: (state.program, state.sources, state.switches, state.air, state.feeds),
    ),
    "lend": View(
        {"show": SHOW},
        own=lending.of,
        own_reads=lambda state: (
            state.lending,
            state.cameras,
            state.program,
            state.sources,
            state.switches,
            state.air,
        ),
    ),
}
