"""An input is opened again for ever, whatever it was away for: no video in it, a call that hangs, a fault of ours."""

from __future__ import annotations

import errno
import itertools
import random
import socket
import threading
import time
import wave
from pathlib import Path

import msgspec
import pytest

from control.core.feeds import Why
from devices.feeds import source as source_module
from devices.feeds.inputs import Opening, opening
from devices.feeds.source import ANOTHER_S, MOST_ABANDONED, MOST_ANOTHER
from devices.feeds.trouble import Trouble

from .media import make
from .watching import watching


def test_a_file_loops_and_ends_if_it_is_not_to(tmp_path: Path) -> None:
    path = str(make(tmp_path / "short.mp4", seconds=0.4))
    with watching(path) as seen:
        seen.until(lambda: len(seen.pictures) >= 45)
    with watching(path, loop=False) as seen:
        seen.until(lambda: seen.source.trouble)
        assert seen.source.trouble == Trouble("ended")


@pytest.mark.parametrize(
    "name, why", [("empty.mp4", "format"), ("noise.ts", "format"), ("text.mp4", "format"), ("absent.mp4", "no-file")]
)
def test_what_is_no_video_is_away_and_is_tried_again(tmp_path: Path, name: str, why: Why) -> None:
    path = tmp_path / name
    if name == "empty.mp4":
        path.write_bytes(b"")
    elif name == "noise.ts":
        path.write_bytes(random.Random(1).randbytes(300_000))
    elif name == "text.mp4":
        path.write_text("это не видео")
    with watching(str(path)) as seen:
        seen.until(lambda: seen.source.trouble)
        assert seen.source.trouble == Trouble(why)
        assert not seen.source.measures(time.monotonic()).connected
        made = make(tmp_path / "whole.mkv")
        made.replace(path)
        seen.until(lambda: seen.pictures)


def test_a_server_that_accepts_and_says_nothing_hangs_nobody() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        found = opening(f"tcp://127.0.0.1:{server.getsockname()[1]}")
        with watching(msgspec.structs.replace(found, open_s=1.0)) as seen:
            seen.until(lambda: seen.source.trouble, 15)
            assert seen.source.trouble == Trouble("no-answer")


def test_asking_for_the_name_is_not_connecting_that_hangs(monkeypatch: pytest.MonkeyPatch) -> None:
    """The opening took all its time, and then the name server takes its own."""
    asked, answers = threading.Event(), threading.Event()

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.EIO, "input or output")

    def of(*_: object) -> Trouble:
        asked.set()
        assert answers.wait(60)
        return Trouble("unknown-host")

    monkeypatch.setattr("devices.feeds.source.av.open", fail)
    monkeypatch.setattr("devices.feeds.source.troubles.of", of)
    monkeypatch.setattr(source_module, "GRACE_S", 0.0)
    with watching(Opening(file="x", open_s=0.05)) as seen:
        seen.until(asked.is_set)
        seen.source.supervise(time.monotonic() + 10)
        assert seen.source.trouble is None
        answers.set()
        seen.until(lambda: seen.source.trouble)
        assert seen.source.trouble == Trouble("unknown-host")


def test_a_thread_that_hangs_is_replaced_as_long_as_few_of_them_do(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a name server that never answers: no time limit of FFmpeg helps."""
    opened: list[threading.Thread] = []
    come_back = threading.Semaphore(0)

    def hang(*_: object, **__: object) -> None:
        opened.append(threading.current_thread())
        come_back.acquire(timeout=60)
        raise OSError("it came back after all")

    monkeypatch.setattr("devices.feeds.source.av.open", hang)
    monkeypatch.setattr(source_module, "GRACE_S", 0.0)
    with watching(Opening(file="x", open_s=0.05)) as seen:
        seen.until(lambda: seen.source.stuck, 20)
        for later in range(50):
            seen.source.supervise(time.monotonic() + later)
        assert len(opened) == MOST_ABANDONED + 1
        assert seen.source.trouble == Trouble("hangs")
        assert not seen.source.measures(time.monotonic()).connected
        come_back.release()
        seen.until(lambda: len(opened) == MOST_ABANDONED + 2 and seen.source.stuck, 20)
        assert sum(thread.is_alive() for thread in opened) == MOST_ABANDONED + 1
        began, minutes = time.monotonic(), itertools.count(1)

        def all_of_them() -> bool:
            seen.source.supervise(began + next(minutes) * (ANOTHER_S + 1))
            return len(opened) > MOST_ANOTHER

        seen.until(all_of_them)  # one more a minute: what hung may be mended
        for _ in range(50):
            all_of_them()
        assert len(opened) == MOST_ANOTHER + 1
    come_back.release(len(opened))


def test_a_reader_that_fails_by_a_fault_of_ours_waits_like_any_other(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    opened: list[float] = []

    def fail(*_: object, **__: object) -> None:
        opened.append(time.monotonic())
        raise RuntimeError("a stream nobody thought of")

    monkeypatch.setattr("devices.feeds.source.av.open", fail)
    with watching(Opening(file="x")) as seen:
        seen.until(lambda: len(opened) == 4)
        assert opened[3] - opened[0] > 0.4 + 0.8 + 1.6 - 0.1
        assert seen.source.trouble == Trouble("failed", "a stream nobody thought of")
    assert caplog.text.count("Traceback") == 1


def test_video_that_nobody_can_decode_says_so(tmp_path: Path) -> None:
    path = make(tmp_path / "strange.mkv")
    path.write_bytes(path.read_bytes().replace(b"V_MPEG4/ISO/AVC", b"V_MPEG4/ISO/XYZ"))
    with watching(str(path)) as seen:
        seen.until(lambda: seen.source.trouble)
        assert seen.source.trouble == Trouble("no-decoder")


def test_sound_alone_is_no_video(tmp_path: Path) -> None:
    path = tmp_path / "tone.wav"
    with wave.open(str(path), "wb") as tone:
        tone.setnchannels(1)
        tone.setsampwidth(2)
        tone.setframerate(8000)
        tone.writeframes(bytes(16_000))
    with watching(str(path)) as seen:
        seen.until(lambda: seen.source.trouble)
        assert seen.source.trouble == Trouble("no-video")


def test_a_port_where_nobody_listens(free_port: int) -> None:
    with watching(f"rtsp://admin:geheim@127.0.0.1:{free_port}/cam") as seen:
        seen.until(lambda: seen.source.trouble)
        assert seen.source.trouble == Trouble("refused")


def test_who_waits_to_be_sent_to_says_so(free_port: int) -> None:
    found = opening(f"udp://127.0.0.1:{free_port}")
    with watching(msgspec.structs.replace(found, open_s=1.0, read_s=1.0)) as seen:
        seen.until(lambda: seen.source.trouble, 20)
        assert seen.source.trouble == Trouble("nobody-sends")


def test_memory_is_bounded_while_nobody_takes_anything(tmp_path: Path) -> None:
    """The source keeps one frame; what it hands on is the taker's business."""
    with watching(str(make(tmp_path / "long.mp4", seconds=3))) as seen:
        seen.until(lambda: len(seen.pictures) > 60)
        kept = [name for name, value in vars(seen.source).items() if isinstance(value, list | dict) and value]
    assert kept == []
