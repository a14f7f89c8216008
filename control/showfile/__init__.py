"""The show file: YAML to a checked, frozen `Show`, or every fault in it at once, each with its line and column.

`read_show` is all there is to call; `Fault`, `ShowFileFaults` are what it says no with.
"""

from collections.abc import Mapping
from pathlib import Path

from control.show import TEST, Show
from control.showfile.check import Checker, struct_type
from control.showfile.document import parse
from control.showfile.faults import NOWHERE, Collector, Fault, Mark, ShowFileFaults
from control.showfile.links import Links
from control.showfile.whole import Whole

LARGEST = 1_048_576
"""Bytes. A show of a whole conference day has 50 kB."""

_SHOW = struct_type(Show)


def read_show(path: Path, environ: Mapping[str, str]) -> Show:
    """Reads and checks the file; blocking. `environ` is what `!env NAME` looks in. Relative paths in the file are
    against its folder and come out absolute.

    ShowFileFaults with all that is wrong, a file that cannot be read included.
    """
    faults = Collector(str(path))
    text = _text(path, faults)
    root = parse(text, environ, faults) if text is not None else None
    if root is None:
        if not faults:
            faults.add(Mark(1, 1), (), "show-empty")
        raise faults.all()
    checker = Checker(faults)
    show = checker.convert(root, _SHOW, (), Mark(1, 1))
    if checker.complete:
        show = Whole(checker, Links(path.absolute().parent, faults), faults).check(show)
    if faults:
        raise faults.all()
    assert isinstance(show, Show)
    return show


def _text(path: Path, faults: Collector) -> str | None:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except FileNotFoundError:
        faults.add(NOWHERE, (), "show-file-missing")
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        faults.add(NOWHERE, (), "show-file-unreadable", reason=reason)
        return None
    if len(data) > LARGEST:
        faults.add(NOWHERE, (), "show-file-large", limit=LARGEST // 1_048_576)
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        at = Mark(before.count(b"\n") + 1, len(before) - (before.rfind(b"\n") + 1) + 1)
        faults.add(at, (), "show-file-not-utf8")
        return None


__all__ = ["LARGEST", "TEST", "Fault", "ShowFileFaults", "read_show"]
