"""Feeds of cameras: alive, frozen, gone, and back."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from control import nut
from control.core.program import Take
from control.core.types import CameraId
from scenes.feeds import STANDS, DirectState, Judgement
from tests.scenes.conftest import Peer
from tests.scenes.hands import until
from tests.scenes.production import CLOSE, Production, production, small_show

WIDE = CameraId("wide")


def status(state: str, cursor: float | None = None) -> dict[str, Any]:
    return {"mediaState": f"OBS_MEDIA_STATE_{state}", "mediaCursor": cursor, "mediaDuration": None}


def test_the_words_of_obs() -> None:
    judge = Judgement()
    assert judge.of(WIDE, status("PLAYING", 1), False, 0) == "live"
    assert judge.of(WIDE, status("OPENING"), False, 1) == "connecting"
    assert judge.of(WIDE, status("BUFFERING"), False, 1) == "connecting"
    for end in ("NONE", "STOPPED", "ENDED", "ERROR", "SOMETHING_NEW"):
        assert judge.of(WIDE, status(end), False, 2) == "lost"
    assert judge.of(WIDE, status("ENDED"), True, 3) == "ended"
    assert Judgement().of(WIDE, status("ENDED"), True, 3) == "lost", "a file that is not there ends at once"


def test_a_connection_that_stands_without_a_picture_is_frozen() -> None:
    judge = Judgement()
    assert judge.of(WIDE, status("PLAYING", 500), False, 0) == "live"
    assert judge.of(WIDE, status("PLAYING", 500), False, STANDS - 0.1) == "live"
    assert judge.of(WIDE, status("PLAYING", 500), False, STANDS) == "frozen"
    assert judge.of(WIDE, status("PLAYING", 540), False, STANDS + 1) == "live"
    assert judge.of(WIDE, status("ENDED"), False, STANDS + 2) == "lost"
    assert judge.of(WIDE, status("PLAYING", 540), False, STANDS + 9) == "live", "another connection, counted anew"


def test_what_plays_without_ever_a_picture_was_refused() -> None:
    judge = Judgement()
    assert judge.of(WIDE, status("PLAYING", 0), False, 0) == "connecting"
    assert judge.of(WIDE, status("PLAYING", 0), False, STANDS - 0.1) == "connecting"
    assert judge.of(WIDE, status("PLAYING", 0), False, STANDS) == "lost"
    judge.opened(WIDE)
    assert judge.of(WIDE, status("PLAYING", 0), False, STANDS + 1) == "connecting"
    assert judge.of(WIDE, status("PLAYING", 40), False, STANDS + 2) == "live"
    assert judge.of(WIDE, status("PLAYING", 0), False, STANDS + 3) == "live", "a film begins anew"


def test_a_switcher_that_tells_no_time_is_believed() -> None:
    judge = Judgement()
    assert {judge.of(WIDE, status("PLAYING"), False, at) for at in range(60)} == {"live"}


@given(st.lists(st.tuples(st.floats(0.1, 2), st.integers(1, 4)), max_size=40))
def test_frozen_means_that_nothing_moved_for_so_long(looks: list[tuple[float, int]]) -> None:
    judge, now, moved_at, last = Judgement(), 0.0, 0.0, -1
    for pause, cursor in looks:
        now += pause
        if cursor != last:
            moved_at, last = now, cursor
        expected = "frozen" if now - moved_at >= STANDS else "live"
        assert judge.of(WIDE, status("PLAYING", cursor), False, now) == expected


class NetworkCamera:
    """25 raw pictures a second over TCP, for whoever connects; it can fall silent, and go."""

    size = 64, 36

    def __init__(self, port: int) -> None:
        self.sends = True
        self.port = port
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    async def start(self) -> None:
        """On the same port again, after `stop`."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port)

    async def stop(self) -> None:
        """Nobody new first: Python 3.11 loses the socket of one who is let in while the server closes."""
        if self._server is not None and self._server.is_serving():
            for listening in self._server.sockets:
                asyncio.get_running_loop().remove_reader(listening.fileno())
            await asyncio.sleep(0)
            self._server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()

    async def _serve(self, _: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        width, height = self.size
        self._writers.add(writer)
        writer.write(nut.header([nut.Video(b"BGRA", width, height)]))
        pts = 0
        try:
            while not writer.is_closing():
                if self.sends:
                    pixels = bytes([pts % 256, 90, 160, 255]) * (width * height)
                    writer.write(nut.frame_prefix(pts, len(pixels)) + pixels)
                    await writer.drain()
                pts += 40
                await asyncio.sleep(0.04)
        except ConnectionError:
            pass
        finally:
            self._writers.discard(writer)
            writer.close()


async def becomes(ours: Production, state: DirectState) -> None:
    await until(lambda: ours.telemetry.latest.get("direct") == {"one": state}, 60, state)


@pytest.mark.obs
@pytest.mark.timeout(300)
async def test_a_camera_freezes_goes_and_comes_back(
    obs_peer: Peer, tmp_path: Path, film: Path, free_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for pause in ("AGAIN", "SLOW"):
        monkeypatch.setattr(f"scenes.feeds.{pause}", 2.0)
    camera = NetworkCamera(free_port)  # switched on later: OBS 29 does not try an address again that refused it at once
    show = small_show(film)
    direct = replace(show.cameras[0], url=f"tcp://127.0.0.1:{camera.port}", feed="direct")
    show = replace(show, cameras=(direct,))
    try:
        async with production(obs_peer, tmp_path, show, monitor=True) as ours:
            await ours.do(Take(CLOSE))
            await becomes(ours, "lost")
            await camera.start()
            await becomes(ours, "live")
            camera.sends = False
            await becomes(ours, "frozen")
            camera.sends = True
            await becomes(ours, "live")
            await camera.stop()
            await becomes(ours, "lost")
            await camera.start()
            await becomes(ours, "live")
    finally:
        await camera.stop()


async def test_a_file_that_loops_is_alive_and_one_that_is_missing_is_not(
    peer: Peer, tmp_path: Path, film: Path
) -> None:
    async with production(peer, tmp_path, small_show(film), monitor=True) as ours:
        await becomes(ours, "live")
        await asyncio.sleep(STANDS + 1)
        await becomes(ours, "live")
        if peer.rehearsal is not None:
            told: list[Any] = []
            ours.telemetry.subscribe(lambda key, value: told.append(value) if key == "direct" else None)
            await peer.rehearsal.disconnect()
            await until(lambda: {} in told, what="nothing is known")
            await becomes(ours, "live")
    if peer.real:
        missing = replace(small_show(film).cameras[0], url=str(tmp_path / "absent.mp4"))
        (tmp_path / "again").mkdir()
        show = replace(small_show(film), cameras=(missing,))
        async with production(peer, tmp_path / "again", show, monitor=True) as ours:
            await becomes(ours, "lost")
