"""What goes out: never a dead picture, never a flash, never against the operator's word."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from devices.feeds.choice import NOTHING, Choice, Input, Rules, Shown, Source

RULES = Rules(hold=2.0, back=3.0, back_from_slate=1.0)
TICK = 0.04
GOOD = Input(usable=True, fresh=True)
BAD = Input(usable=False, fresh=True)


class Desk:
    def __init__(self) -> None:
        self.choice, self.now = Choice(), 50.0
        self.wanted: Source = "auto"
        self.seen: list[tuple[float, Shown]] = []

    def run(self, main: Input, backup: Input, seconds: float = TICK) -> Shown:
        for _ in range(max(1, round(seconds / TICK))):
            before = self.choice.shown if self.seen else None
            self.choice = self.choice.then(self.wanted, main, backup, self.now, RULES)
            if self.choice.shown != before:
                self.seen.append((self.now, self.choice.shown))
            self.now += TICK
        return self.choice.shown

    @property
    def order(self) -> list[Shown]:
        return [shown for _, shown in self.seen]


def test_the_first_picture_is_shown_at_once() -> None:
    desk = Desk()
    desk.run(NOTHING, NOTHING, 5)
    desk.run(GOOD, NOTHING)
    assert desk.order == ["slate", "main"]


def test_without_a_backup_the_last_picture_then_the_slate_then_main() -> None:
    desk = Desk()
    desk.run(GOOD, NOTHING, 5)
    lost = desk.now
    desk.run(NOTHING, NOTHING, 5)
    desk.run(GOOD, NOTHING, 2)
    assert desk.order == ["main", "held", "slate", "main"]
    held, slate, main = (at for at, _ in desk.seen[1:])
    assert held == lost
    assert RULES.hold <= slate - held < RULES.hold + 2 * TICK
    assert RULES.back_from_slate <= main - lost - 5 < RULES.back_from_slate + 2 * TICK


def test_a_short_break_is_covered_by_the_last_picture() -> None:
    desk = Desk()
    desk.run(GOOD, NOTHING, 5)
    for _ in range(10):
        desk.run(NOTHING, NOTHING, 0.5)
        assert desk.run(GOOD, NOTHING) == "main"
    assert "slate" not in desk.order


def test_the_backup_comes_at_once_and_main_when_it_has_been_well() -> None:
    desk = Desk()
    desk.run(GOOD, GOOD, 5)
    assert desk.run(NOTHING, GOOD) == "backup"
    for _ in range(5):  # main tries and fails
        desk.run(GOOD, GOOD, 2)
        desk.run(BAD, GOOD, 1)
    assert desk.order == ["main", "backup"]
    back = desk.now
    desk.run(GOOD, GOOD, 4)
    assert desk.order == ["main", "backup", "main"]
    assert RULES.back <= desk.seen[-1][0] - back < RULES.back + 2 * TICK


def test_a_backup_that_comes_late_replaces_the_slate() -> None:
    desk = Desk()
    desk.run(GOOD, NOTHING, 1)
    desk.run(BAD, NOTHING, 3)
    desk.run(BAD, GOOD, 1)
    assert desk.order == ["main", "held", "slate", "backup"]


def test_main_returns_early_when_its_backup_dies() -> None:
    desk = Desk()
    desk.run(GOOD, GOOD, 1)
    desk.run(BAD, GOOD, 1)
    desk.run(GOOD, GOOD, 0.5)
    assert desk.run(GOOD, NOTHING) == "main"


def test_the_operators_word_holds() -> None:
    desk = Desk()
    desk.run(GOOD, GOOD, 1)
    desk.wanted = "backup"
    assert desk.run(GOOD, GOOD, 60) == "backup"
    assert desk.run(GOOD, NOTHING, 60) == "slate", "what he did not ask for never replaces it"
    assert desk.run(GOOD, GOOD) == "backup"
    desk.wanted = "main"
    assert desk.run(BAD, GOOD, 60) == "main", "he sees what he shows: a frozen picture may be meant"
    desk.wanted = "slate"
    assert desk.run(GOOD, GOOD, 60) == "slate"
    desk.wanted = "auto"
    assert desk.run(GOOD, GOOD) == "main", "it has been well all the time"


def test_nothing_held_without_a_hold() -> None:
    rules = Rules(hold=0)
    choice = Choice().then("auto", GOOD, NOTHING, 0, rules)
    assert choice.then("auto", NOTHING, NOTHING, 1, rules).shown == "slate"


inputs = st.sampled_from([NOTHING, BAD, GOOD])


@given(st.lists(st.tuples(inputs, inputs, st.floats(0.04, 5)), min_size=1, max_size=30))
def test_what_is_shown_is_always_alive(story: list[tuple[Input, Input, float]]) -> None:
    desk = Desk()
    for main, backup, seconds in story:
        shown = desk.run(main, backup, seconds)
        assert shown != "main" or main.usable
        assert shown != "backup" or backup.usable
        assert shown not in ("held", "slate") or not backup.usable
    # A held picture never stands longer than it may.
    ends = [*(at for at, _ in desk.seen[1:]), desk.now]
    for (began, shown), ended in zip(desk.seen, ends, strict=True):
        assert shown != "held" or ended - began <= RULES.hold + 2 * TICK


@given(st.lists(st.booleans(), min_size=50, max_size=400))
def test_a_flickering_main_does_not_make_the_programme_flicker(usable: list[bool]) -> None:
    """With a good backup there is at most one return in the time that main must be well for."""
    desk = Desk()
    for is_usable in usable:
        desk.run(GOOD if is_usable else BAD, GOOD, 0.2)
    returns = [at for at, shown in desk.seen[1:] if shown == "main"]
    assert all(later - earlier >= RULES.back for earlier, later in itertools.pairwise(returns))
