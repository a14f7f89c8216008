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

from control.language import LANGUAGES, Texts
from control.show import Show
from control.showfile import Fault, ShowFileFaults, read_show

EXAMPLE = Path(__file__).parents[2] / "examples" / "debate" / "show.yaml"
TEXT = EXAMPLE.read_text(encoding="utf-8")
# Without its comments: a mutation then hits something more often.
TREE = YAML(typ="safe", pure=True).load(TEXT)
PLAIN = StringIO()
YAML(typ="safe", pure=True).dump(TREE, PLAIN)

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
    text = PLAIN.getvalue()
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
    tree = copy.deepcopy(TREE)
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
