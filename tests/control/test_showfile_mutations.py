"""Whatever is done to a show file, it is read or refused with places: no other exception, no second of waiting."""

import copy
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from control.clock import zone
from control.core.rundown.plan import faults as plan_faults
from control.core.rundown.schedule import day, schedule
from control.core.rundown.written import plan_of
from control.language import LANGUAGES, Texts
from control.show import Show
from control.showfile import Fault, ShowFileFaults, read_show

EXAMPLES = Path(__file__).parents[2] / "examples"
TREES = [
    YAML(typ="safe", pure=True).load((EXAMPLES / name / "show.yaml").read_text(encoding="utf-8"))
    for name in ("debate", "conference")
]


def plain(tree: Any) -> str:
    """Without its comments: a mutation then hits something more often."""
    text = StringIO()
    YAML(typ="safe", pure=True).dump(tree, text)
    return text.getvalue()


TEXTS = [plain(tree) for tree in TREES]

Check = Callable[[bytes], None]
often = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session")
def check(tmp_path_factory: pytest.TempPathFactory) -> Check:
    path = tmp_path_factory.mktemp("mutations") / "show.yaml"
    texts = [Texts(language) for language in LANGUAGES]

    def check(data: bytes) -> None:
        path.write_bytes(data)
        lines = data.count(b"\n") + data.count(b"\r") + 3
        faults: tuple[Fault, ...] = ()
        try:
            show = read_show(path, {})
        except ShowFileFaults as found:
            faults = found.faults
        else:
            assert isinstance(show, Show)
            plan = plan_of(show)
            if plan is not None:
                assert list(plan_faults(plan)) == []
                assert schedule(plan, day(plan, "2026-03-10"), zone(show.time_zone)).keys() <= plan.entries.keys()
            return
        assert faults
        for fault in faults:
            assert 0 <= fault.line <= lines
            for words in texts:
                assert "(show-" not in fault.message(words)
                assert "{" not in fault.message(words) or "{" in str(fault.args)

    return check


@often
@given(st.data())
def test_pieces_cut_copied_and_put_in(check: Check, data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(TEXTS))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 40)))
        new = data.draw(
            st.sampled_from(
                ["", ":", "- ", "\t", "&a ", "*a", "!env X", "{", "]", '"', "'", "|", "%", "\n", "\x00", "~"]
            )
            | st.text(max_size=8)
            | st.just(text[start:end] * 2)
        )
        text = text[:start] + new + text[end:]
    check(text.encode("utf-8", errors="surrogatepass"))


@often
@given(st.binary(max_size=300))
def test_any_bytes(check: Check, data: bytes) -> None:
    check(data)


@often
@given(st.text(alphabet=st.sampled_from('ab:-[]{}?&*!|>%@`"\\#, \n\t0x~<='), max_size=120))
def test_any_mixture_of_yamls_own_signs(check: Check, text: str) -> None:
    check(text.encode())


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=5,
)


@often
@given(st.data())
def test_any_value_in_any_place(check: Check, data: st.DataObject) -> None:
    tree = copy.deepcopy(data.draw(st.sampled_from(TREES)))
    for _ in range(data.draw(st.integers(1, 3))):
        place = tree
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))
            if not keys:
                break
            key = data.draw(st.sampled_from(keys))
            inner = place[key]
            if not isinstance(inner, dict | list) or data.draw(st.integers(0, 4)) == 0:
                place[key] = data.draw(VALUES)
                break
            place = inner
    check(json.dumps(tree, ensure_ascii=False).encode("utf-8", errors="surrogatepass"))  # JSON is YAML


TIMES = st.sampled_from(["10:00", "25:30", "335:59", "00:00", "9:59:59", "10:60", "336:00", 5])
LENGTHS = st.sampled_from(["0s", "5s", "1:00", "24h", "168h", "169h", "-5s", 5])
CHANCES: dict[str, st.SearchStrategy[Any]] = {
    "start": TIMES,
    "end": TIMES,
    "time": TIMES,
    "date": st.sampled_from(["2026-03-10", "2026-02-29", "2200-12-31", "0001-01-01", "9999-12-31", "x"]),
    "duration": LENGTHS,
    "warning": LENGTHS,
    "danger": LENGTHS,
    "after": LENGTHS,
    "delay": LENGTHS,
    "target": LENGTHS,
    "count_to_end": st.booleans(),
    "at_end": st.sampled_from(["wait", "load", "play", "stop"]),
    "overrun": st.sampled_from(["absorb", "push", "compress", "stop", "wait"]),
    "when": st.sampled_from(["start", "warning", "danger", "overrun", "end", "time"]),
    "milestone": st.booleans(),
    "take": st.sampled_from(["slate", "nowhere"]),
    "volume": st.sampled_from(["speaker", "nobody"]),
    "db": st.sampled_from([-6, 30]),
    "id": st.sampled_from(["a", "b", "Ы", "take-slate"]),
    "custom": st.sampled_from([{}, {"props": "нож"}, {"prop": "нож"}]),
    "items": st.sampled_from([{}, {"inner": {"duration": "5s"}}, {"inner": {"items": {}}}]),
}
"""Keys of a rundown, with what may stand there and what may not."""


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_a_rundown_that_is_accepted_is_a_plan_without_faults(check: Check, data: st.DataObject) -> None:
    rundown = copy.deepcopy(TREES[1]["rundown"])
    entries = [*rundown["items"].values(), *rundown["items"]["morning"]["items"].values()]
    places = [rundown, *entries, *(cue for entry in entries for cue in entry.get("cues", ()))]
    for _ in range(data.draw(st.integers(1, 4))):
        place = data.draw(st.sampled_from(places))
        key = data.draw(st.sampled_from(sorted(CHANCES)))
        if key in place and data.draw(st.booleans()):
            del place[key]
        else:
            place[key] = data.draw(CHANCES[key])
    check(json.dumps({**TREES[1], "rundown": rundown}, ensure_ascii=False).encode())
