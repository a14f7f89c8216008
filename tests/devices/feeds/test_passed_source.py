"""An input whose packets go out as they come: when they do, and when its pictures are drawn instead."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devices.feeds.inputs import opening
from devices.feeds.source import Source
from devices.feeds.wire import FeedConfig

from .media import FPS, make
from .watching import HEIGHT, WIDTH, Seen


class Told(Seen):
    """What came out, in its order."""

    def __init__(self, path: Path, *, loop: bool) -> None:
        self.order: list[str] = []
        config = FeedConfig(name="test", url="", width=WIDTH, height=HEIGHT, fps=FPS, loop=loop)
        super().__init__(
            Source(
                opening(str(path)),
                config,
                lambda *_: self.order.append("picture"),
                lambda _: None,
                lambda _: self.order.append("packet"),
                lambda: self.order.append("open"),
            )
        )
        self.source.live = True

    @property
    def connections(self) -> list[list[str]]:
        """Those that are over: it is opened again when the file has ended."""
        times: list[list[str]] = []
        for what in self.order:
            if what == "open":
                times.append([])
            else:
                times[-1].append(what)
        return times[:-1]


@contextmanager
def told(path: Path, *, loop: bool = False) -> Iterator[Told]:
    seen = Told(path, loop=loop)
    try:
        yield seen
    finally:
        seen.source.close()


def test_what_begins_with_a_key_frame_is_never_drawn(tmp_path: Path) -> None:
    path = make(tmp_path / "plain.ts", seconds=1, tracks=0, options={"tune": "zerolatency"})
    with told(path) as seen:
        seen.until(lambda: len(seen.connections) == 2)
        first, second, *_ = seen.connections
    assert set(first) == set(second) == {"packet"}
    assert len(first) == len(second) == FPS


def test_until_a_key_frame_comes_its_pictures_are_drawn(tmp_path: Path) -> None:
    """Joined in the middle of a stream that renews its pictures bit by bit: there is none, and it can be seen at once;
    each time it is opened."""
    options = {"x264-params": "intra-refresh=1"}
    whole = make(tmp_path / "refresh.ts", seconds=6, tracks=0, options=options).read_bytes()
    path = tmp_path / "middle.ts"
    path.write_bytes(whole[len(whole) // 3 // 188 * 188 :])
    with told(path) as seen:
        seen.until(lambda: len(seen.connections) == 2, 60)
        assert not seen.source.passing
        first, second, *_ = seen.connections
    for each in (first, second):
        assert set(each) == {"picture"}
        assert len(each) > 10


def test_a_clip_of_one_picture_is_drawn_again_and_again(tmp_path: Path) -> None:
    """Its only packet would wait in OBS's decoder for the next one."""
    path = make(tmp_path / "one.mp4", seconds=1 / FPS, tracks=0)
    with told(path, loop=True) as seen:
        seen.until(lambda: seen.order.count("picture") > 10)
        assert not seen.source.passing
        assert seen.order.count("packet") <= 1
