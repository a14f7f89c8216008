"""What is decoded of a picture's packets while nobody needs it, and when somebody does again."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from devices.feeds.skim import MOST_BYTES, MOST_KEPT, Skim

SIZE = 1000


def decoded(stream: list[tuple[bool, bool]]) -> list[list[int]]:
    """Of packets that are key frames or not, and are needed whole or not, the numbers decoded at each of them."""
    skim: Skim[int] = Skim()
    return [skim.take(number, SIZE, key=key, whole=whole) for number, (key, whole) in enumerate(stream)]


def test_key_frames_alone_and_then_what_was_passed_over_in_one_go() -> None:
    group = [True, False, False, False]
    stream = [(key, False) for key in group * 2] + [(True, False), (False, False), (False, True), (False, True)]
    assert decoded(stream) == [[0], [], [], [], [4], [], [], [], [8], [], [9, 10], [11]]


@given(st.lists(st.tuples(st.booleans(), st.booleans()), max_size=80))
def test_the_decoder_never_misses_what_a_packet_builds_on(stream: list[tuple[bool, bool]]) -> None:
    stream = [(True, True), *stream]
    told = decoded(stream)
    flat = list(itertools.chain.from_iterable(told))
    assert flat == sorted(set(flat))
    for before, number in itertools.pairwise(flat):
        assert stream[number][0] or number == before + 1
    for number, (key, whole) in enumerate(stream):
        if key or whole:
            assert told[number][-1] == number, "what is needed is there at once"
        else:
            assert told[number] == []


def test_where_key_frames_do_not_come_all_is_decoded() -> None:
    told = decoded([(True, False)] + [(False, False)] * (MOST_KEPT + 10))
    assert told[1 : MOST_KEPT + 1] == [[]] * MOST_KEPT
    assert told[MOST_KEPT + 1] == list(range(1, MOST_KEPT + 2)), "nothing is lost"
    assert told[MOST_KEPT + 2 :] == [[number] for number in range(MOST_KEPT + 2, MOST_KEPT + 11)]


def test_what_is_kept_is_small() -> None:
    skim: Skim[int] = Skim()
    assert skim.take(0, SIZE, key=True, whole=False) == [0]
    assert skim.take(1, MOST_BYTES // 2, key=False, whole=False) == []
    assert skim.take(2, MOST_BYTES // 2, key=False, whole=False) == []
    assert skim.take(3, SIZE, key=False, whole=False) == [1, 2, 3]
    assert skim.take(4, SIZE, key=False, whole=False) == [4]
