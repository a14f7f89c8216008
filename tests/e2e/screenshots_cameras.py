"""The pages of cameras, with the example of cameras and simulators behind it: for `tests.e2e.screenshots`."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from playwright.async_api import BrowserContext, Page, ViewportSize, expect
from ruamel.yaml import YAML

from control.clock import Duration
from control.core.lending_acts import Open as Lend
from control.core.lending_acts import Terms
from control.core.program import Take
from control.core.types import CameraId, Role, SceneId
from efir import assembly
from efir.assembly import Running
from efir.options import RunOptions
from tests.e2e.house import LAPTOP, PHONE, SCREEN, TABLET, Language, Watch, chromium, person
from tests.e2e.phones import FAKE
from tests.ports import free_port
from webui.pages import HOME

if TYPE_CHECKING:
    from tests.e2e.screenshots import Album, Theme

ROOT = Path(__file__).resolve().parents[2]
SHOW = ROOT / "examples" / "cameras" / "show.yaml"
PATIENT = 60.0
LOOKS: tuple[tuple[ViewportSize, Language, Theme], ...] = (
    (LAPTOP, "ru", "dark"),
    (LAPTOP, "en", "dark"),
    (LAPTOP, "ru", "light"),
    (TABLET, "ru", "dark"),
    (PHONE, "ru", "dark"),
)


async def cameras(folder: Path, owner_of: Callable[[Album], Awaitable[BrowserContext]]) -> list[str]:
    """What is wrong with the pages; their pictures are in `folder`."""
    from tests.e2e.screenshots import Album

    async with contextlib.AsyncExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="efir-shots-")))
        dome, arm, hall = (str(free_port()) for _ in range(3))
        for words in (
            ("ptz", "--protocol", "visca", "--port", dome),
            ("ptz", "--protocol", "visca-tcp", "--port", arm),
            ("feed", f"tcp://127.0.0.1:{hall}", "--label", "Зал"),
        ):
            await stack.enter_async_context(_simulated(*words))
        show = await asyncio.to_thread(_show, data, dome, arm, hall)
        options = RunOptions(data=data / "data", port=0, obs="rehearsal", https_port=0)
        running = await stack.enter_async_context(assembly.running(show, options, lambda part: None))
        browser = await stack.enter_async_context(chromium(*FAKE))
        album = Album(browser, running, folder)
        owner = await owner_of(album)
        await _ready(running)
        await album.do(Take(SceneId("talk")))
        await _phone(album)
        for size, language, theme in LOOKS:
            await _panel(album, owner, size, language, theme)
            await _desk(album, owner, size, language, theme)
        for size, language in ((LAPTOP, "ru"), (SCREEN, "ru"), (SCREEN, "en"), (TABLET, "ru")):
            await _multiview(album, owner, size, language)
        await _lend(album, owner)
        await owner.close()
    return album.faults


@contextlib.asynccontextmanager
async def _simulated(*words: str) -> AsyncIterator[None]:
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "efir",
        "simulate",
        *words,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
    )
    try:
        yield
    finally:
        process.terminate()
        await process.wait()


def _show(folder: Path, dome: str, arm: str, hall: str) -> Path:
    """The example, with the addresses of these simulators, and a phone."""
    yaml = YAML()
    show = yaml.load(SHOW)
    show["cameras"]["dome"]["ptz"]["visca"] = f"127.0.0.1:{dome}"
    show["cameras"]["arm"]["ptz"]["visca_tcp"] = f"127.0.0.1:{arm}"
    show["cameras"]["hall"]["url"] = f"tcp://127.0.0.1:{hall}"
    show["cameras"]["yard"] = {"name": "Двор", "url": "whip:", "audio": True}
    show["scenes"]["yard"] = {"name": "Двор", "sources": {"camera": {"camera": "yard"}}}
    file = folder / "show.yaml"
    yaml.dump(show, file)
    return file


async def _ready(running: Running) -> None:
    """The heads are there and the camera by network is well."""
    async with asyncio.timeout(PATIENT):
        while True:
            state = running.controller.state
            heads = [state.cameras.heads.get(CameraId(name)) for name in ("dome", "arm")]
            hall = state.feeds.feeds.get(CameraId("hall"))
            if all(head and head.phase == "connected" for head in heads) and hall and hall.main.condition == "ok":
                return
            await asyncio.sleep(0.2)


async def opened(
    owner: BrowserContext, url: str, size: ViewportSize, language: Language, theme: Theme
) -> tuple[Page, Watch]:
    """A page of somebody who is signed in already."""
    page = await owner.new_page()
    watch = Watch(page)
    await page.set_viewport_size(size)
    await page.emulate_media(color_scheme=theme)
    script = f"localStorage.setItem('efir.language', '{language}'); localStorage.setItem('efir.theme', '{theme}')"
    await page.add_init_script(script)
    await page.goto(url)
    return page, watch


async def _done(album: Album, page: Page, watch: Watch, name: str) -> None:
    await album.shoot(page, name)
    album.faults += [f"{name}: {fault}" for fault in watch.faults]
    await page.close()


async def _panel(album: Album, owner: BrowserContext, size: ViewportSize, language: Language, theme: Theme) -> None:
    page, watch = await opened(owner, album.running.server.url, size, language, theme)
    await page.locator(".panel").wait_for()
    await page.keyboard.press("KeyC")
    await _done(album, page, watch, f"panel-cameras-{size['width']}-{theme}-{language}")


async def _desk(album: Album, owner: BrowserContext, size: ViewportSize, language: Language, theme: Theme) -> None:
    page, watch = await opened(owner, f"{album.running.server.url}/ptz", size, language, theme)
    await page.get_by_role("application").first.wait_for()
    await _done(album, page, watch, f"ptz-{size['width']}-{theme}-{language}")


async def _multiview(album: Album, owner: BrowserContext, size: ViewportSize, language: Language) -> None:
    page, watch = await opened(owner, f"{album.running.server.url}/multiview", size, language, "dark")
    await page.locator("figure.tile").first.wait_for()
    await page.wait_for_timeout(3_000)  # every camera's picture has come
    await _done(album, page, watch, f"multiview-{size['width']}-dark-{language}")


async def _phone(album: Album) -> None:
    """It goes live and stays so for all that follows."""
    ((_, link),) = album.running.phones
    assert link is not None
    for language in ("en", "ru"):
        context = await person(album.browser, PHONE, language, "dark")
        await context.grant_permissions(["camera", "microphone"])
        page = await context.new_page()
        watch = Watch(page)
        await page.goto(album.running.server.url + "/phone?" + link.partition("?")[2])
        await album.shoot(page, f"phone-start-390-dark-{language}")
        await page.get_by_role("button", name="Включить камеру" if language == "ru" else "Turn the camera on").click()
        await expect(page.locator("video")).to_be_visible()
        await page.get_by_role("button", name="Передавать" if language == "ru" else "Go live").click()
        says = "Оператор вас видит" if language == "ru" else "The operator sees you"
        await expect(page.locator("header .state")).to_contain_text(says, timeout=PATIENT * 1000)
        await _shown(album, page, watch, f"phone-390-dark-{language}")
        if language == "en":
            await context.close()


async def _shown(album: Album, page: Page, watch: Watch, name: str) -> None:
    await album.shoot(page, name)
    album.faults += [f"{name}: {fault}" for fault in watch.faults]


async def _lend(album: Album, owner: BrowserContext) -> None:
    """A guest drives, another waits, the operator sees both."""
    arm = CameraId("arm")
    await album.do(Lend(arm, Terms(Duration(120_000), 0.5)))
    token = await album.running.people.ensure_link(Role.GUEST, arm, arm)
    link = f"{album.running.server.url}{HOME[Role.GUEST]}?t={quote(token or '')}"
    names = {"ru": ("Ира", "Хочу порулить"), "en": ("Ann", "Let me move it")}
    turns = {"ru": "driving", "en": "waiting"}
    async with contextlib.AsyncExitStack() as guests:
        for language in ("ru", "en"):
            context = await guests.enter_async_context(await person(album.browser, PHONE, language, "dark"))
            page = await context.new_page()
            watch = Watch(page)
            await page.goto(link)
            name, button = names[language]
            await page.get_by_role("textbox").fill(name)
            await album.shoot(page, f"lend-join-390-dark-{language}")
            await page.get_by_role("button", name=button).click()
            await _shown(album, page, watch, f"lend-{turns[language]}-390-dark-{language}")
        for size in (LAPTOP, PHONE):
            page, watch = await opened(owner, album.running.server.url, size, "ru", "dark")
            await page.locator(".panel").wait_for()
            await page.keyboard.press("KeyC")
            await _done(album, page, watch, f"panel-lending-{size['width']}-dark-ru")
