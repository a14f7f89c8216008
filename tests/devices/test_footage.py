"""Test footage is what it says, whole or not there."""

import itertools
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from devices.footage import FPS, RATE, Footage, make, prepare, timecode

SMALL = Footage("Камера 1", 0, width=320, height=180, seconds=8)
OTHER = Footage("Камера 2", 1, width=320, height=180, seconds=8)

Grey = NDArray[Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    return prepare([SMALL, OTHER], tmp_path_factory.mktemp("footage"))


def pictures(path: Path) -> list[Grey]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="gray") for frame in container.decode(video=0)]


def pitch(path: Path) -> float:
    """The strongest frequency, Hz."""
    with av.open(str(path)) as container:
        wave = np.concatenate([frame.to_ndarray()[0] for frame in container.decode(audio=0)])
    return float(np.argmax(np.abs(np.fft.rfft(wave[: 4 * RATE]))) / 4)


def difference(one: Grey, other: Grey) -> float:
    return float(np.mean(np.abs(one.astype(int) - other.astype(int))))


def test_picture_and_sound_are_equally_long(files: tuple[Path, ...]) -> None:
    with av.open(str(files[0])) as container:
        (video,), (audio,) = container.streams.video, container.streams.audio
        assert (video.width, video.height) == (320, 180)
        assert video.average_rate == FPS
        assert (video.codec_context.name, audio.codec_context.name, audio.rate) == ("h264", "aac", RATE)
        for stream in (video, audio):
            assert stream.duration is not None
            assert stream.time_base is not None
            assert stream.duration * stream.time_base == 8
        assert video.frames == 200


def test_the_picture_moves_and_loops_without_a_seam(files: tuple[Path, ...]) -> None:
    frames = pictures(files[0])
    steps = [difference(one, other) for one, other in itertools.pairwise(frames)]
    assert min(steps) > 0  # a small picture moves less than a pixel a frame
    assert min(difference(one, other) for one, other in itertools.pairwise(frames[::5])) > 1
    assert difference(frames[-1], frames[0]) <= 1.5 * max(steps)


def test_cameras_differ_in_picture_and_pitch(files: tuple[Path, ...]) -> None:
    one, other = (pictures(path)[10] for path in files)
    assert difference(one, other) > 2
    assert [round(pitch(path)) for path in files] == [440, 550]


def test_the_same_footage_is_the_same_file(tmp_path: Path, files: tuple[Path, ...]) -> None:
    again = tmp_path / "again.mp4"
    make(SMALL, again)
    assert again.read_bytes() == files[0].read_bytes()


def test_what_is_there_is_not_made_again(files: tuple[Path, ...]) -> None:
    before = [path.stat().st_mtime_ns for path in files]
    heard: list[float] = []
    assert prepare([SMALL, OTHER], files[0].parent, heard.append) == files
    assert heard == []
    assert [path.stat().st_mtime_ns for path in files] == before


def test_progress_rises_to_the_end(tmp_path: Path) -> None:
    heard: list[float] = []
    prepare([SMALL, OTHER], tmp_path / "new", heard.append)
    assert heard == sorted(heard)
    assert len(heard) > 100
    assert heard[-1] == 1.0


class StoppedError(Exception):
    pass


def test_stopped_in_the_middle_it_leaves_nothing(tmp_path: Path) -> None:
    def stop(part: float) -> None:
        if part > 0.5:
            raise StoppedError

    with pytest.raises(StoppedError):
        prepare([SMALL], tmp_path, stop)
    assert list(tmp_path.iterdir()) == []


def test_what_a_kill_left_behind_is_not_taken_for_footage(tmp_path: Path) -> None:
    (tmp_path / f"{SMALL.file_name}.part").write_bytes(b"half of it")
    (path,) = prepare([SMALL], tmp_path)
    assert list(tmp_path.iterdir()) == [path]
    assert len(pictures(path)) == 200


def test_another_label_or_size_is_another_file() -> None:
    names = {SMALL.file_name, OTHER.file_name, Footage("Камера 1", 0).file_name, Footage("Камера 1", 1).file_name}
    assert len(names) == 4


def test_a_long_label_is_made_smaller_not_cut(tmp_path: Path) -> None:
    long = Footage("Очень длинное название камеры у дальней стены зала", 0, width=320, height=180, seconds=8)
    (path,) = prepare([long], tmp_path)
    # The right margin stays free of text: at the label's height only the background is there.
    assert pictures(path)[0][8:34, 308:].max() < 120


@pytest.mark.parametrize(
    "number, text", [(0, "00:00:00:00"), (26, "00:00:01:01"), (1_500, "00:01:00:00"), (90_000, "01:00:00:00")]
)
def test_timecode(number: int, text: str) -> None:
    assert timecode(number) == text
