"""A journal as a file that anyone can check: JSON lines, a header first. docs/verify.md describes it for
outsiders.

The header says what the file must hold, so a file cut short is noticed; the chain says that nothing in it was
changed. Every line has exactly one valid spelling and nothing is tolerated beside it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from control.clock import Instant
from control.errors import EfirError
from control.journal.base import Entry, Head
from control.journal.chain import START, check

FORMAT = "efir-journal"
VERSION = 1


class ExportError(EfirError):
    """The file is not an export as it was written; ``line`` (from 1) says where, or ``seq`` which entry."""


class Header(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``after`` the entry before the first one here (0 and the genesis hash for a whole journal), ``last``
    the last one."""

    format: str
    version: int
    after: int
    after_hash: str
    last: int
    last_hash: str


class _Line(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    seq: int
    at: int
    actor: str
    command_id: str
    command_digest: str
    events: tuple[str, ...]
    previous: str
    hash: str


_encode = msgspec.json.Encoder().encode
_header = msgspec.json.Decoder(Header)
_line = msgspec.json.Decoder(_Line)


def export_header(after: Head, last: Head) -> bytes:
    return _encode(Header(FORMAT, VERSION, after.seq, after.hash, last.seq, last.hash)) + b"\n"


def export_line(entry: Entry) -> bytes:
    e = entry
    events = tuple(event.decode() for event in e.events)
    line = _Line(e.seq, e.at, e.actor, e.command_id, e.command_digest, events, e.previous, e.hash)
    return _encode(line) + b"\n"


def export_entries(entries: Sequence[Entry], after: Head = START) -> bytes:
    """The whole document; for a long journal write `export_header` and an `export_line` an entry instead."""
    last = Head(entries[-1].seq, entries[-1].hash) if entries else after
    return export_header(after, last) + b"".join(export_line(entry) for entry in entries)


def read_export(document: bytes) -> list[Entry]:
    """The entries, in order and unbroken. `ExportError` with the codes

    *export-line* (``line``, ``reason``): not JSON, or not the one spelling of it; *export-format*,
    *export-version* (``found``, ``known``): another kind of file, or a newer one; *export-incomplete*
    (``line``, ``expected``, ``found`` seqs): cut short or continued; *export-chain* (``line``, ``seq``,
    ``reason``): an entry was changed.
    """
    lines = document.split(b"\n")
    if lines.pop() != b"":
        raise ExportError("export-line", line=len(lines) + 1, reason="the line does not end")
    if not lines:
        raise ExportError("export-format")
    header = read_header(lines[0])
    entries = [_entry(number, line) for number, line in enumerate(lines[1:], 2)]
    _check(header, entries)
    return entries


def read_header(line: bytes) -> Header:
    """The first line, without its end. `ExportError`."""
    try:
        header = _header.decode(line)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ExportError("export-format") from error
    if header.format != FORMAT:
        raise ExportError("export-format")
    if header.version != VERSION:
        raise ExportError("export-version", found=header.version, known=VERSION)
    if _encode(header) != line:
        raise ExportError("export-line", line=1, reason="another spelling")
    return header


def _entry(number: int, line: bytes) -> Entry:
    try:
        e = _line.decode(line)
    except (msgspec.DecodeError, UnicodeError) as error:
        raise ExportError("export-line", line=number, reason=str(error)) from error
    if _encode(e) != line:
        raise ExportError("export-line", line=number, reason="another spelling")
    events = tuple(text.encode() for text in e.events)
    return Entry(e.seq, Instant(e.at), e.actor, e.command_id, e.command_digest, events, e.previous, e.hash)


def _check(header: Header, entries: Iterable[Entry]) -> None:
    after = Head(header.after, header.after_hash)
    entries = list(entries)
    fault = check(entries, after)
    if fault is not None:
        line = fault.seq - after.seq + 1
        raise ExportError("export-chain", line=line, seq=fault.seq, reason=fault.reason)
    last = Head(entries[-1].seq, entries[-1].hash) if entries else after
    if last != (header.last, header.last_hash):
        raise ExportError("export-incomplete", line=len(entries) + 1, expected=header.last, found=last.seq)
