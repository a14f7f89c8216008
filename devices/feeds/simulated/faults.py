"""What goes wrong with a simulated feed, and the words by which it is told to."""

from __future__ import annotations

import re
import time
from typing import Annotated, Final, Literal, get_args

from msgspec import Meta, Struct
from msgspec.structs import replace

from control.errors import EfirError

Word = Literal["drop", "freeze", "black", "silence", "jitter", "corrupt", "size", "back", "ok"]
WORDS: Final[tuple[Word, ...]] = get_args(Word)
_SIZE = re.compile(r"(\d{2,4})x(\d{2,4})")


class FaultUnknown(EfirError):
    """A line that is no command."""


class Faults(Struct, frozen=True):
    """All that is wrong now; the default is nothing."""

    drop: bool = False
    """The connection is cut; packets stop where there is none."""
    freeze: bool = False
    """The same picture again and again, in packets that come."""
    black: bool = False
    silence: bool = False
    jitter: Annotated[float, Meta(ge=0, le=5)] = 0.0
    """Seconds by which packets come late, at most; chance says by how much each."""
    corrupt: Annotated[float, Meta(ge=0, le=1)] = 0.0
    """Share of the transport packets that are damaged."""
    size: tuple[int, int] | None = None
    """Another width and height than it began with."""
    jumps: int = 0
    """How often the time stamps have begun anew."""
    until: float | None = None
    """Monotonic seconds from which all is well again."""


def obey(faults: Faults, line: str, now: float | None = None) -> Faults:
    """`WORD [VALUE] [for SECONDS]`: freeze · black for 3 · jitter 0.2 · corrupt 0.05 · size 640x360 · back · ok

    Raises:
        FaultUnknown: with the line.
    """
    words = line.split()
    seconds = None
    if len(words) > 2 and words[-2] == "for":
        seconds = _number(words[-1], line)
        words = words[:-2]
    if not words or words[0] not in WORDS:
        raise FaultUnknown("simulate-feed-command", line=line, words=" · ".join(WORDS))
    changed = _change(faults, words[0], words[1:], line)
    if seconds is None:
        return replace(changed, until=None)
    return replace(changed, until=(time.monotonic() if now is None else now) + seconds)


def _change(faults: Faults, word: str, values: list[str], line: str) -> Faults:
    value = values[0] if values else None
    match word:
        case "ok":
            return Faults(jumps=faults.jumps)
        case "back":
            return replace(faults, jumps=faults.jumps + 1)
        case "jitter":
            return replace(faults, jitter=min(5.0, _number(value or "0.3", line)))
        case "corrupt":
            return replace(faults, corrupt=min(1.0, _number(value or "0.05", line)))
        case "size":
            found = _SIZE.fullmatch(value or "640x360")
            if found is None:
                raise FaultUnknown("simulate-feed-command", line=line, words=" · ".join(WORDS))
            return replace(faults, size=(int(found[1]) // 2 * 2, int(found[2]) // 2 * 2))
        case _:
            return replace(faults, **{word: value != "off"})


def _number(text: str, line: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not 0 <= number < 86_400:
        raise FaultUnknown("simulate-feed-command", line=line, words=" · ".join(WORDS))
    return number
