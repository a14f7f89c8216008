"""The house's own guards: nothing of ours blocks the event loop unseen, locks name no host, one version number."""

from __future__ import annotations

import asyncio
import importlib.metadata
import re
import socket
from pathlib import Path

import pytest
from blockbuster import BlockingError

from tests import real
from webui import built

ROOT = Path(__file__).parent.parent


async def test_a_blocking_call_on_the_event_loop_is_caught() -> None:
    with pytest.raises(BlockingError):
        built.source_digest()


async def test_the_same_call_in_a_thread_is_allowed() -> None:
    assert len(await asyncio.to_thread(built.source_digest)) == 64


def test_a_free_port_can_be_bound(free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        pass


@pytest.mark.parametrize("lock", ["requirements.lock", "webui/package-lock.json"])
def test_locks_name_no_host(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert re.findall(r"[a-z]+://\S+", text) == []


def test_every_locked_package_has_hashes() -> None:
    blocks = re.split(r"\n(?=\S)", (ROOT / "requirements.lock").read_text("utf-8").strip())
    assert len(blocks) > 40
    assert [block for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_the_installed_version_is_the_projects() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    assert f'\nversion = "{importlib.metadata.version("efir")}"' in project


def test_without_a_program_a_test_is_skipped_but_fails_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = real.Program("Absent", lambda: None, (), "nowhere")
    monkeypatch.setitem(real.PROGRAMS, "absent", absent)
    monkeypatch.setattr(real, "IN_CI", False)
    with pytest.raises(pytest.skip.Exception, match="Absent is not here"):
        real.require("absent")
    monkeypatch.setattr(real, "IN_CI", True)
    with pytest.raises(pytest.fail.Exception, match="Absent is not here"):
        real.require("absent")
