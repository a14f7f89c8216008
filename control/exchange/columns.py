"""What stands over a column, in Russian and in English, and what it means; and the words of its values."""

import re
from functools import cache

from msgspec import Struct

from control.exchange.grid import Grid, Row, is_empty, text
from control.exchange.reading import Column
from control.language import LANGUAGES, Texts

FIELDS = (
    "number",
    "kind",
    "group",
    "title",
    "start",
    "linked",
    "duration",
    "end",
    "lock-end",
    "count-to-end",
    "note",
    "script",
    "colour",
    "skip",
    "flag",
    "display",
    "warning",
    "danger",
    "at-end",
    "overrun",
    "missed",
    "id",
)
"""What a table can say of an entry, in the order in which it is written."""
MEANINGS = (*FIELDS, "custom", "ignore")
"""`custom`: a field of the show's own, called as its heading is."""
VALUES = {
    "kind": ("item", "group", "milestone", "delay"),
    "display": ("down", "up", "clock", "none"),
    "at-end": ("wait", "load", "play"),
    "overrun": ("absorb", "push", "compress", "stop"),
    "missed": ("skip", "hold", "ask"),
}
SAMPLES = 3

_HEADINGS = {
    "number": "№|n|no|nr|#|номер|номер пункта|№ п/п|п/п|№ пп|пункт №|cue|cue number|number|item number",
    "kind": "вид|вид строки|тип|type|kind|entry type",
    "group": "группа|блок|раздел|часть|секция|group|block|section|segment|part",
    "title": "название|пункт|событие|эпизод|тема|что|содержание|заголовок|наименование"
    "|name|title|event|item|item title|subject|description|what",
    "start": "начало|время|время начала|старт|время старта|с"
    "|start|start time|time|time start|begin|begins|from|in time",
    "linked": "связь|связан|встык|привязка|link|linked|link start|back to back",
    "duration": "длительность|хронометраж|хрон|продолжительность|хроно|длит|минут|мин"
    "|duration|length|dur|runtime|trt|minutes|min",
    "end": "конец|окончание|время окончания|время конца|финиш|по|до|end|end time|time end|finish|until|to|out time",
    "lock-end": "конец закреплен|жесткий конец|end locked|lock end|hard end|hard out",
    "count-to-end": "считать до конца|отсчет до конца|count to end|time to end",
    "note": "заметка|заметки|примечание|примечания|комментарий|комментарии|note|notes|comment|comments|remarks",
    "script": "сценарий|текст|текст ведущего|текст суфлера|суфлер|script|prompter|teleprompter|text",
    "colour": "цвет|colour|color",
    "skip": "пропуск|пропустить|не играть|skip|skipped|disabled",
    "flag": "флажок|флаг|flag|flagged",
    "display": "часы|вид часов|таймер|тип таймера|timer|timer type|clock",
    "warning": "предупреждение|желтый за|warning|warning time|time warning|amber",
    "danger": "красный|красный за|опасность|danger|danger time|time danger|red",
    "at-end": "в конце|по окончании|end action|at end|on end",
    "overrun": "перебор|при опоздании|overrun|on overrun|if late",
    "missed": "пропущенные команды|missed|missed cues",
    "id": "id|ид|efir id|идентификатор",
}
_YES = frozenset(("да", "д", "yes", "y", "true", "истина", "1", "+", "x", "х", "v", "✓", "✔", "on", "вкл"))
_NO = frozenset(("нет", "н", "no", "n", "false", "ложь", "0", "-", "—", "–", "off", "выкл"))


LONGEST_HEADING = 300
"""Characters of a cell that are looked at: no heading, and no word for a choice, is longer."""


class Header(Struct, frozen=True):
    row: Row
    columns: tuple[Column, ...]


def plain(words: str) -> str:
    """Without case, punctuation and what stands in brackets: `Начало (МСК):` is `начало`."""
    words = re.sub(r"\([^()]*\)|\[[^][]*\]", " ", words[:LONGEST_HEADING])
    return " ".join(words.replace("_", " ").replace("-", " ").lower().replace("ё", "е").strip(" .:;*\t\n").split())


@cache
def _meanings() -> dict[str, str]:
    found: dict[str, str] = {}
    for meaning, headings in _HEADINGS.items():
        found |= {plain(heading): meaning for heading in headings.split("|")}
    for language in LANGUAGES:
        texts = Texts(language)
        found |= {plain(heading(texts, meaning)): meaning for meaning in FIELDS}
    return found


def heading(texts: Texts, meaning: str) -> str:
    return texts.format(f"exchange-column-{meaning}")


def value_words(texts: Texts, meaning: str, value: str) -> str:
    return texts.format(f"exchange-{meaning}-{value}")


@cache
def values_of(meaning: str) -> dict[str, str]:
    """Words in both languages, and our own names → value."""
    found = {"none": "wait", "нет": "wait"} if meaning == "at-end" else {}  # Ontime's sheets say so
    for value in VALUES[meaning]:
        found |= {value: value, **{plain(value_words(Texts(lang), meaning, value)): value for lang in LANGUAGES}}
    return found


def yes_or_no(words: str) -> bool | None:
    words = plain(words) or words.strip()
    return True if words in _YES else False if words in _NO else None


def find(grid: Grid, mapping: tuple[str | None, ...], own: frozenset[str]) -> Header:
    """The row of the headings (the first of twenty with most of those that are known) and what each column means.
    `mapping`: what a person said, by column; absent: a guess. `own`: labels of the fields that the plan has."""
    best = max(grid.rows[:20], key=lambda row: (_known(row), -row.number))
    if _known(best) == 0:
        best = next((row for row in grid.rows if sum(not is_empty(cell) for cell in row.cells) > 1), grid.rows[0])
    below = [row for row in grid.rows if row.number > best.number]
    width = max(len(row.cells) for row in (best, *below))
    taken = {meaning for meaning in mapping if meaning is not None}
    columns = []
    for place in range(width):
        title = " ".join(text(best.cells[place]).split()) if place < len(best.cells) else ""
        said = mapping[place] if place < len(mapping) else None
        samples = [text(row.cells[place]) for row in below if place < len(row.cells) and not is_empty(row.cells[place])]
        meaning = said or _guess(title, taken, bool(samples) or title in own)
        if meaning != "custom":
            taken.add(meaning)
        columns.append(Column(title, meaning, said is None, tuple(sample[:60] for sample in samples[:SAMPLES])))
    return Header(best, tuple(columns))


def known(title: str) -> str | None:
    """What a column so headed would be taken for."""
    return _meanings().get(plain(title))


def _known(row: Row) -> int:
    return len({_meanings().get(plain(text(cell))) for cell in row.cells if isinstance(cell, str)} - {None})


def _guess(title: str, taken: set[str], used: bool) -> str:
    meaning = known(title)
    if meaning is not None and meaning not in taken:
        return meaning
    return "custom" if title and used else "ignore"
