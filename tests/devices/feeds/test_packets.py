"""H.264 without a codec: NAL units, parameter sets, and which packets go out."""

from __future__ import annotations

import itertools
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.feeds.choice import Shown
from devices.feeds.packets import DELIMITER, IDR, PPS, SPS, START, Packet, Parameters, Relay, joined, units


def unit(kind: int, body: bytes) -> bytes:
    """As an encoder makes it: no start code within, no zero at the end."""
    while b"\0\0" in body:
        body = body.replace(b"\0\0", b"\0\3\1")
    return bytes([0x60 | kind]) + body + b"\x80"


some_units = st.builds(unit, st.integers(1, 31), st.binary(max_size=40))


@given(st.lists(st.tuples(some_units, st.integers(0, 3)), max_size=12))
def test_what_is_joined_is_told_apart_again(parts: list[tuple[bytes, int]]) -> None:
    """However many zeros stand between two of them."""
    stream = b"".join(b"\0" * zeros + START + one for one, zeros in parts)
    assert list(units(stream)) == [(one[0] & 31, one) for one, _ in parts]
    assert list(units(joined(one for one, _ in parts))) == list(units(stream))


@given(st.binary(max_size=200))
def test_no_stream_is_too_bad_to_be_looked_at(data: bytes) -> None:
    for kind, one in units(data):
        assert 0 <= kind <= 31
        assert one in data


SLICE, OTHER = unit(IDR, b"picture"), unit(1, b"picture")
SETS = [unit(SPS, b"one"), unit(PPS, b"two")]
HEAD = unit(DELIMITER, b"\x10")


def test_parameter_sets_stand_before_every_key_frame() -> None:
    found = Parameters()
    assert found.before(joined([SLICE])) is None, "nobody could decode it"
    whole = joined([HEAD, *SETS, SLICE])
    assert found.before(whole) == whole, "what has them stays as it is"
    assert found.before(joined([OTHER])) is None, "called a key frame, and is none"
    assert found.before(joined([HEAD, SLICE])) == whole
    assert found.before(joined([SLICE])) == joined([*SETS, SLICE])
    newer = [unit(SPS, b"another"), unit(PPS, b"another")]
    assert found.before(joined([*newer, SLICE])) == joined([*newer, SLICE])
    assert found.before(joined([SLICE])) == joined([*newer, SLICE])
    assert Parameters(joined(SETS)).before(joined([SLICE])) == joined([*SETS, SLICE])


# --- Which packets go out

Event = Literal["main-key", "main", "backup-key", "backup", "forget", "hold", "poll"]
EVENTS: tuple[Event, ...] = (
    "main-key", "main", "main", "backup-key", "backup", "backup", "forget", "hold", "poll", "poll",
)  # fmt: skip
SHOWN: tuple[Shown, ...] = ("main", "main", "backup", "held", "slate")
PERIOD = 0.04


def slate() -> list[Packet]:
    return still("slate", 0)


def still(name: str, number: int) -> list[Packet]:
    return [Packet(b"%s %d %d" % (name.encode(), number, place), 0.0, place == 0) for place in range(3)]


def words(packets: list[Packet]) -> list[str]:
    return [bytes(packet.data).decode() for packet in packets]


class Cameras:
    """Two of them, whose packets say which group they are of and which place they have in it."""

    def __init__(self, relay: Relay) -> None:
        self._relay = relay
        self._places = {"main": (0, 0), "backup": (0, 0)}

    def give(self, name: str, *, key: bool) -> None:
        group, place = self._places[name]
        group, place = (group + 1, 0) if key else (group, place + 1)
        self._places[name] = group, place
        self._relay.take(name, Packet(b"%s %d %d" % (name.encode(), group, place), 0.0, key))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(EVENTS),
            st.sampled_from(SHOWN),
            st.floats(0, 0.1),
        ),
        max_size=150,
    )
)
def test_whatever_is_shown_the_decoder_never_misses_what_a_packet_builds_on(
    events: list[tuple[Event, Shown, float]],
) -> None:
    relay, now, out = Relay(("main", "backup"), slate(), PERIOD), 100.0, list[str]()
    cameras = Cameras(relay)
    for number, (event, shown, passed) in enumerate(events):
        now += passed
        if event == "poll":
            told = relay.next(shown, now)
            assert all(word.startswith(shown) for word in words(told))
            out += words(told)
        elif event == "forget":
            relay.forget("backup")
        elif event == "hold":
            relay.hold(still("held", number))
            out += words(relay.next("held", now))
        else:
            cameras.give(event.removesuffix("-key"), key=event.endswith("-key"))
    for before, word in itertools.pairwise(["none 0 0", *out]):
        (name, group, place), (onto, own, there) = before.split(), word.split()
        assert there == "0" or (name, group, int(place) + 1) == (onto, own, int(there)), out


def test_a_change_begins_with_the_last_key_frame_and_all_that_followed() -> None:
    relay = Relay(("main", "backup"), slate(), PERIOD)
    cameras = Cameras(relay)
    for key in (True, False, True, False, False):
        cameras.give("backup", key=key)
    assert words(relay.next("main", 1.0)) == [], "nothing has come of it"
    assert words(relay.next("backup", 1.0)) == ["backup 2 0", "backup 2 1", "backup 2 2"]
    cameras.give("backup", key=False)
    cameras.give("main", key=True)
    assert words(relay.next("backup", 1.0)) == ["backup 2 3"]
    assert words(relay.next("main", 1.0)) == ["main 1 0"]


def test_after_a_break_it_goes_on_where_it_stopped() -> None:
    relay = Relay(("main",), slate(), PERIOD)
    cameras = Cameras(relay)
    cameras.give("main", key=True)
    assert words(relay.next("main", 1.0)) == ["main 1 0"]
    assert relay.next("held", 1.1) == []
    cameras.give("main", key=False)
    assert relay.next("held", 1.2) == []
    assert words(relay.next("main", 1.3)) == ["main 1 1"]


def test_what_is_held_is_sent_again_once_it_can_be_and_then_all_begins_anew() -> None:
    relay = Relay(("main",), slate(), PERIOD)
    cameras = Cameras(relay)
    cameras.give("main", key=True)
    cameras.give("main", key=False)
    relay.next("main", 1.0)
    assert relay.next("held", 1.1) == []
    group = still("held", 1)
    told = []
    for tick in range(4):
        relay.hold(group)
        told += words(relay.next("held", 1.2 + tick * 1.01 * PERIOD))
    assert told == ["held 1 0", "held 1 1", "held 1 2", "held 1 0"]
    cameras.give("main", key=False)
    assert words(relay.next("main", 2.0)) == ["main 1 0", "main 1 1", "main 1 2"]
    assert relay.next("held", 2.1) == [], "another one stands now"


def test_what_is_forgotten_is_not_shown_again() -> None:
    relay = Relay(("main", "backup"), slate(), PERIOD)
    cameras = Cameras(relay)
    cameras.give("backup", key=True)
    relay.forget("backup")
    cameras.give("backup", key=False)
    assert relay.next("backup", 1.0) == []
    cameras.give("backup", key=True)
    assert words(relay.next("backup", 1.0)) == ["backup 2 0"]


def test_the_slate_is_sent_again_and_again_in_time() -> None:
    relay = Relay(("main",), slate(), PERIOD)
    began = relay.next("slate", 10.0)
    assert (words(began), began[0].at, began[0].key) == (["slate 0 0"], 10.0, True)
    assert relay.next("slate", 10.01) == []
    later = relay.next("slate", 10.0 + 4.5 * PERIOD)
    assert words(later) == ["slate 0 1", "slate 0 2", "slate 0 0", "slate 0 1"]
    assert [packet.at for packet in later] == pytest.approx([10.0 + place * PERIOD for place in range(1, 5)])
    assert len(relay.next("slate", 100.0)) <= 1 / PERIOD + 2, "nobody needs what nobody saw"
