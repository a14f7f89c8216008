"""What a device that is not there is told while it runs: a word, and what belongs to it."""

from collections.abc import Sequence

from control.errors import EfirError


class CommandUnknown(EfirError):
    """*simulate-command*: a line that is no command; `words` are those that there are."""


def read(line: str, words: Sequence[str]) -> tuple[str, str | None]:
    """`late 3` is ("late", "3"). CommandUnknown."""
    parts = line.split()
    if len(parts) not in (1, 2) or parts[0] not in words:
        raise unknown(line, words)
    return parts[0], parts[1] if len(parts) == 2 else None


def switch(value: str | None, line: str, words: Sequence[str]) -> bool:
    """Nothing, or `on`, or `off`. CommandUnknown."""
    if value not in (None, "on", "off"):
        raise unknown(line, words)
    return value != "off"


def number(value: str, line: str, words: Sequence[str], least: float, most: float) -> float:
    """CommandUnknown for what is none, and for what is too little or too much."""
    try:
        found = float(value)
    except ValueError:
        raise unknown(line, words) from None
    if not least <= found <= most:
        raise unknown(line, words)
    return found


def unknown(line: str, words: Sequence[str]) -> CommandUnknown:
    return CommandUnknown("simulate-command", line=line.strip(), words=" · ".join(words))
