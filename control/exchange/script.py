"""A plan → the script on paper (PDF): what comes when, with its cues, then what is to be said."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, tzinfo

from babel.dates import format_date, format_datetime, get_timezone_location
from msgspec import Struct

from control.clock import Instant
from control.core.camera_acts import PresetNames
from control.core.rundown.plan import Delay, Entry, Group, Item, Milestone, Plan
from control.core.rundown.schedule import Planned, Schedule
from control.exchange.paper import PALE, Cell, Column, Paper, Text
from control.exchange.words import CueWords, of_day, short
from control.language import Texts
from control.show import Language, Show

WIDTHS = (15.0, 17.0, 17.0, 3.0, 78.0, 52.0)
"""Number, start, length, nothing, what happens, cues; together as wide as the page."""
PAD = 1.4
LOCALES = {"ru": "ru", "en": "en_GB"}
_SPACES = re.compile("[\t\v\f\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\ufe00-\ufe0f\ufeff]")


class About(Struct, frozen=True):
    title: str
    zone: str
    now: Instant
    show: Show | None = None
    """For the names of what cues touch."""
    presets: PresetNames = {}
    """Those that were stored since as well."""


def write(plan: Plan, schedule: Schedule, zone: tzinfo, language: Language, about: About) -> bytes:
    return bytes(_Script(plan, schedule, zone, language, about).paper().output())


class _Script:
    def __init__(self, plan: Plan, schedule: Schedule, zone: tzinfo, language: Language, about: About) -> None:
        self._plan, self._schedule, self._zone, self._about = plan, schedule, zone, about
        self._language, self._say = language, Texts(language).format
        self._cue = CueWords(Texts(language), about.show, about.presets)
        made = self._wall(about.now)
        at = self._say("script-made", date=format_datetime(made, "short", locale=LOCALES[language]))
        footer = _clean(f"{about.title} · {at}")
        self._paper = Paper(_clean(about.title), footer, language, made)
        self._paper.numbered(self._say("script-page", page="#", pages="{nb}"))

    def _wall(self, moment: Instant) -> datetime:
        return datetime.fromtimestamp(moment // 1000, UTC).astimezone(self._zone)

    def _time(self, moment: Instant) -> str:
        wall = self._wall(moment)
        return of_day(((wall.hour * 60 + wall.minute) * 60 + wall.second) * 1000)

    def _date(self, day: date) -> str:
        return _clean(format_date(day, "full", locale=LOCALES[self._language]))

    def paper(self) -> Paper:
        self._paper.add_page()
        self._top()
        if self._plan.order:
            self._headings()
            self._table()
            self._scripts()
        else:
            self._paper.write_text(Text(self._say("script-empty"), 11, grey=True))
        return self._paper

    # --- the first lines ---

    def _top(self) -> None:
        paper = self._paper
        paper.write_text(Text(self._say("script-title").upper(), 8, bold=True, grey=True))
        paper.ln(0.8)
        paper.write_text(Text(_clean(self._about.title), 19, bold=True))
        paper.ln(1)
        place = get_timezone_location(self._about.zone, locale=self._language, return_city=True)
        if self._plan.date is None:
            when = self._say("script-any-day", place=place)
        else:
            when = self._say("script-day", date=self._date(date.fromisoformat(self._plan.date)), place=place)
        paper.write_text(Text(when, 10, grey=True))
        played = [self._schedule[item.id] for item in self._plan.items()]
        if played:
            start, end = min(one.start for one in played), max(one.end for one in played)
            totals = self._say(
                "script-totals",
                items=len(played),
                start=self._time(start),
                end=self._time(end),
                length=short(end - start),
            )
            paper.write_text(Text(totals, 10, grey=True))
        paper.ln(5)

    # --- the table ---

    def _headings(self) -> None:
        start, length, what, cues = (self._say(f"script-{name}") for name in ("start", "length", "what", "cues"))
        words = ("№", start, length, "", what, cues)
        aligns = ("L", "L", "R", "L", "L", "L")
        columns = [
            Column(width, (Text(word, 8, bold=True, grey=True, align=align),))
            for width, word, align in zip(WIDTHS, words, aligns, strict=True)
        ]
        self._paper.row(columns, max(column.height for column in columns) + PAD)
        self._paper.rule()

    def _table(self) -> None:
        day: date | None = None
        for entry in self._plan:
            planned = self._schedule.get(entry.id)
            if planned is not None and isinstance(entry, Item):
                today = self._wall(planned.start).date()
                if day is not None and today != day:
                    self._line((Cell(sum(WIDTHS), (Text(self._date(today), 9, bold=True),)),))
                day = today
            self._entry(entry, planned)

    def _entry(self, entry: Entry, planned: Planned | None) -> None:
        match entry:
            case Delay(by=by):
                text = Text(self._say("script-delay", by=short(by)), 8.5, grey=True)
                self._line((Cell(sum(WIDTHS[:4]), ()), Cell(WIDTHS[4], (text,))))
            case Group():
                self._group(entry, planned)
            case Milestone(number=number):
                start = self._time(planned.start) if planned is not None else ""
                texts = [Text(f"• {_clean(entry.title)}", 9, grey=True), *self._note(entry.note)]
                self._line(self._cells(_clean(number), start, "", texts, (), grey=True), entry.colour)
            case Item():
                self._item(entry, planned)

    def _group(self, group: Group, planned: Planned | None) -> None:
        time = f"{self._time(planned.start)}–{self._time(planned.end)}" if planned is not None else ""
        target = self._say("script-target", length=short(group.target)) if group.target is not None else ""
        right = " · ".join(part for part in (time, target) if part)
        texts = [Text(_clean(group.title), 10.5, bold=True), *self._note(group.note)]
        cells = (Cell(sum(WIDTHS) - 62, texts), Cell(62, (Text(right, 9, grey=True, align="R"),)))
        self._line(cells, group.colour, band=True, room=14)

    def _item(self, item: Item, planned: Planned | None) -> None:
        texts = [Text(_clean(item.title) or "—", 10, bold=not item.skip, grey=item.skip)]
        if item.skip:
            texts.append(Text(self._say("script-skipped"), 8.5, grey=True))
        texts += self._note(item.note)
        for field in self._plan.fields:
            if value := _clean(item.custom.get(field.id, "")):
                texts.append(Text(f"{_clean(field.label)}: {value}", 8.5))
        cues = [Text(_clean(self._cue(cue)), 8) for cue in item.cues]
        start = self._time(planned.start) if planned is not None else ""
        length = short(planned.length) if planned is not None else ""
        self._line(self._cells(_clean(item.number), start, length, texts, cues, grey=item.skip), item.colour)

    def _cells(
        self, number: str, start: str, length: str, what: Sequence[Text], cues: Sequence[Text], *, grey: bool
    ) -> tuple[Cell, ...]:
        return (
            Cell(WIDTHS[0], (Text(number, 10, bold=not grey, grey=grey),)),
            Cell(WIDTHS[1], (Text(start, 10, grey=grey),)),
            Cell(WIDTHS[2], (Text(length, 10, grey=grey, align="R"),)),
            Cell(WIDTHS[3], ()),
            Cell(WIDTHS[4], what),
            Cell(WIDTHS[5], cues),
        )

    @staticmethod
    def _note(note: str) -> list[Text]:
        return [Text(cleaned, 8.5, grey=True)] if (cleaned := _clean(note)) else []

    def _line(self, cells: Sequence[Cell], colour: str | None = None, *, band: bool = False, room: float = 0) -> None:
        """`room`: what must be left below it on the page."""
        paper = self._paper
        columns = [paper.wrapped(cell) for cell in cells]
        height = max(column.height for column in columns) + 2 * PAD
        if height + room > paper.room and height < paper.eph / 2:
            self._turn()
        while height > paper.room:  # longer than the page
            cut = [column.cut(paper.room - 2 * PAD) for column in columns]
            if any(first.lines for first, _ in cut):
                self._draw([first for first, _ in cut], paper.room, colour, band)
            columns = [rest for _, rest in cut]
            height = max(column.height for column in columns) + 2 * PAD
            self._turn()
        self._draw(columns, height, colour, band)
        paper.rule()

    def _draw(self, columns: Sequence[Column], height: float, colour: str | None, band: bool) -> None:
        paper, top = self._paper, self._paper.get_y()
        if band:
            paper.band(height, PALE)
        if colour:
            paper.bar(top, height, colour)
        paper.set_y(top + PAD)
        paper.row(columns, height - PAD)

    def _turn(self) -> None:
        self._paper.add_page()
        self._headings()

    # --- what is to be said ---

    def _scripts(self) -> None:
        spoken = [item for item in self._plan.items() if item.script.strip()]
        if not spoken:
            return
        paper = self._paper
        paper.add_page()
        paper.write_text(Text(self._say("script-texts"), 15, bold=True))
        for item in spoken:
            if paper.room < 28:
                paper.add_page()
            paper.ln(5)
            planned = self._schedule[item.id]
            head = " · ".join(
                part for part in (_clean(item.number), self._time(planned.start), short(planned.length)) if part
            )
            paper.write_text(Text(head, 9, grey=True))
            paper.write_text(Text(_clean(item.title), 12, bold=True))
            paper.ln(1.5)
            paper.write_text(Text(_clean(item.script), 12))


def _clean(text: str) -> str:
    """Without what has no picture; line breaks stay."""
    return _UNPRINTABLE.sub("", _SPACES.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()
