"""A headless Chromium of our own, driven over the DevTools protocol (chromedevtools.github.io/devtools-protocol)."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import msgspec
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

START_TIMEOUT_S = 30.0
CALL_TIMEOUT_S = 10.0
EXIT_TIMEOUT_S = 3.0

_NAMES = (
    "chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "microsoft-edge-stable", "microsoft-edge",
    "brave-browser", "chrome", "msedge",
)  # fmt: skip
_WINDOWS = (
    "Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe",
)  # fmt: skip
_MACOS = ("Google Chrome", "Chromium", "Microsoft Edge", "Brave Browser")

_FLAGS = (
    "--headless=new",
    "--remote-debugging-port=0",
    "--remote-debugging-address=127.0.0.1",
    "--no-first-run",
    "--no-default-browser-check",
    "--disable-extensions",
    "--disable-sync",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-breakpad",
    "--metrics-recording-only",
    "--password-store=basic",
    "--mute-audio",
    "--hide-scrollbars",
    "--force-color-profile=srgb",
    # A picture is then taken at once, not at the next of 60 frames: 33 ms instead of 50. Nothing is drawn unasked for,
    # since movements go in steps (efirFrameMs).
    "--disable-frame-rate-limit",
    # A page nobody looks at keeps its timers and its frames.
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
    "--disable-features=Translate,MediaRouter,OptimizationHints,CalculateNativeWinOcclusion",
)


class BrowserLost(Exception):
    """Chromium is gone, crashed or does not answer; the text says which."""


def find_chromium() -> Path | None:
    """Chromium, Chrome, Edge or Brave: on the path, or where Windows and macOS put them. Blocking: reads the disk."""
    for name in _NAMES:
        if found := shutil.which(name):
            return Path(found)
    places: list[Path] = []
    if sys.platform == "win32":
        roots = filter(None, map(os.environ.get, ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")))
        places = [Path(root, tail) for root in roots for tail in _WINDOWS]
    elif sys.platform == "darwin":
        folders = (Path("/Applications"), Path.home() / "Applications")
        places = [folder / f"{name}.app" / "Contents/MacOS" / name for folder in folders for name in _MACOS]
    return next((place for place in places if place.is_file()), None)


Event = dict[str, Any]


class Page:
    """One page of a running browser."""

    def __init__(self, connection: ClientConnection, pid: int) -> None:
        self.pid = pid
        self.gone = asyncio.Event()
        """Set when the browser closed its connection or the page crashed."""
        self._connection = connection
        self._session: str | None = None
        self._answers: dict[int, asyncio.Future[Event]] = {}
        self._last_id = 0
        self._listeners: dict[str, Callable[[Event], None]] = {}

    def on(self, method: str, listener: Callable[[Event], None]) -> None:
        """Calls `listener` with the event's parameters."""
        self._listeners[method] = listener

    async def call(self, method: str, **params: Any) -> Event:
        """The command's result.

        Raises:
            BrowserLost: it refused, did not answer in time, or the browser is gone.
        """
        self._last_id += 1
        message: Event = {"id": self._last_id, "method": method, "params": params}
        if self._session is not None:
            message["sessionId"] = self._session
        answer = self._answers[self._last_id] = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(CALL_TIMEOUT_S):
                await self._connection.send(msgspec.json.encode(message).decode())
                result: Event = await answer
                return result
        except TimeoutError:
            raise BrowserLost(f"{method}: no answer in {CALL_TIMEOUT_S:.0f} s") from None
        except ConnectionClosed as error:
            raise BrowserLost(f"{method}: {error}") from error
        finally:
            self._answers.pop(message["id"], None)

    async def attach(self) -> None:
        """Makes the calls go to the first page."""
        targets = (await self.call("Target.getTargets"))["targetInfos"]
        pages = [target["targetId"] for target in targets if target["type"] == "page"]
        if not pages:
            raise BrowserLost("it has no page")
        attached = await self.call("Target.attachToTarget", targetId=pages[0], flatten=True)
        self._session = attached["sessionId"]

    async def read(self) -> None:
        """Takes messages until the connection ends; then every open call fails."""
        try:
            async for text in self._connection:
                self._take(msgspec.json.decode(text))
        except ConnectionClosed:
            pass  # said below, to everyone who waits
        self.gone.set()
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(BrowserLost("its connection closed"))

    def _take(self, message: Event) -> None:
        if "id" not in message:
            if message["method"] == "Inspector.targetCrashed":
                self.gone.set()
            if listener := self._listeners.get(message["method"]):
                listener(message["params"])
            return
        answer = self._answers.get(message["id"])
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(BrowserLost(str(message["error"].get("message"))))
        else:
            answer.set_result(message["result"])


@contextlib.asynccontextmanager
async def open_page(program: Path) -> AsyncIterator[Page]:
    """A page of a fresh browser with a profile of its own; both are gone afterwards.

    Raises:
        BrowserLost: it did not start.
    """
    profile = await asyncio.to_thread(tempfile.mkdtemp, prefix="efir-chromium-")
    process = await _start(program, profile)
    try:
        address = await _address(process, Path(profile))
        async with connect(address, max_size=None, compression=None, ping_interval=None) as connection:
            page = Page(connection, process.pid)
            reading = asyncio.create_task(page.read())
            try:
                await page.attach()
                yield page
            finally:
                reading.cancel()
                await asyncio.gather(reading, return_exceptions=True)
    except OSError as error:
        raise BrowserLost(str(error)) from error
    finally:
        await _stop(process)
        await asyncio.to_thread(shutil.rmtree, profile, ignore_errors=True)


async def _start(program: Path, profile: str) -> asyncio.subprocess.Process:
    flags = [*_FLAGS, f"--user-data-dir={profile}"]
    if sys.platform == "linux":
        flags.append("--disable-dev-shm-usage")  # containers have 64 MB of it
        if os.geteuid() == 0:
            flags.append("--no-sandbox")  # Chromium refuses to run as root with it
    try:
        return await asyncio.create_subprocess_exec(
            program, *flags, "about:blank",
            stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
            start_new_session=True,  # a Ctrl-C in the terminal is for the owner, who ends us in order
        )  # fmt: skip
    except OSError as error:
        raise BrowserLost(f"{program}: {error}") from error


async def _address(process: asyncio.subprocess.Process, profile: Path) -> str:
    """The DevTools address, from the file that Chromium writes once it listens: port and path, a line each."""
    file = profile / "DevToolsActivePort"
    try:
        async with asyncio.timeout(START_TIMEOUT_S):
            while process.returncode is None:
                lines = await asyncio.to_thread(_lines, file)
                if len(lines) >= 2:
                    return f"ws://127.0.0.1:{lines[0]}{lines[1]}"
                await asyncio.sleep(0.05)
    except TimeoutError:
        raise BrowserLost(f"it did not start in {START_TIMEOUT_S:.0f} s") from None
    raise BrowserLost(f"it ended with status {process.returncode}")


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text("ascii").splitlines()
    except FileNotFoundError:
        return []


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Asks it to end, then ends it."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
        try:
            async with asyncio.timeout(EXIT_TIMEOUT_S):
                await process.wait()
        except TimeoutError:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()


def end_orphan(pid: int) -> None:
    """Ends a browser whose bridge was killed and so could not."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(pid, signal.SIGTERM)
