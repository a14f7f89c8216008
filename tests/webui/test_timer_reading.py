"""What pages and graphics read from a named timer: two kits, one table of hand-computed cases."""

from typing import Any

from tests.webui.pure import call

NOW = 1_790_000_000_000
PAGES, GRAPHICS = "timer", "../../../overlays/graphics/kit/timer"


def timer(kind: str, state: str, left: int, total: int = 420_000, **rest: Any) -> dict[str, Any]:
    clock = {"state": state, "total": total, "warnings": []}
    clock |= {"target": NOW + left} if state == "running" else {"left": left}
    return {"name": "Речь", "kind": kind, "clock": clock, "bells": [], **rest}


LEVELS: dict[str, Any] = {"warning": 60_000, "danger": 15_000}
POI: dict[str, Any] = {"protected": {"first": 60_000, "last": 60_000}}
CASES: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (timer("countdown", "idle", 420_000), {"text": "7:00", "tone": "calm", "share": 1}),
    (timer("countdown", "running", 420_000), {"text": "7:00", "next": 1_000}),
    (timer("countdown", "running", 419_999), {"text": "7:00", "next": 999}),
    (timer("countdown", "paused", 3_723_500, 4_000_000), {"text": "1:02:04", "tone": "calm"}),
    (timer("countdown", "running", 60_001, **LEVELS), {"tone": "calm", "next": 1}),
    (timer("countdown", "running", 60_000, **LEVELS), {"text": "1:00", "tone": "warning", "next": 1_000}),
    (timer("countdown", "paused", 15_000, **LEVELS), {"text": "0:15", "tone": "danger"}),
    (timer("countdown", "paused", 15_000, danger=15_000), {"tone": "danger"}),
    (timer("countdown", "running", 15_400, warning=15_100), {"text": "0:16", "tone": "calm", "next": 300}),
    (timer("countdown", "running", 0, **LEVELS), {"text": "0:00", "tone": "danger", "share": 0, "next": 1_000}),
    (timer("countdown", "running", -999), {"text": "0:00", "tone": "calm", "next": 1}),
    (timer("countdown", "running", -1_000), {"text": "+0:01", "tone": "overtime", "next": 1_000}),
    (timer("countdown", "paused", -61_500, **LEVELS), {"text": "+1:01", "tone": "overtime"}),
    # Questions: from 6:00 left down to, and not including, 1:00 left.
    (timer("countdown", "idle", 420_000, **POI), {"questions": "closed"}),
    (timer("countdown", "running", 360_001, **POI), {"questions": "closed", "next": 1}),
    (timer("countdown", "running", 360_000, **POI), {"questions": "open"}),
    (timer("countdown", "running", 60_001, **POI), {"questions": "open", "next": 1}),
    (timer("countdown", "running", 60_000, **POI), {"questions": "closed"}),
    (timer("countdown", "running", -1, **POI), {"questions": "closed"}),
    # A count-up is sent as a countdown from its limit, without a limit from nothing.
    (timer("count-up", "idle", 600_000, 600_000), {"text": "0:00", "share": 0, "tone": "calm"}),
    (timer("count-up", "running", 598_001, 600_000), {"text": "0:01", "next": 1}),
    (timer("count-up", "running", 30_000, 600_000, **LEVELS), {"text": "9:30", "tone": "warning"}),
    (timer("count-up", "running", -60_000, 600_000, **LEVELS), {"text": "11:00", "tone": "overtime", "share": 1}),
    (timer("count-up", "running", -3_600_000, 0), {"text": "1:00:00", "tone": "calm", "share": 0}),
    (timer("count-up", "running", 400, 0), {"text": "0:00", "next": 1_400}),
    (timer("time-of-day", "idle", 0, 0, at=68_400_000), {"text": "19:00", "tone": "calm"}),
    (timer("time-of-day", "idle", 330_000, 0, at=86_100_000), {"text": "00:00:30"}),
    (timer("time-of-day", "running", 600_000, 600_000, at=68_400_000), {"text": "10:00"}),
]
PHASES = {"calm": "normal", "warning": "warning", "danger": "danger", "overtime": "overtime"}


def as_expected(reading: dict[str, Any], expected: dict[str, Any]) -> dict[str, Any]:
    return {key: reading.get(key) for key in expected}


def test_the_pages_read_every_case() -> None:
    found = call([(PAGES, "readTimer", case, NOW) for case, _ in CASES])
    assert [as_expected(reading, want) for reading, (_, want) in zip(found, CASES, strict=True)] == [
        want for _, want in CASES
    ]
    standing = [reading for reading, (case, _) in zip(found, CASES, strict=True) if case["clock"]["state"] != "running"]
    assert not any("next" in reading for reading in standing)


def test_the_graphics_read_the_same() -> None:
    found = call([(GRAPHICS, "readTimer", case, case["clock"], NOW) for case, _ in CASES])
    pages = call([(PAGES, "readTimer", case, NOW) for case, _ in CASES])
    for reading in pages:
        reading["phase"] = PHASES[reading.pop("tone")]
    assert found == pages


def test_the_moment_of_the_next_change_is_the_very_moment() -> None:
    """A millisecond before `next` everything is as it was; at `next` something is another."""
    running = [(case, NOW) for case, _ in CASES if case["clock"]["state"] == "running"]
    first = call([(PAGES, "readTimer", case, now) for case, now in running])
    steps = [reading["next"] for reading in first]
    before = call([(PAGES, "readTimer", c, n + s - 1) for (c, n), s in zip(running, steps, strict=True)])
    after = call([(PAGES, "readTimer", c, n + s) for (c, n), s in zip(running, steps, strict=True)])

    def seen(reading: dict[str, Any]) -> tuple[Any, ...]:
        return reading["text"], reading["tone"], reading.get("questions")

    assert list(map(seen, before)) == list(map(seen, first))
    assert all(seen(a) != seen(b) for a, b in zip(after, first, strict=True))


def test_a_bank_is_read_by_its_id_and_the_active_one_without() -> None:
    chess = timer("banks", "idle", 0)
    banks = {"white": timer("banks", "paused", 288_000)["clock"], "black": timer("banks", "running", -2_000)["clock"]}
    del chess["clock"]
    chess |= {
        "active": "black",
        "banks": {"order": [*banks], "byId": {name: {"name": name, "clock": clock} for name, clock in banks.items()}},
    }
    white, active = call([(PAGES, "readTimer", chess, NOW, "white"), (PAGES, "readTimer", chess, NOW)])
    assert (white["text"], active["text"], active["tone"]) == ("4:48", "+0:02", "overtime")


def test_bells_ring_when_they_are_passed_and_not_when_they_are_jumped_over() -> None:
    plan: dict[str, Any] = {
        "bells": [{"left": 360_000, "strokes": 1}, {"left": 1_000, "strokes": 3}, {"left": 0, "strokes": 2}]
    }
    speech = timer("countdown", "running", 420_000, **plan)
    steps = {
        (360_500, 360_000): 1,
        (360_000, 359_000): 0,
        (361_000, 360_001): 0,
        (1_500, -200): 2,
        (400_000, 300_000): 0,
        (359_000, 361_000): 0,
    }
    assert call([(PAGES, "strokesBetween", speech, *step) for step in steps]) == list(steps.values())
