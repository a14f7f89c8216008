"""The pair on stage: idle → prepare → debate → judging → result, its clock, and the reveal (5.8.1.2.3, 5.8.1.3)."""

from msgspec.structs import replace

from control.clock import Duration, Instant
from control.contest.commands import Add, Back, Due, Next, Pause, Restart, Resume, Reveal, Select, StageCommand, Start
from control.contest.events import (
    Added,
    Entered,
    Paused,
    Restarted,
    Resumed,
    Revealed,
    Selected,
    Started,
    TimeUp,
)
from control.contest.lots import with_pair
from control.contest.rulebook import ClockPhase, Phase, length_of
from control.contest.standings import totals_of
from control.contest.state import (
    DebateState,
    Pair,
    clock,
    counted,
    missing,
    next_pair,
    on_stage,
    pair_of,
    panel_of,
    pending_draw,
)
from control.core.context import Context
from control.core.countdown import Timer
from control.core.types import Command, Decision, Event, PairId
from control.errors import Rejection, reject
from control.show import Rules

LONGEST_STEP = Duration(600_000)
"""What one `debate.add` may add or take away."""
LONGEST_CLOCK = Duration(3_600_000)
"""A clock is never added to beyond an hour, or taken from beyond an hour of overtime."""

FORWARD: dict[Phase, Phase] = {"idle": "prepare", "prepare": "debate", "debate": "judging"}
BACKWARD: dict[Phase, Phase] = {later: earlier for earlier, later in FORWARD.items()}


# --- decisions ---


def moved_on(state: DebateState, command: StageCommand) -> bool:
    return command.pair not in (None, state.pair) or command.phase not in (None, state.phase)


def select(state: DebateState, pair_id: PairId) -> Decision:
    pair = pair_of(state, pair_id)
    if pair is None:
        return reject("no-such-pair")
    if state.pair == pair.id:
        return ()
    if state.phase not in ("idle", "result"):
        return reject("debate-under-way")
    return (Selected(pair.id),)


def go_on(state: DebateState, command: Next, ctx: Context) -> Decision:
    if moved_on(state, command):
        return reject("stage-moved-on")
    pair = on_stage(state)
    if pair is None or state.phase == "result":
        coming = next_pair(state)
        if coming is None:
            return reject("contest-finished" if state.pairs else "pairs-not-drawn")
        return (Selected(coming.id),)
    if state.phase == "judging":
        return reject("reveal-first")
    if state.phase == "idle" and (not_ready := _not_ready(state, pair)):
        return not_ready
    return (Entered(pair.id, FORWARD[state.phase], ctx.now),)


def _not_ready(state: DebateState, pair: Pair) -> Rejection | None:
    """Why the pair cannot begin (clause 5.8.1.2.2: topic and positions come first)."""
    if len(pair.debaters) < 2:
        return reject("opponent-not-drawn")
    if pair.topic is None:
        return reject("topic-not-drawn")
    pending = pending_draw(state)
    if pending is not None and pending.pair == pair.id:
        return reject("draw-pending")
    return reject("positions-not-settled") if pair.first is None else None


def go_back(state: DebateState, command: Back, ctx: Context) -> Decision:
    if moved_on(state, command):
        return reject("stage-moved-on")
    if state.phase == "result":
        return reject("already-revealed")
    pair = on_stage(state)
    if pair is None or state.phase not in BACKWARD:
        return reject("nothing-before")
    return (Entered(pair.id, BACKWARD[state.phase], ctx.now),)


def clock_phase(state: DebateState) -> ClockPhase | None:
    """The phase whose clock can be worked now."""
    return state.phase if state.phase in ("prepare", "debate") else None


def run_clock(state: DebateState, command: Start | Pause | Resume | Restart | Add | Due, ctx: Context) -> Decision:
    if not isinstance(command, Due) and moved_on(state, command):
        return reject("stage-moved-on")
    pair, phase = on_stage(state), clock_phase(state)
    if pair is None or phase is None:
        return () if isinstance(command, Due) else reject("no-clock")
    timer = clock(state)
    match command:
        case Start() if timer.state == "idle":
            return (Started(pair.id, phase, ctx.now),)
        case Start() | Resume() if timer.state == "paused":
            return (Resumed(ctx.now),)
        case Pause() if timer.state == "running":
            return (Paused(ctx.now),)
        case Pause() | Resume() if timer.state == "idle":
            return reject("clock-not-started")
        case Restart() if timer != timer.reset():
            return (Restarted(phase),)
        case Add(ms=ms):
            return _add(timer, ms, ctx.now)
        case Due() if is_due(state, timer, phase, ctx.now):
            return (TimeUp(pair.id, phase, ctx.now),)
    return ()


def _add(timer: Timer, ms: Duration, now: Instant) -> Decision:
    if abs(ms) > LONGEST_STEP:
        return reject("add-too-much", minutes=LONGEST_STEP // 60_000)
    left = timer.left(now) + ms
    if (ms > 0 and left > LONGEST_CLOCK) or (ms < 0 and left < -LONGEST_CLOCK):
        return reject("clock-too-far", minutes=LONGEST_CLOCK // 60_000)
    return (Added(ms, now),) if ms else ()


def is_due(state: DebateState, timer: Timer, phase: ClockPhase, now: Instant) -> bool:
    return timer.state == "running" and phase not in state.rung and timer.left(now) <= 0


def due_at(state: DebateState) -> Instant | None:
    """When the running clock reaches zero for the first time."""
    phase = clock_phase(state)
    return clock(state).target if phase is not None and phase not in state.rung else None


def reveal(state: DebateState, command: Reveal, ctx: Context) -> Decision:
    if command.pair not in (None, state.pair):
        return reject("stage-moved-on")
    pair = on_stage(state)
    if pair is None or state.rules is None:
        return reject("no-pair-selected")
    if pair.revealed:
        return ()
    if state.phase != "judging":
        return reject("nothing-to-reveal")
    least = state.rules.min_judges
    able = len(panel_of(state, pair))
    if able < least:
        return reject("too-few-judges", able=able, least=least)
    absent = len(missing(state, pair))
    if absent and not command.missing_ok:
        return reject("ballots-missing", missing=absent)
    ballots = counted(state, pair)
    if len(ballots) < least:
        return reject("too-few-ballots", received=len(ballots), least=least)
    totals = totals_of(pair.debaters, (ballot.scores for ballot in ballots.values()))
    return (Revealed(pair.id, totals, ctx.now),)


# --- what they change ---


def with_rules(state: DebateState, rules: Rules) -> DebateState:
    """Clocks nobody has touched take the new lengths; the others keep what they show until they are restarted."""

    def set_to(timer: Timer, total: Duration) -> Timer:
        return Timer.of(total) if timer == timer.reset() else replace(timer, total=total)

    return replace(
        state,
        rules=rules,
        prepare=set_to(state.prepare, length_of("prepare", rules)),
        debate=set_to(state.debate, length_of("debate", rules)),
    )


def selected(state: DebateState, event: Selected) -> DebateState:
    pair = pair_of(state, event.pair)
    if pair is None:
        return state
    return replace(
        state,
        pair=pair.id,
        phase="result" if pair.revealed else "idle",
        prepare=state.prepare.reset(),
        debate=state.debate.reset(),
        rung=frozenset(),
    )


def entered(state: DebateState, event: Entered) -> DebateState:
    """Leaving a phase stops its clock; coming back finds it as it was left."""
    return replace(
        state,
        phase=event.phase,
        prepare=state.prepare.pause(event.at),
        debate=state.debate.pause(event.at),
    )


def clock_ran(state: DebateState, event: Started | Paused | Resumed | Restarted | Added | TimeUp) -> DebateState:
    phase = clock_phase(state)
    if phase is None:
        return state
    timer, rung = clock(state), state.rung
    match event:
        case Started(at=at) | Resumed(at=at):
            timer = timer.start(at)
        case Paused(at=at):
            timer = timer.pause(at)
        case Restarted():
            timer, rung = timer.reset(), rung - {phase}
        case Added(ms=ms, at=at):
            timer = timer.add(ms)
            rung = rung - {phase} if timer.left(at) > 0 else rung
        case TimeUp():
            rung = rung | {phase}
    clocks = replace(state, prepare=timer) if phase == "prepare" else replace(state, debate=timer)
    return replace(clocks, rung=rung)


def revealed(state: DebateState, event: Revealed) -> DebateState:
    pair = pair_of(state, event.pair)
    if pair is None:
        return state
    return replace(with_pair(state, replace(pair, revealed=True)), phase="result")


# --- what undoes them ---


def inverse(before: DebateState, event: Event) -> Command | None:
    """Phases keep their clocks, so a step either way loses nothing. What is undone late touches no other debate."""
    pair, phase = before.pair, before.phase
    match event:
        case Entered(pair=pair, phase=phase):
            forward = FORWARD.get(before.phase) == phase
            return Back(pair=pair, phase=phase) if forward else Next(pair=pair, phase=phase)
        case Started() | Resumed():
            return Pause(pair=pair, phase=phase)
        case Paused():
            return Resume(pair=pair, phase=phase)
        case Added(ms=ms):
            return Add(pair=pair, phase=phase, ms=Duration(-ms))
        case Selected():
            untouched = before.prepare == before.prepare.reset() and before.debate == before.debate.reset()
            loses_nothing = untouched or before.phase == "result"
            return Select(pair) if pair is not None and loses_nothing else None
    return None
