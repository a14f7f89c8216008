"""`efir rundown convert`: a rundown from one format into another, without a running Efir."""

import hashlib
import os
from pathlib import Path

from control.clock import SystemClock
from control.core.rundown.plan import Plan
from control.errors import EfirError
from control.exchange import formats
from control.exchange.formats import Asked, Occasion, ReadFormat, WriteFormat
from control.exchange.reading import LARGEST, Fault, is_fatal
from control.show import Show
from control.showfile import read_show
from efir.cli_output import Output

FAULTS = 1
ZONE = "Europe/Moscow"
"""Of a plan without its show, as of a show file that names none."""


class FileError(EfirError):
    """*cli-rundown-unreadable*, *cli-rundown-unwritable* (``file``, ``reason``), *cli-rundown-format* (``file``,
    ``option``)."""


def convert(
    source: Path, target: Path, read_as: str | None, write_as: str | None, show_file: Path | None, output: Output
) -> int:
    """The exit status. What is wrong and what is lost goes to the standard error."""
    to = _format_of_target(target, write_as)
    data = _bytes(source)
    kind = _format_of_source(source, data, read_as)
    show = read_show(show_file, os.environ) if show_file is not None else None
    reading = formats.read(kind, data, Plan(), Asked())
    _tell(reading.faults, output)
    if reading.plan is None:
        count = sum(is_fatal([fault]) for fault in reading.faults)
        output.error("cli-rundown-refused", file=str(source), count=count)
        return FAULTS
    written = formats.write(to, reading.plan, _occasion(source, show, output))
    _tell(formats.left(to, written, reading.plan), output)
    try:
        target.write_bytes(written)
    except OSError as error:
        raise FileError("cli-rundown-unwritable", file=str(target), reason=error.strerror or str(error)) from error
    output.say("cli-rundown-done", file=str(target), count=len(reading.plan.order))
    return 0


def _occasion(source: Path, show: Show | None, output: Output) -> Occasion:
    where = show.time_zone if show is not None else ZONE
    title = show.title if show is not None else source.name.partition(".")[0]
    return Occasion(
        title=title,
        zone=where,
        today=None,
        now=SystemClock().now(),
        key=hashlib.sha256(title.encode()).hexdigest()[:16],
        language=output.texts.language,
        show=show,
    )


def _bytes(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            return file.read(LARGEST + 1)
    except OSError as error:
        raise FileError("cli-rundown-unreadable", file=str(source), reason=error.strerror or str(error)) from error


def _format_of_source(source: Path, data: bytes, said: str | None) -> ReadFormat:
    for kind in formats.READ:
        if said == kind or (said is None and kind in ("csv", "xlsx") and source.suffix.lower() == f".{kind}"):
            return kind
    if said is None and source.suffix.lower() == ".json":
        # Two programs, one ending: ours says what it is.
        return "json" if b'"efir-rundown"' in data[:200] else "ontime"
    raise FileError("cli-rundown-format", file=str(source), option=f"--from {'|'.join(formats.READ)}")


def _format_of_target(target: Path, said: str | None) -> WriteFormat:
    name = target.name.lower()
    for kind in formats.WRITE:
        if said == kind or (said is None and name.endswith(formats.TYPES[kind][1])):
            return kind
    if said is None and name.endswith(".json"):
        return "json"
    raise FileError("cli-rundown-format", file=str(target), option=f"--to {'|'.join(formats.WRITE)}")


def _tell(faults: tuple[Fault, ...], output: Output) -> None:
    text = output.texts.format
    for fault in faults:
        row = text("cli-rundown-row", row=fault.row) if fault.row is not None else ""
        place = ", ".join(part for part in (row, fault.column or "") if part)
        level = text(f"cli-rundown-{fault.level}")
        line = ": ".join(part for part in (level, place, text(fault.code, **fault.args)) if part)
        output.errors.print(line, markup=False)
