"""`efir verify` and `efir backup`: a journal read without a running Efir, or beside one."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec.structs import replace

from control.contest.events import BallotReceived
from control.contest.protocol import Finding, Protocol, recompute
from control.core.types import Actor, Event, Role
from control.errors import EfirError
from control.journal.backup import copy_file
from control.journal.base import Entry, Head, JournalBroken
from control.journal.chain import START
from control.journal.export import read_export
from control.journal.rows import entries_after
from control.journal.schema import open_reader
from control.registry import decode_event
from efir.cli_output import Output
from efir.options import data_folder
from efir.places import Places

LARGEST = 256 * 1024 * 1024
"""Bytes of an export; a conference's has one hundredth."""

_SQLITE = b"SQLite format 3\0"
_BATCH = 1_000


class JournalFileError(EfirError):
    """*cli-file-absent*, *cli-file-unreadable* (`reason`), *cli-file-large*, *cli-event-unknown* (`seq`),
    *cli-backup-which*; all with `path`."""


def verify_file(file: Path, output: Output, *, as_json: bool) -> int:
    """0 if the chain holds and the protocol recomputed from it does; 1 if not. `JournalError`, `ExportError`."""
    try:
        entries = list(_entries(file))
    except JournalBroken as error:
        if as_json:
            output.json({"ok": False, "code": error.code, "args": error.arguments})
        else:
            output.error(error.code, **error.arguments)
        return 1
    head = Head(entries[-1].seq, entries[-1].hash) if entries else START
    protocol = recompute(_events(entries, file))
    protocol = replace(protocol, findings=(*protocol.findings, *_sent_by_others(entries)))
    if as_json:
        found = {"ok": protocol.holds, "entries": len(entries), "last": head.seq, "hash": head.hash}
        output.json({**found, "protocol": protocol})
    else:
        _tell(len(entries), head, protocol, output)
    return 0 if protocol.holds else 1


def _entries(file: Path) -> Iterator[Entry]:
    """Of an export, a backup or a journal in use; checked against the chain."""
    try:
        with file.open("rb") as stream:
            if stream.read(len(_SQLITE)) != _SQLITE:
                stream.seek(0)
                document = stream.read(LARGEST + 1)
                if len(document) > LARGEST:
                    raise JournalFileError("cli-file-large", path=str(file))
                yield from read_export(document)
                return
    except FileNotFoundError as error:
        raise JournalFileError("cli-file-absent", path=str(file)) from error
    except OSError as error:
        raise JournalFileError("cli-file-unreadable", path=str(file), reason=error.strerror or str(error)) from error
    with contextlib.closing(open_reader(file)) as connection:
        after = 0
        while batch := entries_after(connection, after, _BATCH):
            yield from batch
            after = batch[-1].seq


def _events(entries: list[Entry], file: Path) -> Iterator[Event]:
    for entry in entries:
        for event in entry.events:
            try:
                yield decode_event(event)
            except msgspec.DecodeError as error:
                raise JournalFileError("cli-event-unknown", path=str(file), seq=entry.seq) from error


def _sent_by_others(entries: list[Entry]) -> Iterator[Finding]:
    """Ballots that did not come from their judge: the events alone cannot tell, the entries can."""
    for entry in entries:
        for event in map(decode_event, entry.events):
            if isinstance(event, BallotReceived) and entry.actor != str(Actor(Role.JUDGE, event.judge)):
                args: dict[str, str | int] = {"judge": event.judge, "pair": event.pair, "actor": entry.actor}
                yield Finding("cli-verify-ballot-sender", args)


def _tell(count: int, head: Head, protocol: Protocol, output: Output) -> None:
    output.say("cli-verify-chain", count=count, hash=head.hash)
    output.say("cli-verify-draws", count=len(protocol.draws))
    for pair in protocol.pairs:
        names = " — ".join(pair.debaters)
        results = ", ".join(f"{who} {result.points}" for who, result in pair.results.items())
        output.line(f"  {names}" + (f": {results}" if results else ""))
    for standing in protocol.standings:
        output.line(f"  {standing.participant}: {standing.result}")
    for finding in protocol.findings:
        output.line(("! " if finding.fault else "· ") + output.texts.format(finding.code, **finding.args))
    output.say("cli-verify-holds" if protocol.holds else "cli-verify-fails")


def backup_to(target: Path, show: Path | None, data: Path | None, output: Output) -> int:
    """Copies the journal, whether Efir is running or not. `JournalError`."""
    places = Places(_data(show, data), show or Path())
    if not places.journal.exists():
        raise JournalFileError("cli-file-absent", path=str(places.journal))
    with output.progress("cli-backup-doing") as progress:
        copy_file(places.journal, target, lambda done, total: progress(done / total if total else 1.0))
    output.say("cli-backup-done", path=str(target))
    return 0


def _data(show: Path | None, data: Path | None) -> Path:
    """Chosen, or of the show, or the only one in the current folder."""
    if data is not None:
        return data
    if show is not None:
        return data_folder(show)
    here = sorted(path for path in Path().glob("*.efir") if path.is_dir())
    if len(here) != 1:
        raise JournalFileError("cli-backup-which", path=str(Path().absolute()))
    return here[0]
