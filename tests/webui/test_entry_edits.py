"""Edits of one entry of the rundown: quick ones of one's own build on each other, others' are never overwritten."""

from __future__ import annotations

from typing import Any

from tests.webui.pure import call

EDITING = "../../../tests/webui/editing"


def edit(*steps: dict[str, Any]) -> dict[str, Any]:
    [seen] = call([(EDITING, "edit", list(steps))])
    assert isinstance(seen, dict)
    return seen


def page(early: bool = False, wait: bool = False, add: str | None = None, **values: Any) -> dict[str, Any]:
    return {"by": "page", "values": values, "early": early, "wait": wait, **({} if add is None else {"add": add})}


def column(early: bool = False, **words: str) -> dict[str, Any]:
    return page(early) | {"values": {f"custom/{name}": value for name, value in words.items()}}


def kinds(seen: dict[str, Any]) -> list[str]:
    return [outcome["is"] for outcome in seen["outcomes"]]


def test_two_edits_of_one_field_before_the_first_is_answered() -> None:
    seen = edit(page(title="B"), page(title="C"))
    assert kinds(seen) == ["done", "done"]
    assert seen["entry"]["title"] == "C"
    assert (seen["taken"], seen["refused"]) == (2, 0)


def test_what_the_server_writes_in_its_own_way_is_still_ones_own() -> None:
    """It leaves out what is default, and its keys have another order."""
    first = [{"id": "c", "when": "start", "by": 0, "act": {"type": "marks.mark", "text": "a"}, "note": "n"}]
    second = [{**first[0], "when": "end"}]
    seen = edit(page(cues=first, early=True), page(cues=second, early=True))
    assert (kinds(seen), seen["refused"]) == (["done", "done"], 0)
    assert seen["entry"]["cues"][0]["when"] == "end"


def test_two_edits_of_two_fields_are_both_kept_and_none_is_refused() -> None:
    seen = edit(page(title="B"), page(duration=7), page(note="N"))
    assert (seen["entry"]["title"], seen["entry"]["duration"], seen["entry"]["note"]) == ("B", 7, "N")
    assert (kinds(seen), seen["refused"]) == (["done"] * 3, 0)


def test_what_is_made_of_the_entry_is_made_of_what_the_edit_before_left() -> None:
    assert edit(*[page(add="duration")] * 4)["entry"]["duration"] == 5


def test_a_field_that_kept_the_focus_is_changed_again() -> None:
    """Its base is older than one's own first change: that is no conflict with oneself, however long it took."""
    seen = edit(page(early=True, wait=True, title="B"), page(early=True, wait=True, title="C"))
    assert (kinds(seen), seen["entry"]["title"]) == (["done", "done"], "C")


def test_the_same_again_is_not_sent() -> None:
    seen = edit(page(title="B"), page(title="B"))
    assert (kinds(seen), seen["taken"]) == (["done", "done"], 1)


def test_somebody_elses_change_of_the_field_is_told() -> None:
    for by in ("other", "unheard"):
        seen = edit(page(wait=True, title="B"), {"by": by, "values": {"title": "Z"}}, page(early=True, title="C"))
        assert kinds(seen) == ["done", "taken"], by
        assert seen["outcomes"][1]["theirs"] == {"title": "Z"}
        assert seen["entry"]["title"] == "Z"


def test_somebody_elses_change_between_two_quick_ones_is_told() -> None:
    seen = edit(page(title="B"), {"by": "unheard", "values": {"title": "Z"}}, page(title="C"))
    assert kinds(seen) == ["taken", "taken"]
    assert seen["entry"]["title"] == "Z"


def test_somebody_elses_change_of_another_field_stands_beside() -> None:
    seen = edit(page(title="B"), {"by": "unheard", "values": {"note": "Z"}}, page(title="C"))
    assert kinds(seen) == ["done", "done"]
    assert (seen["entry"]["title"], seen["entry"]["note"]) == ("C", "Z")


def test_an_edit_of_what_a_cue_does_is_carried_onto_the_newer_one() -> None:
    saw = {"type": "sources.fade", "input": "mic", "volume": -10, "duration": 3}
    newer = saw | {"volume": -20}
    without = {key: value for key, value in saw.items() if key != "duration"}
    other = {"type": "graphics.clear"}
    assert call(
        [
            (EDITING, "carried", saw, saw | {"duration": 5}, newer),
            (EDITING, "carried", saw, without, newer),
            (EDITING, "carried", saw, other, newer),
        ]
    ) == [newer | {"duration": 5}, {key: value for key, value in newer.items() if key != "duration"}, other]


def test_two_columns_of_one_entry_do_not_meet() -> None:
    seen = edit({"by": "other", "values": {"custom": {"light": "dark"}}}, column(early=True, props="table"))
    assert (kinds(seen), seen["entry"]["custom"]) == (["done"], {"light": "dark", "props": "table"})
    seen = edit({"by": "unheard", "values": {"custom": {"light": "dark"}}}, column(props="table"))
    assert (kinds(seen), seen["entry"]["custom"]) == (["done"], {"light": "dark", "props": "table"})


def test_one_column_that_two_people_write_is_told_by_its_name() -> None:
    theirs = {"by": "other", "values": {"custom": {"props": "chair", "light": "dark"}}}
    seen = edit(theirs, column(early=True, props="table"))
    [outcome] = seen["outcomes"]
    assert (outcome["is"], outcome["theirs"]) == ("taken", {"custom/props": "chair"})
    assert seen["entry"]["custom"]["props"] == "chair"


def test_a_column_that_is_emptied_is_gone_and_the_last_takes_all_with_it() -> None:
    both = column(props="table", light="dark")
    seen = edit(both, column(props=""))
    assert seen["entry"]["custom"] == {"light": "dark"}
    assert "custom" not in edit(both, column(props="", light=""))["entry"]
