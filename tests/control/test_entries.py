"""What an entry of the journal leaves in the state and in the log; it is stored, and read again."""

from control import entries, registry
from control.clock import Instant
from control.core import program
from control.core.graphics import Played, Stopped
from control.core.program import Take, Taken
from control.core.sources import SetVolume, SoundSet
from control.core.types import GraphicId, InputId, SceneId
from control.registry import State


def test_a_state_with_something_to_undo_is_encoded_and_decoded_again() -> None:
    state = entries.record(State(), 1, Instant(1), "operator:anna", [Taken(SceneId("a"), program.CUT)])
    state = entries.record(state, 2, Instant(2), "operator:anna", [Taken(SceneId("b"), program.CUT)])
    entry = state.log.find(2)
    assert entry is not None
    assert entry.undo is not None
    assert registry.decode_command(entry.undo.encode()) == Take(SceneId("a"), over=SceneId("b"))
    assert registry.decode_state(registry.encode_state(state)) == state


def test_a_fader_drawn_is_one_line_and_one_undo() -> None:
    state, left = State(), InputId("left")
    for n in range(10):
        state = entries.record(state, n, Instant(n * 200), "operator:anna", [SoundSet(left, False, -float(n))])
    state = entries.record(state, 10, Instant(60_000), "operator:anna", [SoundSet(left, False, -20.0)])
    assert [entry.seq for entry in state.log.entries] == [9, 10]
    first = state.log.find(9)
    assert first is not None
    assert first.undo is not None
    assert registry.decode_command(first.undo.encode()) == SetVolume(left, 0.0)


def test_what_one_command_cannot_take_back_has_no_undo() -> None:
    clock, title = GraphicId("clock"), GraphicId("title")
    state = entries.record(State(), 1, Instant(1), "operator:anna", [Played(clock), Played(title)])
    both = entries.record(state, 2, Instant(2), "operator:anna", [Stopped(clock), Stopped(title)])
    one = entries.record(state, 2, Instant(2), "operator:anna", [Stopped(clock)])
    undo = [entry.undo is not None for each in (both, one) for entry in each.log.entries if entry.seq == 2]
    assert undo == [False, True]
