"""Ids made from names: what the server takes, what a person reads, and none twice."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from control.show import IDENTIFIER
from tests.webui.pure import call

CASES = {
    "Кофе-брейк 2": "kofe-breyk-2",
    "  Щётка & Ключ!  ": "shchetka-klyuch",
    "Объезд, подъём": "obezd-podem",
    "Café Zürich": "cafe-zurich",
    "Coffee": "coffee",
    "休憩": "timer",
    "—": "timer",
    "а" * 40: "a" * 32,
    "Перерыв после первого отделения концерта": "pereryv-posle-pervogo-otdeleniya",
}


def test_by_hand() -> None:
    assert call([("slug", "slug", name, [], "timer") for name in CASES]) == list(CASES.values())


def test_none_twice() -> None:
    assert call(
        [
            ("slug", "slug", "Кофе", ["kofe"], "timer"),
            ("slug", "slug", "Кофе", ["kofe", "kofe-2", "chay"], "timer"),
            ("slug", "slug", "?", ["timer"], "timer"),
        ]
    ) == ["kofe-2", "kofe-3", "timer-2"]


@settings(max_examples=3)
@given(st.lists(st.text(max_size=120), min_size=200, max_size=200))
def test_of_any_name_the_server_takes_it(names: list[str]) -> None:
    named = [name.encode("utf-8", "replace").decode() for name in names]
    for found in call([("slug", "slug", name, [], "timer") for name in named]):
        assert re.fullmatch(IDENTIFIER, found), found
