"""A rundown of an evening that begins now, for the pages that show one."""

from __future__ import annotations

import time
from typing import Any

from control.clock import Duration, Instant, TimeOfDay, day_of, plan_time, zone
from control.core.graphics import Play
from control.core.program import Take
from control.core.rundown.plan import Cue, Delay, Field, Group, Item, Milestone, Plan
from control.core.stage import Say
from control.core.types import BankId, CueId, EntryId, FieldId, GraphicId, SceneId, TimerId
from control.show import Bank, NamedTimer, Protected

MINUTE = 60_000
PLACE = zone("Europe/Moscow")  # read here: a zone's file is not for the event loop
LIGHT, PROPS = FieldId("light"), FieldId("props")
_SPEECH = """
Добрый вечер, дорогие друзья!

[Пауза, улыбка в камеру 1]

Мы начинаем финал открытого чемпионата по дебатам. Сегодня на этой сцене встретятся четыре сильнейшие команды страны, и
каждая прошла для этого длинный путь.

Правила просты: у каждой речи своё время, и часы на сцене видны всем. Вопросы можно задавать только тогда, когда часы
это позволяют.

Поприветствуем наших экспертов!

[Аплодисменты]

Сегодня они оценят глубину темы, силу доводов и мастерство речи. Решение огласим в конце вечера.
"""
SPEECH = "\n".join(" ".join(part.split("\n")) for part in _SPEECH.strip().split("\n\n"))
"""A line for each paragraph."""


def span(ms: int) -> Duration:
    return Duration(ms)


TIMERS = (
    NamedTimer(
        id=TimerId("speech"),
        name="Речь",
        kind="countdown",
        length=span(7 * MINUTE),
        warning=span(MINUTE),
        danger=span(15_000),
        protected=Protected(first=span(MINUTE), last=span(MINUTE)),
    ),
    NamedTimer(
        id=TimerId("coffee"), name="Перерыв", kind="count-up", limit=span(15 * MINUTE), warning=span(2 * MINUTE)
    ),
    NamedTimer(id=TimerId("stopwatch"), name="Секундомер", kind="count-up"),
    NamedTimer(id=TimerId("start"), name="Начало второй части", kind="time-of-day", at=TimeOfDay(19 * 60 * MINUTE)),
    NamedTimer(
        id=TimerId("blitz"),
        name="Блиц",
        kind="banks",
        length=span(5 * MINUTE),
        danger=span(15_000),
        banks=(
            Bank(id=BankId("white"), name="Белые"),
            Bank(id=BankId("black"), name="Чёрные", length=span(3 * MINUTE)),
        ),
    ),
    NamedTimer(
        id=TimerId("teams"),
        name="Команды",
        kind="banks",
        length=span(10 * MINUTE),
        banks=tuple(Bank(id=BankId(f"team-{n}"), name=f"Команда {n}") for n in range(1, 7)),
    ),
)
"""One of every kind."""


def cue(name: str, act: Any, when: Any = "start", by: int = 0) -> Cue:
    return Cue(id=CueId(name), act=act, when=when, by=by)


def _item(name: str, number: str, title: str, minutes: float, /, **rest: Any) -> Item:
    return Item(id=EntryId(name), number=number, title=title, duration=Duration(round(minutes * MINUTE)), **rest)


def evening(wide: str, close: str, graphic: str, *, ahead: int = 0) -> Plan:
    """Seven items in two groups. `wide` shows both cameras, `close` one. `ahead`: begins so many ms from now."""
    now = Instant(round(time.time() * 1000) + ahead)
    start = plan_time(now, day_of(now, PLACE), PLACE)

    def take(name: str, scene: str, when: Any = "start", by: int = 0) -> Cue:
        return cue(name, Take(SceneId(scene)), when, by)

    final = EntryId("final")
    return Plan.of(
        Group(id=EntryId("opening"), title="Открытие", colour="#2F80ED"),
        _item(
            "welcome", "1", "Приветствие", 5, group=EntryId("opening"), start=start, colour="#2F80ED", script=SPEECH,
            note="Ведущая выходит справа", custom={LIGHT: "Полный свет, фронт 80 %", PROPS: "Микрофон на стойке"},
            cues=(take("open", wide), cue("title", Play(GraphicId(graphic)), "after", 5_000)),
        ),
        _item(
            "jury", "2", "Представление экспертов", 4, group=EntryId("opening"), colour="#2F80ED",
            note="Имена по списку", custom={LIGHT: "Пушка на стол экспертов"}, cues=(take("jury", wide),),
        ),
        Milestone(id=EntryId("ready"), title="Команды готовы за сценой", note="Проверить петлички"),
        Group(id=final, title="Финал", colour="#F2994A"),
        _item(
            "speech-1", "3А", "Первая речь утверждения", 7, group=final, colour="#F2994A", display="down",
            script="Первая речь.\nВремя пошло.", custom={LIGHT: "Тёплый, трибуна"},
            cues=(
                take("speaker", close), take("both", wide, "after", 90_000),
                cue("hint", Say(text="Осталась минута", tone="warning"), "warning"),
            ),
        ),
        _item(
            "speech-2", "3Б", "Первая речь отрицания", 7, group=final, colour="#F2994A", cues=(take("second", close),),
        ),
        _item("break", "4", "Перерыв", 10, display="clock", note="Музыка из папки «Перерыв»"),
        Delay(id=EntryId("buffer"), by=Duration(2 * MINUTE)),
        _item("awards", "5", "Награждение", 8, display="up", custom={PROPS: "Кубок, грамоты, цветы"}),
        fields=(Field(id=LIGHT, label="Свет"), Field(id=PROPS, label="Реквизит")),
    )  # fmt: skip


def long_plan(count: int) -> Plan:
    now = Instant(round(time.time() * 1000))
    start = plan_time(now, day_of(now, PLACE), PLACE)
    items = [
        _item(f"i{n}", str(n), f"Пункт номер {n}", 1, note="Заметка", start=start if n == 1 else None)
        for n in range(1, count + 1)
    ]
    return Plan.of(*items)
