"""Merge patches are exact for what views are: objects in which nothing is null."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from webui.merge import Differ, apply, diff

_scalars = st.booleans() | st.integers(-5, 5) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=3)
_keys = st.sampled_from(["a", "b", "c", "d"])
_values = st.recursive(
    _scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_keys, inner, max_size=4), max_leaves=12
)
objects = st.dictionaries(_keys, _values, max_size=4)


def text(value: Any) -> str:
    """JSON, in which True is not 1."""
    return json.dumps(value, sort_keys=True)


@given(objects, objects)
def test_the_patch_leads_from_one_view_to_the_other(before: dict[str, Any], after: dict[str, Any]) -> None:
    patch = diff(before, after)
    if "1.0" not in text([before, after]):  # 1 and 1.0 are one number in JSON
        assert json.loads(text(apply(patch, before))) == json.loads(text(after))
    assert apply(patch, before) == after
    assert apply(patch, apply(patch, before)) == after, "applying it twice is harmless"


@given(objects)
def test_no_change_is_no_patch(view: dict[str, Any]) -> None:
    assert diff(view, json.loads(json.dumps(view))) == {}


@given(objects, objects)
def test_neither_side_is_changed(before: dict[str, Any], after: dict[str, Any]) -> None:
    texts = text(before), text(after)
    apply(diff(before, after), before)
    assert (text(before), text(after)) == texts


def test_true_is_not_one() -> None:
    assert diff({"a": 1, "b": [True]}, {"a": True, "b": [1]}) == {"a": True, "b": [1]}


def test_only_what_changed_is_in_the_patch() -> None:
    same = {"deep": [1, 2]}
    before = {"kept": same, "by_id": {"x": {"n": 1, "m": 2}, "gone": {"n": 3}}}
    after = {"kept": same, "by_id": {"x": {"n": 1, "m": 4}, "new": {"n": 5}}}
    assert diff(before, after) == {"by_id": {"gone": None, "x": {"m": 4}, "new": {"n": 5}}}
    assert apply(diff(before, after), before)["kept"] is same


@given(objects, objects, objects, objects)
def test_views_that_share_slices_get_the_same_patches_as_alone(
    old: dict[str, Any], new: dict[str, Any], before: dict[str, Any], after: dict[str, Any]
) -> None:
    """Also where two views have the same new slice but not the same old one, and where a slice is new or gone."""
    differ = Differ()
    for one, other in (
        ({**before, "shared": old}, {**after, "shared": new}),
        ({**after, "shared": old}, {**before, "shared": new}),
        ({**before, "shared": before}, {**after, "shared": new}),
        (before, {**after, "shared": new}),
        ({**before, "shared": old}, after),
    ):
        assert text(differ.diff(one, other)) == text(diff(one, other))
