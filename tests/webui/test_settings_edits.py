"""Columns and date of a plan: a change is made of the newest settings, and overwrites nobody. The pages' own code."""

from __future__ import annotations

from typing import Any

from tests.webui.pure import call

A, B = {"id": "a", "label": "Реквизит"}, {"id": "b", "label": "Свет"}


def settings(*fields: dict[str, str], date: str | None = "2026-03-10") -> dict[str, Any]:
    return {"fields": list(fields), **({} if date is None else {"date": date})}


def changed(*cases: tuple[dict[str, Any], dict[str, Any], dict[str, Any]]) -> list[Any]:
    """Each (change, the settings now, as they were when it began)."""
    return call([("settings-edits", "changed", *case) for case in cases])


def test_what_others_changed_besides_stays() -> None:
    later, renamed, mine = "2026-03-11", {**A, "label": "Стол"}, {**B, "label": "Тьма"}
    rename = {"is": "rename", "id": "b", "label": "Тьма"}
    assert changed(
        ({"is": "date", "date": later}, settings(A, B), settings(A)),
        (rename, settings(renamed, B, date=later), settings(A, B)),
        ({"is": "add", "field": B}, settings(renamed, date=None), settings(A)),
        ({"is": "remove", "id": "a"}, settings(renamed, B, date=later), settings(A)),
    ) == [
        settings(A, B, date=later),
        settings(renamed, mine, date=later),
        settings(renamed, B, date=None),
        settings(B, date=later),
    ]


def test_the_very_same_that_another_changed_is_not_overwritten() -> None:
    rename = {"is": "rename", "id": "a", "label": "Тьма"}
    assert (
        changed(
            ({"is": "date", "date": "2026-03-11"}, settings(date="2026-03-12"), settings()),
            ({"is": "date"}, settings(date="2026-03-12"), settings()),
            ({"is": "date", "date": "2026-03-11"}, settings(date=None), settings()),
            (rename, settings({**A, "label": "Стол"}), settings(A)),
            (rename, settings(B), settings(A, B)),
        )
        == [None] * 5
    )


def test_who_wants_the_same_as_another_has_it() -> None:
    there, dark = settings(date="2026-03-12"), settings({**A, "label": "Тьма"})
    assert changed(
        ({"is": "date", "date": "2026-03-12"}, there, settings()),
        ({"is": "rename", "id": "a", "label": "Тьма"}, dark, settings(A)),
        ({"is": "remove", "id": "a"}, settings(B), settings(A, B)),
    ) == [there, dark, settings(B)]
