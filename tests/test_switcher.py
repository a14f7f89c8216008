"""What is brought to a bare machine beside OBS."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from efir import switcher
from efir.places import Places
from efir.switcher import _browser_for_graphics

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="apt-get is of Debian and Ubuntu")


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """The lines of what apt-get was asked, by root; it is played by a script."""
    script = tmp_path / "apt-get"
    script.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/asked\n[ ! -e {tmp_path}/fails ]\n')
    script.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    return lambda: (tmp_path / "asked").read_text("utf-8").splitlines()


async def test_a_browser_for_the_graphics_is_installed_once(
    asked: Callable[[], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(switcher, "find_chromium", lambda: None)
    await _browser_for_graphics(Places(tmp_path, tmp_path / "show.yaml"))
    update, install = asked()
    assert "update" in update
    assert "install --yes --no-install-recommends chromium" in install
    monkeypatch.setattr(switcher, "find_chromium", lambda: tmp_path / "chromium")
    await _browser_for_graphics(Places(tmp_path, tmp_path / "show.yaml"))
    assert len(asked()) == 2


async def test_without_a_browser_the_show_goes_on_and_it_is_said(
    asked: Callable[[], list[str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "fails").touch()
    monkeypatch.setattr(switcher, "find_chromium", lambda: None)
    await _browser_for_graphics(Places(tmp_path, tmp_path / "show.yaml"))
    said = "".join(capsys.readouterr())
    assert "could not be installed" in said
    assert "graphics are not on air" in said
