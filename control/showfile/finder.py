"""Where in the file what was read stands, and what is said of it: for the checks between the parts of a show."""

from typing import Any

from control.core.unseen import is_unseen
from control.showfile.check import FAULTY, Checker, near_word
from control.showfile.faults import Collector, Mark, Path


class Finder:
    def __init__(self, checker: Checker, faults: Collector) -> None:
        self._checker = checker
        self._faults = faults

    def _fault(self, path: Path, code: str, **args: str | int) -> None:
        self._faults.add(self._at(path), path, code, **args)

    def _at(self, path: Path) -> Mark:
        """Of the value, else of the nearest thing above it that is written."""
        while path and path not in self._checker.values:
            path = path[:-1]
        return self._checker.values.get(path, Mark(1, 1))

    def _near(self, path: Path) -> Mark:
        """Of the value, or of the key under which it is missing."""
        while path and path not in self._checker.values and path not in self._checker.keys:
            path = path[:-1]
        return self._checker.values.get(path) or self._key(path)

    def _key(self, path: Path) -> Mark:
        return self._checker.keys.get(path, Mark(1, 1))

    def _printable(self, text: Any, path: Path) -> None:
        """What is not seen can lie: a name turned round, or two names that look the same."""
        unseen = None if text is FAULTY or text is None else next((char for char in text if is_unseen(char)), None)
        if unseen is not None:
            code = "show-text-lines" if unseen in "\r\n" else "show-text-unseen"
            self._fault(path, code, char=f"U+{ord(unseen):04X}")

    def _known(self, name: Any, parts: Any, path: Path, code: str) -> None:
        """`parts`: whatever has an id."""
        if name is not FAULTY and parts is not FAULTY:
            self._among(name, [part.id for part in parts], path, code)

    def _among(self, name: str, known: list[str], path: Path, code: str) -> None:
        if name not in known:
            near = near_word(name, known)
            self._fault(path, f"{code}-near" if near else code, name=name[:60], near=near)
