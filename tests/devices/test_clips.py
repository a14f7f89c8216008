"""How long a clip is: real files, whole and broken, and a disk that does not answer."""

from __future__ import annotations

import asyncio
import threading
import wave
from collections.abc import Callable
from pathlib import Path

import av
import pytest

from control.clock import Duration
from control.language import LANGUAGES, Texts
from devices.clips import PATIENCE, ClipError, Clips, clip_length
from devices.footage import Footage, make


def sound(path: Path, seconds: float) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 1, 8_000, 0, "NONE", ""))
        file.writeframes(b"\x80" * round(8_000 * seconds))
    return path


def film(path: Path) -> Path:
    make(Footage("Клип", 0, 160, 90, 8), path)
    return path


def cut(path: Path) -> Path:
    """What it says of itself stood at its beginning."""
    path.write_bytes(film(path).read_bytes()[200:])
    return path


def playlist(path: Path) -> Path:
    path.write_text("#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nhttp://127.0.0.1:9/a.ts\n", "utf-8")
    return path


def written(data: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(data)
        return path

    return write


def bare(path: Path) -> Path:
    """Pictures one after another, without a container that could say how many."""
    with av.open(str(path), "w", format="h264") as container:
        video = container.add_stream("libx264", rate=25)
        video.width, video.height, video.pix_fmt = 64, 64, "yuv420p"
        for _ in range(25):
            container.mux(video.encode(av.VideoFrame(64, 64, "yuv420p")))
        container.mux(video.encode(None))
    return path


def test_sound_and_film(tmp_path: Path) -> None:
    assert clip_length(sound(tmp_path / "Заставка 1.wav", 2.5)) == 2_500
    assert clip_length(film(tmp_path / "film.mp4")) == 8_000


@pytest.mark.parametrize(
    "name, make_it, code",
    [
        ("gone.mp4", lambda path: path, "clip-absent"),
        ("folder.mp4", lambda path: path.mkdir(), "clip-absent"),
        ("empty.mp4", written(b""), "clip-unreadable"),
        ("noise.mp4", written(bytes(range(256)) * 64), "clip-unreadable"),
        ("cut.mp4", cut, "clip-unreadable"),
        ("stream.m3u8", playlist, "clip-unreadable"),
        ("words.srt", written(b"1\n00:00:01,000 --> 00:00:02,000\nWords\n\n"), "clip-unreadable"),
        ("bare.h264", bare, "clip-no-length"),
    ],
)
def test_what_has_no_length_that_can_be_known(
    tmp_path: Path, name: str, make_it: Callable[[Path], object], code: str
) -> None:
    path = tmp_path / name
    make_it(path)
    with pytest.raises(ClipError) as refused:
        clip_length(path)
    assert refused.value.code == code
    for language in LANGUAGES:
        assert code not in Texts(language).format(code, **refused.value.arguments)


async def test_the_loop_is_free_while_a_file_is_read(tmp_path: Path) -> None:
    path, go_on = sound(tmp_path / "a.wav", 1), threading.Event()
    loop, begun = asyncio.get_running_loop(), asyncio.Event()

    def read(asked: Path) -> Duration:
        loop.call_soon_threadsafe(begun.set)
        assert go_on.wait(30)
        return clip_length(asked)

    asking = asyncio.create_task(Clips(read, PATIENCE * 6).length(path))
    await begun.wait()
    go_on.set()
    assert await asking == 1_000


async def test_a_disk_that_hangs_is_given_up_on_and_costs_one_thread(tmp_path: Path) -> None:
    path, answers = sound(tmp_path / "a.wav", 1), threading.Event()
    asked: list[Path] = []
    threads: list[threading.Thread] = []

    def read(path: Path) -> Duration:
        asked.append(path)
        threads.append(threading.current_thread())
        assert answers.wait(30)
        return clip_length(path)

    clips = Clips(read, 0.05)
    for _ in range(3):
        with pytest.raises(ClipError) as late:
            await clips.length(path)
        assert late.value.code == "clip-late"
    assert asked == [path]
    assert threads[0].daemon, "or Efir could not end"
    answers.set()
    await asyncio.to_thread(threads[0].join)
    patient = Clips(clip_length, PATIENCE * 6)
    assert await patient.length(path) == 1_000
    assert await patient.length(path) == 1_000, "asked anew: the file may be another by now"


async def test_what_nobody_foresaw_reaches_the_one_who_asked(tmp_path: Path) -> None:
    def read(path: Path) -> Duration:
        raise MemoryError

    clips = Clips(read, PATIENCE * 6)
    for _ in range(2):
        with pytest.raises(MemoryError):
            await clips.length(tmp_path)
