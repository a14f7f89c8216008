"""The command line: what it prints, to whom, and with which exit status."""

import asyncio
import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from control.clock import Instant
from control.contest.events import BallotReceived
from control.core.graphics import Played
from control.core.types import GraphicId, JudgeId, PairId
from control.journal import Draft, Entry, SqliteJournal
from control.journal.chain import digest
from control.journal.export import export_entries
from control.show import Language
from efir.cli import choose_language, main, take_language
from efir.options import data_folder

ROOT = Path(__file__).parents[1]
EXAMPLE = ROOT / "examples" / "debate" / "show.yaml"
SHOWFILES = ROOT / "tests" / "control" / "showfiles"

Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EFIR_LANGUAGE", "en")
    monkeypatch.setenv("COLUMNS", "100")


# --- check


@pytest.mark.parametrize("language", ["ru", "en"])
def test_check_tells_every_fault(language: Language, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(SHOWFILES)
    assert main(["check", "broken.yaml", "--language", language]) == 1
    captured = capsys.readouterr()
    assert captured.out == (SHOWFILES / f"broken.{language}.txt").read_text(encoding="utf-8")
    assert captured.err == ""


def test_check_for_a_machine(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(SHOWFILES)
    assert main(["check", "broken.yaml", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["ok"] is False
    assert len(found["faults"]) >= 12
    assert found["faults"][0] == {
        "file": "broken.yaml",
        "line": 1,
        "column": 8,
        "key": "title",
        "code": "show-text-empty",
        "args": {},
        "text": "the text is empty",
    }


def test_check_is_content_with_the_example(capsys: Capture) -> None:
    assert main(["check", str(EXAMPLE)]) == 0
    assert capsys.readouterr().out == "No faults.\n"
    assert main(["check", str(EXAMPLE), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"ok": True, "faults": []}


def test_a_show_file_that_is_not_there(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "none.yaml"
    assert main(["check", str(path)]) == 1
    assert capsys.readouterr().out == f"{path}: there is no such file\n"


def test_a_program_of_its_own_speaks_utf8_into_a_pipe() -> None:
    """As an editor or a CI system runs it."""
    done = subprocess.run(
        [sys.executable, "-m", "efir", "check", str(SHOWFILES / "broken.yaml"), "--language", "ru"],
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1
    assert "текст пуст" in done.stdout.decode()
    assert done.stderr == b""


# --- The command line itself


@pytest.mark.parametrize(
    "arguments, words",
    [
        (["rnu"], "there is no command “rnu”"),
        (["run"], "SHOW is missing"),
        (["run", "a.yaml", "--prot", "1"], "there is no option --prot"),
        (["run", "a.yaml", "--port", "99999"], "--port: this value will not do (0–65535)"),
        (["run", "a.yaml", "--port", "abc"], "--port: this value will not do (0–65535)"),
        (["run", "a.yaml", "--obs", "http://x"], "--obs: this value will not do"),
        (["plan", "a.yaml", "--obs", "rehearsal"], "--obs: this value will not do"),
        (["check", "a.yaml", "b.yaml"], "b.yaml"),
        (["check", "a.yaml", "--language", "de"], "There is no language “de”"),
        (["check", "a.yaml", "--language"], "There is no language “”"),
    ],
)
def test_a_wrong_command_line(arguments: list[str], words: str, capsys: Capture) -> None:
    assert main(arguments) == 2
    captured = capsys.readouterr()
    assert words in captured.err
    assert captured.out == ""


def test_help_is_in_both_languages(capsys: Capture) -> None:
    assert main(["--help", "--language", "ru"]) == 0
    russian = capsys.readouterr().out
    assert "Запустить шоу" in russian
    assert "Параметры" in russian
    assert main(["--help"]) == 0
    assert "Start the show" in capsys.readouterr().out


def test_without_a_command_there_is_help(capsys: Capture) -> None:
    assert main([]) == 2
    captured = capsys.readouterr()
    assert "Start the show" in captured.out + captured.err


def test_version(capsys: Capture) -> None:
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("efir ")


def test_the_language_stands_anywhere_before_a_double_dash() -> None:
    assert take_language(["--language", "ru", "check", "a"]) == ("ru", ["check", "a"])
    assert take_language(["check", "a", "--language=en"]) == ("en", ["check", "a"])
    assert take_language(["check", "--", "--language", "ru"]) == (None, ["check", "--", "--language", "ru"])


@pytest.mark.parametrize(
    "chosen, environ, system, language",
    [
        ("en", {"EFIR_LANGUAGE": "ru"}, "ru_RU", "en"),
        (None, {"EFIR_LANGUAGE": "ru", "LANG": "en_US.UTF-8"}, None, "ru"),
        (None, {"LC_ALL": "ru_RU.UTF-8", "LANG": "en_US.UTF-8"}, None, "ru"),
        (None, {"LANG": "en_US.UTF-8"}, "ru_RU", "en"),
        (None, {}, "Russian_Russia", "ru"),
        (None, {}, "ru_RU", "ru"),
        (None, {"EFIR_LANGUAGE": "de"}, None, "en"),
        (None, {}, None, "en"),
    ],
)
def test_choice_of_language(chosen: str | None, environ: dict[str, str], system: str | None, language: str) -> None:
    assert choose_language(chosen, environ, system) == language


# --- verify, backup


def journal(path: Path, count: int) -> list[Entry]:
    """A journal of `count` entries, closed. The command line has a loop of its own, so these tests have none."""
    return asyncio.run(_journal(path, count))


async def _journal(path: Path, count: int) -> list[Entry]:
    written = SqliteJournal(path)
    await written.open()
    try:
        event = msgspec.json.encode(Played(GraphicId("clock")))
        return [
            await written.append(Draft(Instant(number), "owner", f"c{number}", digest(b"x"), (event,)))
            for number in range(count)
        ]
    finally:
        await written.close()


def test_verify_reads_exports_and_journals(tmp_path: Path, capsys: Capture) -> None:
    entries = journal(tmp_path / "show.sqlite", 3)
    export = tmp_path / "export.jsonl"
    export.write_bytes(export_entries(entries))
    for file in (export, tmp_path / "show.sqlite"):
        assert main(["verify", str(file)]) == 0
        told = capsys.readouterr().out
        assert f"The chain holds: 3 entries, last hash {entries[-1].hash}" in told
        assert "The protocol adds up." in told
        assert main(["verify", str(file), "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        assert (found["ok"], found["entries"], found["last"], found["hash"]) == (True, 3, 3, entries[-1].hash)


def test_verify_names_a_ballot_that_its_judge_did_not_send(tmp_path: Path, capsys: Capture) -> None:
    ballot = BallotReceived(PairId("1"), JudgeId("kim"), 1, {}, Instant(1))

    async def write(actor: str) -> None:
        written = SqliteJournal(tmp_path / f"{actor.partition(':')[0]}.sqlite")
        await written.open()
        await written.append(Draft(Instant(1), actor, "c", digest(b"x"), (msgspec.json.encode(ballot),)))
        await written.close()

    for actor in ("judge:kim", "operator:anna"):
        asyncio.run(write(actor))
    main(["verify", str(tmp_path / "judge.sqlite")])
    assert "somebody else" not in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "operator.sqlite")]) == 1
    assert "was sent by somebody else: operator:anna" in capsys.readouterr().out


def test_verify_finds_what_was_changed(tmp_path: Path, capsys: Capture) -> None:
    entries = journal(tmp_path / "show.sqlite", 3)
    export = tmp_path / "export.jsonl"
    export.write_bytes(export_entries(entries).replace(b"clock", b"score"))
    assert main(["verify", str(export)]) == 1
    assert "entry 1" in capsys.readouterr().err.lower()
    connection = sqlite3.connect(tmp_path / "show.sqlite")
    connection.execute("UPDATE entries SET at = at + 1 WHERE seq = 2")
    connection.commit()
    connection.close()
    assert main(["verify", str(tmp_path / "show.sqlite")]) == 1
    assert "2" in capsys.readouterr().err
    assert main(["verify", str(tmp_path / "show.sqlite"), "--json"]) == 1
    assert json.loads(capsys.readouterr().out) == {
        "ok": False,
        "code": "journal-chain-broken",
        "args": {"seq": 2, "reason": "hash"},
    }


@pytest.mark.parametrize("content, status", [(b"", 1), (b"hello\n", 1), (b"SQLite format 3\0 and no more", 3)])
def test_verify_of_something_else(content: bytes, status: int, tmp_path: Path, capsys: Capture) -> None:
    file = tmp_path / "file"
    file.write_bytes(content)
    assert main(["verify", str(file)]) == status
    assert capsys.readouterr().err.startswith("Error: ")


def test_verify_of_nothing(tmp_path: Path, capsys: Capture) -> None:
    assert main(["verify", str(tmp_path / "none")]) == 3
    assert capsys.readouterr().err == f"Error: There is no file {tmp_path / 'none'}\n"
    assert main(["verify", str(tmp_path)]) == 3


def test_backup_copies_the_journal_of_a_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    show = tmp_path / "my.yaml"
    entries = journal(data_folder(show) / "show.sqlite", 2)
    monkeypatch.chdir(tmp_path)
    for number, how in enumerate((["--show", "my.yaml"], ["--data", "my.efir"], [])):
        copy = tmp_path / f"copy{number}.sqlite"
        assert main(["backup", str(copy), *how]) == 0
        said = capsys.readouterr().out
        assert str(copy) in said
        assert "keep it to yourself" in said, "whoever holds the copy can make every link of the show"
        assert main(["verify", str(copy)]) == 0
        assert entries[-1].hash in capsys.readouterr().out
    assert main(["backup", str(tmp_path / "copy0.sqlite")]) == 3
    assert "already" in capsys.readouterr().err


def test_backup_of_no_show(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["backup", "copy.sqlite"]) == 3
    assert "--show FILE" in capsys.readouterr().err
    assert main(["backup", "copy.sqlite", "--show", "none.yaml"]) == 3
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["run", "links", "reset-owner", "plan", "apply"])
def test_a_data_folder_that_cannot_be(command: str, tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "file").write_text("in the way")
    assert main([command, str(EXAMPLE), "--data", str(tmp_path / "file" / "data")]) == 3
    captured = capsys.readouterr()
    assert (captured.out, "--data" in captured.err) == ("", True)


def test_the_data_of_a_show_lie_beside_it() -> None:
    assert data_folder(Path("debate/show.yaml")) == Path("debate/show.efir").absolute()
