"""Commit and reveal: docs/draws.md is the specification, and its ten lines are run here."""

import json
import re
import string
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from control.contest.draw import Draw, check, hash_of, lot_of, order_of, word_of
from control.core.types import DrawId

DOCS = Path(__file__).parents[2] / "docs" / "draws.md"
SEED = "".join(f"{byte:02x}" for byte in range(32))

seeds = st.text("0123456789abcdef", min_size=64, max_size=64)
words = st.none() | st.text(max_size=20).map(word_of)
item_lists = st.lists(
    st.text(string.ascii_lowercase + "-", min_size=1, max_size=8), min_size=1, max_size=12, unique=True
).map(tuple)


@st.composite
def draws(draw: st.DrawFn) -> Draw:
    seed, word, items = draw(seeds), draw(words), draw(item_lists)
    return Draw(
        id=DrawId("1-pairs-0"),
        kind="pairs",
        pair=None,
        items=items,
        hash=hash_of(seed),
        seed=seed,
        word=word,
        order=order_of(seed, word, items),
    )


def test_the_example_of_the_docs_is_what_we_compute() -> None:
    text = DOCS.read_text(encoding="utf-8")
    assert f"Hash `{hash_of(SEED)}`." in text
    for item in ("anna", "boris", "vera"):
        assert f"| `{item}` | `{lot_of(SEED, 'весна', item)}` |" in text
    order = order_of(SEED, "весна", ("anna", "boris", "vera"))
    assert "Order: " + ", ".join(f"`{item}`" for item in order) + "." in text


@pytest.mark.parametrize("word", [None, "весна"])
@pytest.mark.parametrize("forged", [False, True])
def test_the_ten_lines_of_the_docs_check_a_draw(
    word: str | None, forged: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = re.search(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    items = ["anna", "boris", "vera"]
    record: dict[str, Any] = {
        "items": items,
        "hash": hash_of(SEED),
        "seed": SEED,
        "order": list(order_of(SEED, word, items)),
    }
    if word is not None:
        record["word"] = word
    if forged:
        record["order"].reverse()
        record["hash"] = hash_of("0" * 64)
    (tmp_path / "draw.json").write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    with_closed_file = found[1].replace("json.load(open(", "_load(open(")
    names["_load"] = _load
    exec(with_closed_file, names)  # our own document
    said = capsys.readouterr().out
    assert said.count("WRONG") == (2 if forged else 0)
    assert said.count("right") == (0 if forged else 2)


def _load(file: Any) -> Any:
    """`json.load` that closes the file: the docs' script ends at once, a test run does not."""
    with file:
        return json.load(file)


@given(draws())
def test_an_honest_draw_checks_and_is_a_permutation(draw: Draw) -> None:
    assert check(draw)
    assert draw.order is not None
    assert sorted(draw.order) == sorted(draw.items)


@given(seeds, words, item_lists, st.randoms())
def test_the_order_does_not_depend_on_the_listing(seed: str, word: str | None, items: tuple[str, ...], r: Any) -> None:
    shuffled = list(items)
    r.shuffle(shuffled)
    assert order_of(seed, word, shuffled) == order_of(seed, word, items)


def flipped(digits: str, place: int) -> str:
    """Another digit in one place."""
    other = format((int(digits[place], 16) + 1) % 16, "x")
    return digits[:place] + other + digits[place + 1 :]


@given(draws(), st.data())
def test_flipping_anything_in_a_draw_is_found(draw: Draw, data: st.DataObject) -> None:
    assert draw.seed is not None
    assert draw.order is not None
    assert draw.hash is not None
    place = data.draw(st.integers(0, 63))
    assert not check(replace(draw, seed=flipped(draw.seed, place)))
    assert not check(replace(draw, hash=flipped(draw.hash, place)))
    other = data.draw(st.permutations(draw.order).map(tuple))
    assert check(replace(draw, order=other)) == (other == draw.order)
    assert not check(replace(draw, order=draw.order[:-1]))
    assert not check(replace(draw, order=(*draw.order, draw.order[0])))
    assert not check(replace(draw, items=(*draw.items, "zzzzzzzzz")))
    assert not check(replace(draw, items=draw.items[1:]))


@given(seeds, st.text(string.ascii_letters, min_size=1, max_size=20))
def test_another_word_is_another_lot(seed: str, word: str) -> None:
    assert lot_of(seed, word, "anna") != lot_of(seed, "", "anna")


@pytest.mark.parametrize(
    "said, word",
    [
        (None, None),
        ("", None),
        (" \n ", None),
        ("  две   весны\n", "две весны"),
        ("й", "й"),  # NFD → NFC
    ],
)
def test_a_word_enters_in_one_form(said: str | None, word: str | None) -> None:
    assert word_of(said) == word


def test_a_draw_that_is_not_revealed_claims_nothing() -> None:
    draw = Draw(id=DrawId("1-pairs-0"), kind="pairs", pair=None, items=("a", "b"), hash=hash_of(SEED))
    assert draw.pending
    assert not check(draw)


@pytest.mark.parametrize(
    "order, sound",
    [(("b",), True), (("b", "a"), True), (("b", "b"), False), (("c",), False), ((), False)],
)
def test_a_physical_draw_names_its_items_once(order: tuple[str, ...], sound: bool) -> None:
    draw = Draw(id=DrawId("1-topic-0"), kind="topic", pair=None, items=("a", "b"), hash=None, order=order)
    assert draw.manual
    assert check(draw) is sound


@pytest.mark.parametrize("seed", ["", "0" * 63, "0" * 65, "G" * 64, "A" * 64])
def test_a_seed_of_another_form_is_refused_even_if_it_hashes(seed: str) -> None:
    order = order_of(seed, None, ("a", "b"))
    draw = Draw(
        id=DrawId("1-pairs-0"), kind="pairs", pair=None, items=("a", "b"), hash=hash_of(seed), seed=seed, order=order
    )
    assert not check(draw)
