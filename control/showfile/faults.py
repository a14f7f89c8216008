"""What is wrong with a show file: every fault at once, each with its place."""

from typing import NamedTuple

from msgspec import Struct

from control.errors import EfirError
from control.language import Texts

MOST = 200
"""A file that is not a show file at all would otherwise fill the screen."""


class Mark(NamedTuple):
    """A place in the file, counted from 1; columns are characters. (0, 0): the file as a whole."""

    line: int
    column: int


NOWHERE = Mark(0, 0)

Path = tuple[str, ...]
"""Keys from the top: ("cameras", "left", "url"); an element of a list is "[0]"."""


def dotted(path: Path) -> str:
    return ".".join(path).replace(".[", "[")


class Fault(Struct, frozen=True):
    """One thing that is wrong. `code` and `args` are a Fluent message's, `key` is the dotted path, empty where there is
    none (a syntax error)."""

    file: str
    line: int
    column: int
    key: str
    code: str
    args: dict[str, str | int]

    def message(self, texts: Texts) -> str:
        return texts.format(self.code, **self.args)

    def text(self, texts: Texts) -> str:
        """`file:line:column: key: message`, which editors and CI systems know how to open."""
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        return ": ".join(part for part in (place, self.key, self.message(texts)) if part)


class ShowFileFaults(EfirError):
    """The show file cannot be used. `faults` are in the order of the file."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("show-faults", count=len(faults), file=faults[0].file)
        self.faults = faults

    def __str__(self) -> str:
        shown = (f"{fault.line}:{fault.column} {fault.key} {fault.code}" for fault in self.faults[:3])
        return f"{super().__str__()}: {'; '.join(shown)}"


class Collector:
    """Gathers faults while the file is read."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._faults: list[Fault] = []

    def add(self, at: Mark, path: Path, code: str, **args: str | int) -> None:
        self._faults.append(Fault(self._file, at.line, at.column, dotted(path), code, args))

    def __bool__(self) -> bool:
        return bool(self._faults)

    def all(self) -> ShowFileFaults:
        """To be raised; only when there is at least one."""
        faults = sorted(self._faults, key=lambda fault: (fault.line, fault.column))
        if (more := len(faults) - MOST) > 0:
            faults[MOST:] = [Fault(self._file, 0, 0, "", "show-more-faults", {"count": more})]
        return ShowFileFaults(tuple(faults))
