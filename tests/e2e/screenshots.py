"""`python -m tests.e2e.screenshots [FOLDER]`: every page in its states, on all four sizes, in both languages.

Plays the example show on the rehearsal switcher, takes the pictures of docs/images and asks axe-core about every
page. To be looked at by a person: that is what they are for. Exit status 1 if a page has a serious fault.
"""

from __future__ import annotations

import asyncio
import itertools
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal
from unittest import mock

from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize

from control.contest import commands as contest
from control.contest.state import on_stage, pending_draw, sides
from control.controller import Envelope
from control.core.graphics import Clear, Play
from control.core.program import Preview, Take
from control.core.rundown import commands as rundown
from control.core.stage import Say
from control.core.timer_acts import Add, Set, Start
from control.core.types import Actor, Command, CommandId, GraphicId, Role, SceneId, TimerId
from control.showfile import read_show
from efir import assembly
from efir.assembly import Running
from efir.options import RunOptions
from tests.e2e.house import LAPTOP, PHONE, SCREEN, TABLET, Language, Watch, axe, chromium, person
from tests.e2e.programmes import LIGHT, TIMERS, evening, span
from tests.e2e.screenshots_cameras import cameras, opened

ROOT = Path(__file__).resolve().parents[2]
SHOW = ROOT / "examples" / "debate" / "show.yaml"
IMAGES = ROOT / "docs" / "images"
SIZES = {"1366": LAPTOP, "390": PHONE, "1920": SCREEN}
PASSWORD = "a long sentence for the owner"
OPERATOR = Actor(Role.OPERATOR, "screenshots")
SETTLED_MS = 1_500
"""Fonts, entrances and the first pictures."""
Theme = Literal["dark", "light"]


@dataclass
class Album:
    browser: Browser
    running: Running
    folder: Path
    faults: list[str] = field(default_factory=list)
    _ids: itertools.count[int] = field(default_factory=itertools.count)

    async def do(self, command: Command, actor: Actor = OPERATOR) -> None:
        envelope = Envelope(CommandId(f"shot-{next(self._ids)}"), actor, command)
        receipt = await self.running.controller.submit(envelope)
        assert receipt.ok, (command, receipt.error)

    async def shoot(self, page: Page, name: str, *, transparent: bool = False) -> None:
        await page.wait_for_timeout(SETTLED_MS)
        await page.screenshot(path=self.folder / f"{name}.png", omit_background=transparent)
        if not transparent:
            self.faults += [f"{name}: {fault}" for fault in await axe(page)]
        print(name, flush=True)

    async def visit(self, name: str, url: str, size: ViewportSize, language: Language, theme: Theme) -> None:
        context = await person(self.browser, size, language, theme)
        page = await context.new_page()
        watch = Watch(page)
        await page.goto(url)
        await self.shoot(page, f"{name}-{size['width']}-{theme}-{language}")
        self.faults += [f"{name}: {fault}" for fault in watch.faults]
        await context.close()

    async def panel(
        self,
        name: str,
        owner: BrowserContext,
        size: ViewportSize,
        language: Language,
        theme: Theme,
        *,
        key: str | None = None,
        path: str = "/",
        click: str | None = None,
    ) -> None:
        """The owner's, who is signed in already; `key` opens something, `click` selects something."""
        page, watch = await opened(owner, self.running.server.url + path, size, language, theme)
        await page.locator(".panel, .editor").first.wait_for()
        if key is not None:
            await page.keyboard.press(key)
        if click is not None:
            await page.click(click)
        await self.shoot(page, f"{name}-{size['width']}-{theme}-{language}")
        self.faults += [f"{name}: {fault}" for fault in watch.faults]
        await page.close()

    async def graphics(self, name: str) -> None:
        """Over a camera's picture, as the audience sees it."""
        assert self.running.graphics is not None
        context = await self.browser.new_context(viewport=SCREEN)
        page = await context.new_page()
        await page.goto(self.running.graphics)
        await page.evaluate(
            "document.documentElement.style.background = 'linear-gradient(160deg, #4a6072, #20303c 60%, #6b5140)'"
        )
        await self.shoot(page, name, transparent=True)
        await context.close()

    # --- the debate ---

    async def draw(self, kind: Literal["pairs", "topic", "positions"]) -> None:
        await self.do(contest.CommitDraw(kind))
        draw = pending_draw(self.running.controller.state.debate)
        assert draw is not None
        await self.do(contest.RevealDraw(draw.id, "весна"))

    async def cast(self, judge: str, first: int, second: int) -> None:
        pair = on_stage(self.running.controller.state.debate)
        assert pair is not None
        scores: dict[str, dict[str, int | float]] = {
            str(debater): dict.fromkeys(("topic", "rhetoric", "persuasion"), points)
            for debater, points in zip(sides(pair), (first, second), strict=True)
        }
        await self.do(contest.Cast(pair.id, scores), Actor(Role.JUDGE, judge))


async def album(album: Album) -> None:
    running = album.running
    languages: tuple[Language, ...] = ("ru", "en")
    assert running.server.setup_url is not None
    everywhere = tuple(itertools.product(languages, SIZES.values()))
    for language, size in everywhere:
        await album.visit("setup", running.server.setup_url, size, language, "dark")
    await album.visit("setup", running.server.setup_url, LAPTOP, "ru", "light")
    owner = await _owner(album)
    for language, size in everywhere:
        await album.visit("login", f"{running.server.url}/login", size, language, "dark")
        await album.visit("join", f"{running.server.url}/join?why=link-expired", size, language, "dark")

    await album.draw("pairs")
    await album.do(contest.Next())
    await album.draw("topic")
    await album.draw("positions")
    for _ in range(2):
        await album.do(contest.Next())
    await album.do(contest.Start())
    await album.do(Take(SceneId("both")))
    await album.do(Preview(SceneId("camera-1")))
    for graphic in ("clock", "names"):
        await album.do(Play(GraphicId(graphic)))
    for language, size in everywhere:
        await album.panel("panel", owner, size, language, "dark")
        await album.visit("stage", _address(running.stage), size, language, "dark")
    await album.panel("panel", owner, LAPTOP, "ru", "light")
    for language in languages:
        await album.panel("panel-links", owner, LAPTOP, language, "dark", key="KeyK")
        await album.panel("panel-keys", owner, LAPTOP, language, "dark", key="Shift+Slash")
    await album.graphics("graphics-debate-1920")
    await album.do(Say("Осталась минута", "warning"))
    await album.visit("stage-message", _address(running.stage), SCREEN, "ru", "dark")

    await album.do(contest.Next())
    judges = dict(running.judges)
    first = next(iter(judges))
    await album.cast("vlasov", 4, 5)
    for language, size in everywhere:
        await album.visit("judge", _address(judges["Ольга Ким"]), size, language, "dark")
    for language in languages:
        await album.visit("judge", _address(judges["Ольга Ким"]), PHONE, language, "light")
    await album.visit("judge-received", _address(judges[first]), PHONE, "ru", "dark")
    await album.visit("judge-received", _address(judges[first]), PHONE, "en", "dark")

    await album.cast("kim", 5, 4)
    await album.cast("zaitseva", 5, 3)
    await album.do(contest.Reveal())
    await album.do(Clear())
    await album.do(Play(GraphicId("result")))
    await album.do(Take(SceneId("result")))
    await album.graphics("graphics-result-1920")
    await album.panel("panel-result", owner, LAPTOP, "ru", "dark")
    await album.visit("stage-result", _address(running.stage), SCREEN, "ru", "dark")
    await album.do(Clear())
    await album.do(Play(GraphicId("score")))
    await album.do(Play(GraphicId("host")))
    await album.graphics("graphics-score-1920")
    await album.do(contest.Next())  # no result on the stage any more
    await screens(album)
    await rundown_pages(album, owner)
    await owner.close()


SCREENS = {
    "list": "",
    "backstage": "screen=backstage",
    "cuesheet": "screen=cuesheet",
    "countdown": "screen=countdown&item=jury,speech-1",
    "clock": "screen=clock&style=ring",
    "timers": "screen=timers&timer=speech,coffee,start",
    "prompter": "screen=prompter",
    "confidence": "screen=confidence",
    "camera": "screen=crew&camera=right",
    "field": f"screen=crew&field={LIGHT}",
}
"""Name of the picture → what the address of /backstage asks for."""


async def screens(album: Album) -> None:
    """An evening's rundown on the screens backstage and on the stage."""
    assert (await album.running.controller.system(rundown.Open())).ok
    edition = album.running.controller.state.rundown.edition
    await album.do(rundown.Replace(evening("both", "camera-1", "host"), edition))
    await album.do(rundown.Go())
    for timer in TIMERS:
        await album.do(Add(timer))
    for begun in ("speech", "coffee", "blitz"):
        await album.do(Start(TimerId(begun)))
    await album.do(Set(TimerId("speech"), span(312_000)))
    await album.do(Set(TimerId("coffee"), span(845_000)))
    link = _address(album.running.backstage)
    for name, query in SCREENS.items():
        for size in (SCREEN, TABLET, PHONE):
            await album.visit(f"screen-{name}", f"{link}&{query}", size, "ru", "dark")
        await album.visit(f"screen-{name}", f"{link}&{query}", SCREEN, "en", "dark")
    for name in ("backstage", "cuesheet"):
        await album.visit(f"screen-{name}", f"{link}&{SCREENS[name]}&theme=light", TABLET, "ru", "light")
    for size in (SCREEN, PHONE):
        await album.visit("stage-item", _address(album.running.stage), size, "ru", "dark")
        for name in ("speech", "blitz", "speech,coffee,blitz,start"):
            url = f"{_address(album.running.stage)}&timer={name}"
            await album.visit(f"stage-timer-{name.replace(',', '-')}", url, size, "ru", "dark")


async def rundown_pages(album: Album, owner: BrowserContext) -> None:
    """The panel's rundown and its editor, with what `screens` has put on the air."""
    looks: list[tuple[ViewportSize, Language, Theme]] = [
        (LAPTOP, "ru", "dark"),
        (LAPTOP, "en", "dark"),
        (LAPTOP, "ru", "light"),
        (SCREEN, "ru", "dark"),
        (PHONE, "ru", "dark"),
    ]
    item = album.running.controller.state.rundown.run.playing.item
    for size, language, theme in looks:
        await album.panel("panel-rundown", owner, size, language, theme, key="KeyR")
        await album.panel("rundown", owner, size, language, theme, path="/rundown", click=f"#row-{item} .title")


def _address(url: str | None) -> str:
    assert url is not None
    return url


async def _owner(album: Album) -> BrowserContext:
    context = await person(album.browser, LAPTOP, "ru", "dark")
    page = await context.new_page()
    await page.goto(_address(album.running.server.setup_url))
    await page.locator("#password").fill(PASSWORD)
    await page.locator("#again").fill(PASSWORD)
    await page.keyboard.press("Enter")
    await page.locator(".panel").wait_for()
    await page.close()
    return context


async def main(folder: Path) -> int:
    faults: list[str] = []
    for language in ("ru", "en"):
        show = replace(await asyncio.to_thread(read_show, SHOW, {}), language=language)
        with (
            tempfile.TemporaryDirectory(prefix="efir-shots-") as data,
            mock.patch.object(assembly, "read_show", lambda path, environ, show=show: show),
        ):
            options = RunOptions(data=Path(data), port=0, obs="rehearsal")
            async with assembly.running(SHOW, options, lambda part: None) as running, chromium() as browser:
                book = Album(browser, running, folder)
                await (album(book) if language == "ru" else _english(book))
                faults += book.faults
    faults += await cameras(folder, _owner)
    for fault in faults:
        print("✗", fault)
    return 1 if faults else 0


async def _english(book: Album) -> None:
    """What the audience of an English show sees: everything else is in the language its reader chose."""
    await book.draw("pairs")
    await book.do(contest.Next())
    await book.draw("topic")
    await book.draw("positions")
    for _ in range(2):
        await book.do(contest.Next())
    await book.do(contest.Start())
    for graphic in ("clock", "names"):
        await book.do(Play(GraphicId(graphic)))
    await book.graphics("graphics-debate-1920-en")
    await book.do(contest.Next())
    for judge, points in (("vlasov", (4, 5)), ("kim", (5, 4)), ("zaitseva", (5, 3))):
        await book.cast(judge, *points)
    await book.do(contest.Reveal())
    await book.do(Clear())
    await book.do(Play(GraphicId("result")))
    await book.graphics("graphics-result-1920-en")


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else IMAGES
    target.mkdir(parents=True, exist_ok=True)
    sys.exit(asyncio.run(main(target)))
