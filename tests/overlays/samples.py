"""Views of a debate as the server would send them."""

from __future__ import annotations

from typing import Any

MINUTE = 60_000
THEME = {
    "ground": "#0b1424",
    "text": "#ffffff",
    "accent": "#ffc845",
    "first": "#3d8bff",
    "second": "#ff6a4d",
    "corner": "top-right",
}
ANNA = "Анна Ковалёва"
BORIS = "Борис Громов"
LONG = "Александра-Виктория Константинопольская-Рождественская"


def clock(state: str = "idle", **rest: Any) -> dict[str, Any]:
    given = {"total": 5 * MINUTE, "warnings": [60_000, 15_000]} | rest
    if state != "running":
        given.setdefault("left", given["total"])
    return {"phase": "debate", "label": "Дебаты", "clock": {"state": state, **given}}


def names(**rest: Any) -> dict[str, Any]:
    return {
        "topic": "Должен ли бизнес платить за социальные проекты региона?",
        "people": [
            {"name": ANNA, "caption": "Центр социальной помощи, Тверь", "position": "За", "side": "first"},
            {"name": BORIS, "caption": "Дом ветеранов, Калуга", "position": "Против", "side": "second"},
        ],
    } | rest


def score(first: float | None = None, second: float | None = None) -> dict[str, Any]:
    people: list[dict[str, Any]] = [{"name": ANNA, "side": "first"}, {"name": BORIS, "side": "second"}]
    for person, points in zip(people, (first, second), strict=True):
        if points is not None:
            person["points"] = points
    return {"people": people, "revealed": first is not None}


def result(first: float = 41, second: float = 38) -> dict[str, Any]:
    def side(name: str, mine: float, other: float, which: str) -> dict[str, Any]:
        outcome = "tie" if mine == other else "win" if mine > other else "loss"
        return {
            "name": name,
            "points": mine,
            "result": 5 if outcome == "loss" else 10,
            "outcome": outcome,
            "side": which,
        }

    return {
        "title": "Результат дебатов · пара 2",
        "people": [side(ANNA, first, second, "first"), side(BORIS, second, first, "second")],
    }


def with_agenda(view: dict[str, Any], step: int | None, **points: str) -> dict[str, Any]:
    """`view` with an agenda besides: on air at this step, or (None) off."""
    agenda = {"graphic": "agenda", "playing": step is not None, "step": step or 0, "data": points}
    graphics = view["graphics"]
    return view | {
        "graphics": {
            "order": [*graphics["order"], "agenda"],
            "byId": graphics["byId"] | {"agenda": agenda},
        }
    }


def view(*on: str, language: str = "ru", theme: dict[str, Any] | None = None, **data: Any) -> dict[str, Any]:
    """All four graphics of a debate; those named in `on` are on air. Data by the graphic's id, samples otherwise."""
    kinds = {"clock": "debate-clock", "names": "lower-third", "score": "score-bug", "result": "result-card"}
    samples = {"clock": clock(), "names": names(), "score": score(), "result": {"title": "Результат дебатов"}}
    return {
        "theme": THEME | (theme or {}),
        "language": language,
        "graphics": {
            "order": list(kinds),
            "byId": {
                key: {"graphic": kind, "playing": key in on, "data": data.get(key, samples[key])}
                for key, kind in kinds.items()
            },
        },
    }


def timer(state: str = "idle", left: int = 7 * MINUTE, **rest: Any) -> dict[str, Any]:
    """A speech with protected time. `left` of a running one is the moment it reaches zero."""
    clock = {"state": state, "total": 7 * MINUTE, "warnings": []} | (
        {"target": left} if state == "running" else {"left": left}
    )
    speech = {"name": "Речь оппозиции", "kind": "countdown", "clock": clock, "warning": 60_000, "danger": 15_000}
    return {"timer": speech | {"bells": [], "protected": {"first": MINUTE, "last": MINUTE}} | rest}


def chess(active: str = "white", **lefts: int) -> dict[str, Any]:
    """Banks that stand; `lefts` by the bank's id."""
    names = {"white": "Белые", "black": "Чёрные"}
    banks = {
        key: {"name": name, "clock": {"state": "paused", "total": 5 * MINUTE, "left": lefts[key], "warnings": []}}
        for key, name in names.items()
    }
    return {
        "timer": {
            "name": "Блиц", "kind": "banks", "bells": [], "warning": 60_000, "danger": 15_000,
            "banks": {"order": [*banks], "byId": banks}, "active": active,
        }
    }  # fmt: skip


def timer_view(**graphics: dict[str, Any]) -> dict[str, Any]:
    """Only timers, all on air: id → data."""
    return {
        "theme": THEME,
        "language": "ru",
        "graphics": {
            "order": list(graphics),
            "byId": {key: {"graphic": "timer", "playing": True, "data": data} for key, data in graphics.items()},
        },
    }
