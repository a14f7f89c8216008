from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from control.clock import Instant
from control.journal import Draft, Entry, Head
from control.journal.chain import GENESIS, START, Break, check, digest, link
from control.journal.export import ExportError, export_entries, read_export
from tests.control.journals import chain_of, draft

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_event = st.dictionaries(_text, st.one_of(st.integers(), st.floats(allow_nan=False), _text, st.none())).map(
    msgspec.json.encode
)
_drafts = st.builds(
    Draft,
    st.integers(-(2**53) + 1, 2**53 - 1).map(Instant),
    _text,
    _text,
    _text.map(lambda text: digest(text.encode())),
    st.lists(_event, max_size=3).map(tuple),
)
_chains = st.lists(_drafts, min_size=1, max_size=5).map(lambda drafts: chain_of(*drafts))

patient = settings(deadline=None)  # a busy machine is no fault


def by_the_book(entry: Entry) -> str:
    """docs/verify.md in Python's own library."""
    body = [
        *(entry.previous, entry.seq, entry.at, entry.actor, entry.command_id, entry.command_digest),
        [event.decode() for event in entry.events],
    ]
    return hashlib.sha256(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def test_golden_hash() -> None:
    """Published protocols must verify for ever: this value may never change."""
    assert (
        link(GENESIS, 1, Instant(1700000000000), "судья-1", "c1", digest(b"x"), (b'{"type":"x","n":1.0}',))
        == "008f53de717929560b1f8bbffc7c1e6118e52280b69db38347393fabde36ae6e"
    )


@patient
@given(_chains)
def test_an_honest_chain_is_whole_and_follows_the_book(entries: list[Entry]) -> None:
    assert check(entries) is None
    assert [by_the_book(entry) for entry in entries] == [entry.hash for entry in entries]


@patient
@given(_chains, st.data())
def test_any_changed_field_is_found_and_its_entry_named(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 1))
    victim = entries[place]
    changed = data.draw(
        st.one_of(
            st.builds(lambda to: msgspec.structs.replace(victim, seq=to), st.integers(0, 9)),
            st.builds(lambda to: msgspec.structs.replace(victim, at=to), st.integers()),
            st.builds(lambda to: msgspec.structs.replace(victim, actor=to), _text),
            st.builds(lambda to: msgspec.structs.replace(victim, command_id=to), _text),
            st.builds(lambda to: msgspec.structs.replace(victim, command_digest=to), _text),
            st.builds(lambda to: msgspec.structs.replace(victim, events=tuple(to)), st.lists(_event, max_size=3)),
            st.builds(lambda to: msgspec.structs.replace(victim, previous=to), _text),
            st.builds(lambda to: msgspec.structs.replace(victim, hash=to), _text),
        ).filter(lambda changed: changed != victim)
    )
    fault = check([*entries[:place], changed, *entries[place + 1 :]])
    assert fault is not None
    assert fault.seq == place + 1


@patient
@given(_chains.filter(lambda entries: len(entries) > 1), st.data())
def test_a_missing_repeated_or_moved_entry_is_found(entries: list[Entry], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(entries) - 2))
    missing = [*entries[:place], *entries[place + 1 :]]
    repeated = [*entries[: place + 1], *entries[place:]]
    moved = [*entries[:place], entries[place + 1], entries[place], *entries[place + 2 :]]
    assert check(missing) == check(moved) == Break(place + 1, "seq")
    assert check(repeated) == Break(place + 2, "seq")


def test_a_rewritten_entry_does_not_fit_its_successor() -> None:
    """Whoever changes an entry and computes its hash anew must change every entry after it, and the published
    last hash."""
    first, second = chain_of(draft(), draft())
    (forged,) = chain_of(draft(actor="mallory"))
    assert check([forged, second]) == Break(2, "previous")
    assert first.hash != forged.hash


def test_a_part_is_checked_from_the_entry_before_it() -> None:
    entries = chain_of(draft(), draft(), draft())
    assert check(entries[1:], Head(1, entries[0].hash)) is None
    assert check(entries[1:], Head(1, GENESIS)) == Break(2, "previous")
    assert check(entries[1:]) == Break(1, "seq")


def test_events_that_are_not_utf8_have_no_hash() -> None:
    (entry,) = chain_of(draft())
    assert check([msgspec.structs.replace(entry, events=(b"\xff",))]) == Break(1, "hash")


@patient
@given(_chains)
def test_export_reads_back_as_it_was(entries: list[Entry]) -> None:
    assert read_export(export_entries(entries)) == entries


def test_export_of_a_part_and_of_nothing() -> None:
    entries = chain_of(draft(), draft(), draft())
    after = Head(1, entries[0].hash)
    assert read_export(export_entries(entries[1:], after)) == entries[1:]
    assert read_export(export_entries([], after)) == []
    assert read_export(export_entries([])) == []


@patient
@given(_chains, st.data())
def test_any_changed_byte_of_an_export_is_found_and_its_line_named(entries: list[Entry], data: st.DataObject) -> None:
    document = export_entries(entries)
    place = data.draw(st.integers(0, len(document) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte != document[place]))
    line = document.count(b"\n", 0, place) + 1
    with pytest.raises(ExportError) as found:
        read_export(document[:place] + bytes([byte]) + document[place + 1 :])
    if line > 1:  # a changed header may contradict any line
        assert found.value.arguments["line"] == line
        assert found.value.arguments.get("seq", line - 1) == line - 1


@patient
@given(_chains, st.data())
def test_an_export_cut_short_is_found(entries: list[Entry], data: st.DataObject) -> None:
    document = export_entries(entries)
    with pytest.raises(ExportError):
        read_export(document[: data.draw(st.integers(0, len(document) - 1))])


def line_of(entries: list[Entry]) -> bytes:
    return export_entries(entries).split(b"\n")[1]


@pytest.mark.parametrize(
    "document, code, arguments",
    [
        (b"", "export-format", {}),
        (b"\n", "export-format", {}),
        (b"not json\n", "export-format", {}),
        (b'{"format":"other"}\n', "export-format", {}),
        (
            export_entries([]).replace(b'"version":1', b'"version":2'),
            "export-version",
            {"found": 2, "known": 1},
        ),
        (export_entries([]).replace(b'"version":1', b'"version": 1'), "export-line", {"line": 1}),
        (export_entries([])[:-1], "export-line", {"line": 1}),
        (
            export_entries(chain_of(draft("\x1f"))).replace(b"\\u001f", b"\\u001F"),
            "export-line",
            {"line": 2, "reason": "another spelling"},
        ),
        (export_entries(chain_of(draft())) + b"\n", "export-line", {"line": 3}),
        (export_entries(chain_of(draft())) + b"{}\n", "export-line", {"line": 3}),
        (
            export_entries([]) + line_of(chain_of(draft())) + b"\n",
            "export-incomplete",
            {"line": 2, "expected": 0, "found": 1},
        ),
        (
            export_entries(chain_of(draft(), draft(actor="judge-2"))).replace(b"judge-2", b"judge-3"),
            "export-chain",
            {"line": 3, "seq": 2, "reason": "hash"},
        ),
    ],
)
def test_faults_of_an_export_are_named(document: bytes, code: str, arguments: dict[str, int | str]) -> None:
    with pytest.raises(ExportError) as found:
        read_export(document)
    assert found.value.code == code
    assert found.value.arguments.items() >= arguments.items()


def test_start_is_the_genesis() -> None:
    assert Head(0, GENESIS) == START
    assert chain_of(draft())[0].previous == GENESIS


def test_the_ten_lines_in_the_documentation_work(tmp_path: Path) -> None:
    guide = (Path(__file__).parents[2] / "docs" / "verify.md").read_text(encoding="utf-8")
    program = guide.split("```python\n")[1].split("```")[0]
    entries = chain_of(draft("судья-1"), draft(events=()), draft(events=(b'{"n":1.0,"s":"\\u001f\\"/"}',)))
    export = tmp_path / "export.jsonl"

    def verdict(document: bytes) -> str:
        export.write_bytes(document)
        done = subprocess.run([sys.executable, "-c", program, export], check=False, capture_output=True, text=True)
        return done.stdout + done.stderr

    whole = export_entries(entries)
    assert f"whole, last hash {entries[-1].hash}" in verdict(whole)
    assert "entry 2 was changed" in verdict(whole.replace(entries[1].command_id.encode(), b"other"))
    assert "the file is incomplete" in verdict(whole[: whole.rindex(b"\n", 0, -1) + 1])
