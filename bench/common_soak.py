"""Four cameras that come in four ways, and what goes wrong with each: for `bench soak`.

*rtsp* is a server that Efir reads, *rtmp* pushes to Efir, *srt* comes through `srt-live-transmit`, *phone* is Efir's
page in a Chromium with its fake camera, published by WHIP.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final, Protocol

import psutil  # type: ignore[import-untyped]
from msgspec import Struct
from playwright.async_api import Browser, Page, expect

from bench.common_feeds import SimulatedCamera
from bench.common_page import chromium
from tests import real
from tests.e2e.phones import FAKE
from tests.ports import free_port

WIDTH, HEIGHT, FPS = 640, 360, 15
"""OBS's canvas, and what each camera sends: two cores paint, encode, decode, draw and record all of it."""
OTHER_SIZE: Final = "480x270"


class Kind(Struct, frozen=True):
    """One kind of fault: for how long, by which words of health it is known, and how long those may take."""

    seconds: float
    reasons: frozenset[str]
    within: float
    cameras: tuple[str, ...]


ALL: Final = ("rtsp", "rtmp", "srt", "phone")
KINDS: Final[dict[str, Kind]] = {
    # Nothing comes: the gap is seen, or the connection has ended already (away, without a reason).
    "drop": Kind(8.0, frozenset({"gap", "away"}), 4.0, ALL),
    "freeze": Kind(7.0, frozenset({"freeze"}), 4.0, ALL),
    "black": Kind(6.0, frozenset({"black"}), 3.0, ALL),
    "silence": Kind(14.0, frozenset({"silence"}), 11.0, ALL),
    "jitter": Kind(9.0, frozenset({"gap", "rate"}), 8.0, ALL),
    # A phone turns; and damage is done to MPEG-TS only.
    "size": Kind(9.0, frozenset({"size"}), 8.0, ("rtsp", "rtmp", "srt")),
    "corrupt": Kind(8.0, frozenset({"errors"}), 6.0, ("srt",)),
}
RECOVERY: Final = 20.0
"""Seconds after a fault that belong to it: connections are made again, and what was wrong must be right for a while."""
JITTER_S: Final = 0.6
UDP_BUFFER: Final = 4_194_304
"""Bytes that wait for `srt-live-transmit`: a key frame comes in one go."""
LIVE: Final = re.compile("Оператор вас видит|В эфире")
"""What the phone's page says when its picture is on its way."""


class Fault(Struct, frozen=True, order=True):
    at: float
    """Seconds after the beginning."""
    camera: str
    kind: str


class Device(Protocol):
    async def spoil(self, kind: str) -> None: ...
    async def mend(self) -> None: ...


def plan(seconds: float, count: int, chance: random.Random) -> list[Fault]:
    """`count` faults of each kind, over the cameras that can have it; no camera has two at once.

    Raises:
        ValueError: there is no room for so many.
    """
    kinds: dict[str, list[str]] = {camera: [] for camera in ALL}
    for first, (name, kind) in enumerate(KINDS.items()):
        for number in range(count):
            kinds[kind.cameras[(first + number) % len(kind.cameras)]].append(name)
    faults = []
    for camera, names in kinds.items():
        chance.shuffle(names)
        slot = seconds / max(1, len(names))
        for number, name in enumerate(names):
            room = slot - KINDS[name].seconds - RECOVERY
            if room < 0:
                raise ValueError(f"no room for {len(names)} faults of {camera} in {seconds:.0f} s")
            faults.append(Fault(number * slot + chance.uniform(0, room), camera, name))
    return sorted(faults)


def show(folder: Path, backup: Path, urls: dict[str, str], gap_ms: int) -> dict[str, Any]:
    """The cameras of the show: each a quarter of the picture, on a ground that no camera shows. Two have a backup."""
    expected = {"width": WIDTH, "height": HEIGHT}
    cameras: dict[str, Any] = {}
    for name, url in urls.items():
        cameras[name] = {
            "name": name, "url": url, "audio": True, "health": {"gap": f"{gap_ms}ms"}, "rules": {"back": "1s"},
            **({} if name == "phone" else {"expect": {**expected, "fps": FPS}}),
            **({"backup": str(backup)} if name in ("rtmp", "phone") else {}),
        }  # fmt: skip
    width, height = WIDTH // 2, HEIGHT // 2
    places = {name: (n % 2 * width, n // 2 * height) for n, name in enumerate(urls)}
    sources: dict[str, Any] = {
        name: {"camera": name, "place": {"x": x, "y": y, "width": width, "height": height}}
        for name, (x, y) in places.items()
    }
    return {
        "title": "Четыре камеры",
        "obs": {"canvas": {"width": WIDTH, "height": HEIGHT, "fps": FPS}},
        "cameras": cameras,
        "scenes": {"four": {"name": "Четыре", "sources": {"ground": {"colour": "#FF00FF"}, **sources}}},
        "outputs": {"record": {"folder": str(folder / "recordings")}},
    }


# --- The cameras


class Simulated:
    """`efir simulate feed`."""

    def __init__(self, camera: SimulatedCamera) -> None:
        self._camera = camera

    async def spoil(self, kind: str) -> None:
        words = {"jitter": f"jitter {JITTER_S}", "size": f"size {OTHER_SIZE}", "corrupt": "corrupt 0.1"}
        self._camera.tell(words.get(kind, kind))

    async def mend(self) -> None:
        self._camera.tell("ok")


# The page gets its camera by way of a canvas, where the picture can be spoilt; who asks for it sees no difference.
SPOILT = """
(() => {
  const asked = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  window.spoilt = "";
  window.sound = [];
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const size = { width: WIDTH, height: HEIGHT, frameRate: FPS };
    const stream = await asked({ ...wanted, video: size });
    const video = document.createElement("video");
    video.muted = true;
    video.srcObject = new MediaStream(stream.getVideoTracks());
    await video.play();
    const canvas = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const still = Object.assign(document.createElement("canvas"), { width: WIDTH, height: HEIGHT });
    const drawn = canvas.captureStream(0).getVideoTracks()[0];
    const brush = canvas.getContext("2d");
    let was = "";
    const draw = () => {
      if (drawn.readyState === "ended") return;
      if (window.spoilt === "freeze" && was !== "freeze") still.getContext("2d").drawImage(canvas, 0, 0);
      was = window.spoilt;
      if (was === "black") brush.fillRect(0, 0, WIDTH, HEIGHT);
      else brush.drawImage(was === "freeze" ? still : video, 0, 0, WIDTH, HEIGHT);
      drawn.requestFrame();
      setTimeout(draw, was === "jitter" ? Math.random() * JITTER * 2 : 1000 / FPS);
    };
    draw();
    window.sound = stream.getAudioTracks();
    return new MediaStream([drawn, ...stream.getAudioTracks()]);
  };
})();
"""


class Phone:
    """The page, going live. `drop`: its process stands still, so nothing comes and nothing is said."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        self._page: Page
        self._stopped: list[psutil.Process] = []

    async def go(self, link: str) -> None:
        context = await self._browser.new_context(permissions=["camera", "microphone"])
        script = SPOILT
        for word, value in (("WIDTH", WIDTH), ("HEIGHT", HEIGHT), ("FPS", FPS), ("JITTER", JITTER_S * 1000)):
            script = script.replace(word, str(value))
        await context.add_init_script(script)
        self._page = await context.new_page()
        await self._page.goto(link)
        await self._page.get_by_role("button", name="Включить камеру").click()
        await expect(self._page.locator("video")).to_be_visible()
        await self._page.get_by_role("button", name="Передавать").click()
        await expect(self._page.locator("header .state")).to_contain_text(LIVE, timeout=60_000)

    async def spoil(self, kind: str) -> None:
        if kind == "drop":
            await self._stop()
        elif kind == "silence":
            await self._page.evaluate("sound.forEach((track) => (track.enabled = false))")
        else:
            await self._page.evaluate("(kind) => (window.spoilt = kind)", kind)

    async def mend(self) -> None:
        self.wake()
        await self._page.evaluate("window.spoilt = ''; sound.forEach((track) => (track.enabled = true))")

    def wake(self) -> None:
        for process in self._stopped:
            with contextlib.suppress(psutil.NoSuchProcess):
                process.resume()
        self._stopped = []

    async def _stop(self) -> None:
        devtools = await self._browser.new_browser_cdp_session()
        told = await devtools.send("SystemInfo.getProcessInfo")
        await devtools.detach()
        self._stopped = [psutil.Process(one["id"]) for one in told["processInfo"] if one["type"] == "renderer"]
        for process in self._stopped:
            process.suspend()


@asynccontextmanager
async def fake_phone() -> AsyncIterator[Phone]:
    async with chromium(*FAKE) as browser:
        phone = Phone(browser)
        try:
            yield phone
        finally:
            phone.wake()  # a page whose process stands still cannot be closed


class Ways:
    """Addresses for the show file, and the cameras that send to them."""

    def __init__(self) -> None:
        self._udp, srt = free_port(), free_port()
        self._rtsp = f"127.0.0.1:{free_port()}/camera"
        self._rtmp = f"127.0.0.1:{free_port()}/live/camera"
        self._srt = f"srt://127.0.0.1:{srt}"
        self.urls = {
            "rtsp": f"rtsp://{self._rtsp}",
            "rtmp": f"rtmp+listen://{self._rtmp}",
            "srt": f"{self._srt}?mode=listener",
            "phone": "whip:",
        }

    @asynccontextmanager
    async def sending(self) -> AsyncIterator[dict[str, Device]]:
        """All but the phone."""
        size = f"{WIDTH}x{HEIGHT}"
        targets = {
            "rtsp": f"rtsp+serve://{self._rtsp}",
            "rtmp": f"rtmp://{self._rtmp}",
            "srt": f"udp://127.0.0.1:{self._udp}",
        }
        async with contextlib.AsyncExitStack() as stack:
            devices: dict[str, Device] = {}
            for name, url in targets.items():
                camera = SimulatedCamera(size, url=url, label=name.upper(), fps=FPS)
                devices[name] = Simulated(await stack.enter_async_context(camera))
            program = await asyncio.to_thread(real.require, "srt")
            await stack.enter_async_context(
                _running(str(program), "-q", f"udp://:{self._udp}?rcvbuf={UDP_BUFFER}", self._srt)
            )
            yield devices


@asynccontextmanager
async def _running(*words: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(*words)
    try:
        yield
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


def belongs(fault: Fault, at: float) -> bool:
    """Whether what was told at that moment may come of the fault."""
    return fault.at <= at <= fault.at + KINDS[fault.kind].seconds + RECOVERY


def explained(faults: Sequence[Fault], camera: str, at: float) -> bool:
    return any(fault.camera == camera and belongs(fault, at) for fault in faults)
