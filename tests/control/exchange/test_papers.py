"""Calendars and the script on paper: what is written is read again by other programs."""

from __future__ import annotations

import io
import logging
import re
from datetime import UTC, date, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from msgspec.structs import replace
from pypdf import PdfReader

from control.clock import Duration, Instant
from control.core import (
    calls,
    camera_acts,
    feeds,
    graphics,
    marks,
    outputs,
    program,
    sources,
    stage,
    switches,
    timer_acts,
)
from control.core.rundown.acts import Act
from control.core.rundown.plan import Field, Milestone, Plan
from control.exchange import formats
from control.exchange.formats import Occasion
from control.exchange.words import CueWords, of_day, short
from control.language import LANGUAGES, Texts
from control.show import Language, Transition
from tests.control.core.rundowns import MINUTE, SHOW, ZONE, cue, delay, group, item
from tests.control.exchange.plans import big

NOW = Instant(1_790_000_000_000)
DAY = "2026-03-10"


def occasion(language: Language = "ru", **changes: Any) -> Occasion:
    return replace(
        Occasion(title="Финал дебатов", zone=ZONE, today=DAY, now=NOW, key="k", language=language, show=SHOW), **changes
    )


PLAN = Plan.of(
    group("g", target=45 * MINUTE),
    item(
        "a",
        15,
        "19:00",
        number="1",
        title="Открытие",
        note="Зал встаёт;\nсвет, флаг",
        group="g",
        script="Добрый вечер!",
    ),
    item("b", 30, number="2А", title="Речь", group="g", custom={"p": "трибуна"}),
    Milestone(id="m", title="Гости в студии"),  # type: ignore[arg-type]
    delay("d", 5),
    item("s", 10, title="Запасной", skip=True),
    item("c", 240, "22:30", number="3", title="Марафон"),
    item("z", 0, title="Точка"),
    fields=(Field(id="p", label="Реквизит"),),  # type: ignore[arg-type]
)


# --- iCalendar ---


def events(plan: Plan, **changes: Any) -> dict[str, Any]:
    calendar = Calendar.from_ical(formats.write("ics", plan, occasion(**changes)))
    return {str(event["UID"]).partition("@")[0]: event for event in calendar.walk("VEVENT")}


def test_every_item_that_is_played_is_an_event_in_the_zone_of_the_show() -> None:
    found = events(PLAN)
    assert list(found) == ["a", "b", "c", "z"]
    first = found["a"]
    assert (str(first["SUMMARY"]), str(first["DESCRIPTION"])) == ("1 Открытие", "Зал встаёт;\nсвет, флаг")
    assert first["CATEGORIES"].to_ical() == b"G"
    assert first["DTSTART"].params["TZID"] == ZONE
    assert first["DTSTART"].dt == datetime(2026, 3, 10, 19, 0, tzinfo=ZoneInfo(ZONE))
    assert found["c"]["DTSTART"].dt == datetime(2026, 3, 10, 22, 30, tzinfo=ZoneInfo(ZONE))
    assert found["c"]["DTEND"].dt == datetime(2026, 3, 11, 2, 30, tzinfo=ZoneInfo(ZONE))
    assert "DTEND" not in found["z"]


def test_the_same_item_is_the_same_event_ever_after() -> None:
    uids = {key: str(event["UID"]) for key, event in events(PLAN).items()}
    later = events(replace(PLAN, date="2026-05-01"), now=Instant(NOW + 1), title="Переименовано")
    assert {key: str(event["UID"]) for key, event in later.items()} == uids
    assert uids["a"] == "a@k.efir"
    other = events(PLAN, key="other")
    assert str(other["a"]["UID"]) != uids["a"]


def test_the_hour_that_comes_twice_is_told_apart() -> None:
    """Berlin, 25 October 2026: 02:30 is there twice."""
    plan = Plan.of(item("a", 60, "02:30"), item("b", 30), date="2026-10-25")
    found = events(plan, zone="Europe/Berlin")
    assert found["b"]["DTSTART"].dt == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
    length = found["b"]["DTSTART"].dt - found["a"]["DTSTART"].dt.astimezone(UTC)
    assert length.total_seconds() == 3_600


# --- the script ---


def pages(plan: Plan, language: Language = "ru") -> list[str]:
    data = formats.write("pdf", plan, occasion(language))
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_script_says_it_all(language: Language, caplog: pytest.LogCaptureFixture) -> None:
    plan = replace(PLAN, date=DAY)
    table, texts = pages(plan, language)
    for words in (
        "Финал дебатов",
        "Открытие",
        "2А",
        "19:00",
        "30:00",
        "Реквизит: трибуна",
        "Гости в студии",
        "Запасной",
    ):
        assert words in table, words
    for words in {
        "ru": ("ПЛАН ЭФИРА", "вторник, 10 марта 2026", "Москва", "среда, 11 марта", "пропускается", "на группу 45:00"),
        "en": ("RUNDOWN", "Tuesday", "10 March 2026", "Moscow", "11 March", "skipped", "45:00 for the group"),
    }[language]:
        assert words in table, words
    assert "Добрый вечер!" in texts
    assert ("Страница 2 из 2" if language == "ru" else "Page 2 of 2") in texts
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


def test_headings_stand_on_every_page_and_long_notes_go_on() -> None:
    note = " ".join(f"слово{number}" for number in range(480))
    found = pages(
        Plan.of(item("a", 5, "10:00"), item("b", 5, title="Длинная", note=note), item("c", 5, title="Последняя"))
    )
    assert len(found) > 1
    text = "\n".join(found)
    assert [number for number in range(480) if f"слово{number}" not in text] == []
    assert all("Что происходит" in page for page in found)
    assert "Последняя" in found[-1]


def test_an_empty_plan_and_letters_that_the_type_lacks() -> None:
    assert "пока ничего нет" in pages(Plan())[0]
    odd = "中文 😀 \x07 \u202e \t tab"
    assert "tab" in pages(Plan.of(item("a", 5, "10:00", title=odd, note=odd, script=odd)))[0]


SLOW = Transition(kind="fade", duration=Duration(600))
ACTS: tuple[Any, ...] = (
    program.Take("one"),  # type: ignore[arg-type]
    program.Take("one", transition=SLOW),  # type: ignore[arg-type]
    program.Take("one", transition=Transition(kind="cut")),  # type: ignore[arg-type]
    program.Preview("one"),  # type: ignore[arg-type]
    sources.ShowItem("one", "colour", True),  # type: ignore[arg-type]
    sources.Mute("mic", True),  # type: ignore[arg-type]
    sources.SetVolume("mic", -6.0),  # type: ignore[arg-type]
    sources.Fade("mic", -20.0, Duration(2_500)),  # type: ignore[arg-type]
    camera_acts.Recall("dome", "wide"),  # type: ignore[arg-type]
    camera_acts.Home("dome"),  # type: ignore[arg-type]
    feeds.SetUse("dome", "auto"),  # type: ignore[arg-type]
    feeds.SetUse("dome", "main"),  # type: ignore[arg-type]
    feeds.SetUse("dome", "backup"),  # type: ignore[arg-type]
    feeds.SetUse("dome", "slate"),  # type: ignore[arg-type]
    switches.Switch("left", "dome"),  # type: ignore[arg-type]
    switches.Follow("left"),  # type: ignore[arg-type]
    switches.Follow("left", False),  # type: ignore[arg-type]
    graphics.Play("title"),  # type: ignore[arg-type]
    graphics.Step("title"),  # type: ignore[arg-type]
    graphics.Step("title", to=2),  # type: ignore[arg-type]
    graphics.Stop("title"),  # type: ignore[arg-type]
    graphics.Update("title", {}),  # type: ignore[arg-type]
    graphics.Clear(),
    outputs.SetOutput(outputs.Output.STREAM, True),
    marks.Mark(),
    marks.Mark("Гол"),
    stage.Say("Минута", blink=True),
    stage.Hush(),
    stage.Blackout(True),
    stage.Blackout(False),
    stage.SetSecond("text", "Вопросы"),
    stage.SetSecond("text"),
    stage.SetSecond(text="Вопросы"),
    stage.SetSecond(text=""),
    stage.SetSecond("timer", timer="clock"),  # type: ignore[arg-type]
    stage.SetSecond("nothing"),
    timer_acts.Start("clock"),  # type: ignore[arg-type]
    timer_acts.Start("clock", "white"),  # type: ignore[arg-type]
    timer_acts.Pause("clock"),  # type: ignore[arg-type]
    timer_acts.Reset("clock"),  # type: ignore[arg-type]
    timer_acts.Switch("clock"),  # type: ignore[arg-type]
    timer_acts.Switch("clock", "white"),  # type: ignore[arg-type]
    timer_acts.Set("clock", Duration(300_000)),  # type: ignore[arg-type]
    timer_acts.Adjust("clock", Duration(-30_000), "white"),  # type: ignore[arg-type]
    calls.Webhook("hook"),  # type: ignore[arg-type]
    calls.Osc("desk", "/go"),  # type: ignore[arg-type]
)


def test_cues_in_words() -> None:
    words = CueWords(Texts("ru"), SHOW, {})
    said = {
        words(cue("1", program.Take("one"))): "в начале: в эфир «ONE»: склейка",  # type: ignore[arg-type]
        words(cue("9", program.Take("one", auto=True))): "в начале: в эфир «ONE»: переход: плавно, 0.3 с",  # type: ignore[arg-type]
        words(cue("10", program.Take("gone", auto=True))): "в начале: в эфир «gone»: переход",  # type: ignore[arg-type]
        words(cue("11", program.Take("one", transition=program.CUT))): "в начале: в эфир «ONE»: склейка",  # type: ignore[arg-type]
        words(cue("12", graphics.Step("title"))): "в начале: следующий шаг титра «Title»",  # type: ignore[arg-type]
        words(cue("13", graphics.Step("title", to=2))): "в начале: титр «Title»: шаг 3",  # type: ignore[arg-type]
        words(cue("2", graphics.Play("title"), "after", 90_000)): "через 1:30 после начала: титр «Title»",  # type: ignore[arg-type]
        words(cue("3", stage.Say("Минута"), "warning")): "на предупреждении: на сцену: «Минута»",
        words(cue("4", outputs.SetOutput(outputs.Output.RECORD, False), "end")): "в конце: закончить запись",
        words(cue("5", sources.ShowItem("one", "colour", False), "overrun")): "когда время вышло: убрать «colour»",  # type: ignore[arg-type]
        words(cue("7", program.Take("one", transition=SLOW))): "в начале: в эфир «ONE»: плавно, 0.6 с",  # type: ignore[arg-type]
        words(cue("8", timer_acts.Adjust("clock", Duration(-30_000)))): "в начале: таймер «clock»: −0:30",  # type: ignore[arg-type]
        words(cue("6", sources.SetVolume("mic", -6.5), "time", 36_000_000)): "в 10:00: громкость «mic»: -6.5 дБ",  # type: ignore[arg-type]
    }
    assert list(said) == list(said.values())
    words = CueWords(Texts("en"), SHOW, {})
    takes = (program.Take("one"), program.Take("one", auto=True), program.Take("one", transition=SLOW))  # type: ignore[arg-type]
    assert [words(cue("1", take)) for take in takes] == [
        "at the start: take “ONE”: cut",
        "at the start: take “ONE”: transition: fade, 0.3 s",
        "at the start: take “ONE”: fade, 0.6 s",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("act", ACTS, ids=repr)
def test_every_act_has_words(language: Language, act: Act, caplog: pytest.LogCaptureFixture) -> None:
    """A word that is missing would be its own id, and the log would say so."""
    said = CueWords(Texts(language), SHOW, {})(cue("1", act))
    assert not re.search(r"act-|blank|\{", said), said
    assert caplog.records == []


def test_every_kind_of_act_is_looked_at() -> None:
    assert {type(act) for act in ACTS} == set(get_args(Act))


def test_short_times() -> None:
    assert [short(ms) for ms in (0, 30_000, 300_000, 5_400_000, 36_000_000, -30_000)] == [
        "0:00",
        "0:30",
        "5:00",
        "1:30:00",
        "10:00:00",
        "−0:30",
    ]
    assert [of_day(ms) for ms in (0, 36_000_000, 90_000_000, 36_030_000)] == ["00:00", "10:00", "01:00", "10:00:30"]


# --- two thousand items ---


@pytest.mark.parametrize("kind", formats.WRITE)
@pytest.mark.timeout(300)
def test_two_thousand_items(kind: Any) -> None:
    plan = big(2_000)
    data = formats.write(kind, plan, occasion())
    if kind == "pdf":
        reader = PdfReader(io.BytesIO(data))
        assert len(reader.pages) > 60
        assert "Выступление участника 2000" in reader.pages[-1].extract_text()
    elif kind == "ics":
        assert data.count(b"BEGIN:VEVENT") == 2_000
    else:
        reading = formats.read(kind, data, plan, formats.Asked())
        assert reading.plan == plan, reading.faults[:3]


def test_the_day_of_a_plan_without_one_is_today() -> None:
    assert events(Plan.of(item("a", 5, "10:00")), today="2027-01-02")["a"]["DTSTART"].dt.date() == date(2027, 1, 2)
