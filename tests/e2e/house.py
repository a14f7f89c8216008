"""A whole Efir without OBS behind real pages in a real Chromium: for the tests of the pages, and to look at them.

`House` can go and come back on the same port with the same journal, as a crashed server does.
"""

from __future__ import annotations

import itertools
import json
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from msgspec.structs import replace
from playwright.async_api import Browser, BrowserContext, Page, ViewportSize, async_playwright

from control.clock import SystemClock
from control.contest import commands as contest
from control.contest.draw import DrawKind
from control.contest.state import DebateState, on_stage, pending_draw, sides
from control.controller import Controller, Envelope
from control.core.rundown import commands as rundown
from control.core.rundown.plan import Plan
from control.core.types import Actor, Command, CommandId, JudgeId, ParticipantId, Role, TopicId
from control.journal import SqliteJournal
from control.keys import installation_key, seeds
from control.people import People
from control.show import Contest, Judge, Participant, Rules, Show, Topic
from control.telemetry import Telemetry
from devices.feeds.whip import Whip
from tests import real
from tests.control.core.shows import make_show
from tests.ports import free_port
from webui import built
from webui.pages import HOME
from webui.secure import Secure
from webui.server import WebServer

Language = Literal["ru", "en"]
PHONE = ViewportSize(width=390, height=844)
TABLET = ViewportSize(width=1024, height=768)
LAPTOP = ViewportSize(width=1366, height=768)
SCREEN = ViewportSize(width=1920, height=1080)

OPERATOR = Actor(Role.OPERATOR, "anna")
JUDGES = ("vlasov", "kim", "zaitseva")
QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)
"""Chromium asks nobody but us."""

_ids = itertools.count()


def debate_show(conflicts: Iterable[tuple[str, str]] = (), **rules: Any) -> Show:
    """Four debaters, three judges. `conflicts`: (judge, participant)."""
    people = {
        "orlova": ("Анна Орлова", "центр «Доверие», Тула"),
        "sokolov": ("Дмитрий Соколов", "дом-интернат «Берег», Казань"),
        "belyaeva": ("Мария Беляева", "центр «Семья», Пермь"),
        "mironov": ("Игорь Миронов", "служба «Рядом», Омск"),
    }
    judges = {"vlasov": "Сергей Власов", "kim": "Ольга Ким", "zaitseva": "Наталья Зайцева"}
    topics = {
        "digital": "Социальные услуги должны стать цифровыми по умолчанию",
        "volunteers": "Волонтёр может заменить штатного специалиста",
        "home": "Уход на дому лучше ухода в учреждении",
    }
    declared = list(conflicts)
    return replace(
        make_show(),
        title="Дебаты управленцев социальной сферы",
        time_zone="Europe/Moscow",
        contest=Contest(
            nomination="Руководители центров социального обслуживания",
            rules=Rules(**rules),
            participants=tuple(
                Participant(id=ParticipantId(id_), name=name, caption=caption)
                for id_, (name, caption) in people.items()
            ),
            judges=tuple(
                Judge(
                    id=JudgeId(id_),
                    name=name,
                    conflicts=tuple(ParticipantId(whom) for who, whom in declared if who == id_),
                )
                for id_, name in judges.items()
            ),
            topics=tuple(
                Topic(id=TopicId(id_), title=title, first="за", second="против") for id_, title in topics.items()
            ),
        ),
    )


class House:
    """A running Efir. `await House(...).start()`; `close` ends it, `start` brings the same one back."""

    def __init__(
        self,
        folder: Path,
        dist: Path,
        show: Show | None = None,
        plan: Plan | None = None,
        whip: Whip | None = None,
        secure: Secure | None = None,
    ) -> None:
        self.folder, self.dist, self.show, self.plan = folder, dist, show or debate_show(), plan
        self._whip, self._secure = whip, secure
        self._port = free_port()
        self.telemetry = Telemetry()
        self.controller: Controller
        self.people: People
        self.server: WebServer

    async def start(self) -> House:
        clock = SystemClock()
        self._journal = SqliteJournal(self.folder / "show.efir")
        await self._journal.open()
        self.controller = Controller(
            self._journal, clock, self.show, seeds(await installation_key(self._journal, "draws"))
        )
        await self.controller.open()
        self.people = await People.open(self._journal, clock)
        self.server = WebServer(
            self.controller,
            self._journal,
            self.people,
            self.telemetry,
            version="1.2.3",
            show_folder=self.folder,
            host="127.0.0.1",
            port=self._port,
            dist=self.dist,
            pictures=self.folder / "presets",
            feed_pictures=self.folder / "feeds",
            whip=self._whip,
            secure=self._secure,
        )
        await self.server.start()
        self._port = self.server.port
        for opening in (contest.Open(), rundown.Open(self.plan)):
            receipt = await self.controller.system(opening)
            assert receipt.ok, receipt
        return self

    async def close(self) -> None:
        await self.server.close()
        self.people.close()
        await self.controller.close()
        await self._journal.close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._port}"

    async def link(self, role: Role, subject: str = "") -> str:
        token = await self.people.ensure_link(role, subject, subject)
        assert token is not None
        return f"{self.url}{HOME[role]}?t={quote(token)}"

    # --- what the operator does ---

    @property
    def debate(self) -> DebateState:
        return self.controller.state.debate

    async def do(self, command: Command, actor: Actor = OPERATOR) -> None:
        receipt = await self.controller.submit(Envelope(CommandId(f"house-{next(_ids)}"), actor, command))
        assert receipt.ok, receipt

    async def draw(self, kind: DrawKind) -> None:
        await self.do(contest.CommitDraw(kind))
        draw = pending_draw(self.debate)
        assert draw is not None
        await self.do(contest.RevealDraw(draw.id))

    async def bring_on_stage(self) -> None:
        """The next pair with topic and positions, in phase idle."""
        if not self.debate.pairs:
            await self.draw("pairs")
        await self.do(contest.Next())
        await self.draw("topic")
        pair = on_stage(self.debate)
        assert pair is not None
        await self.do(contest.Agree(pair.id, pair.debaters[0]))

    async def go_to(self, phase: str) -> None:
        if on_stage(self.debate) is None:
            await self.bring_on_stage()
        while self.debate.phase != phase:
            await self.do(contest.Next())

    async def cast(self, judge: str, first: int, second: int) -> None:
        """A ballot: every criterion `first` points for the one and `second` for the other."""
        pair = on_stage(self.debate)
        assert pair is not None
        criteria = ("topic", "rhetoric", "persuasion")
        scores: dict[str, dict[str, int | float]] = {
            debater: dict.fromkeys(criteria, points)
            for debater, points in zip(sides(pair), (first, second), strict=True)
        }
        await self.do(contest.Cast(pair.id, scores), Actor(Role.JUDGE, judge))

    def ballots(self, judge: str) -> int:
        """How many ballots of the judge the journal holds for the pair on stage: the revision of the newest."""
        pair = on_stage(self.debate)
        assert pair is not None
        ballot = self.debate.ballots.get(pair.id, {}).get(JudgeId(judge))
        return 0 if ballot is None else ballot.revision


def built_pages(folder: Path) -> Path:
    """The pages' own build if it is fresh, otherwise one made now."""
    if built.is_fresh():
        return built.dist_dir()
    node, script = shutil.which("node"), built.ROOT / "webui" / "build.mjs"
    if node is None or not (script.parent / "node_modules").is_dir():
        import pytest

        pytest.skip("the pages are not built: run `make pages`")
    subprocess.run([node, str(script), str(folder), "pages"], cwd=script.parent, check=True, timeout=110)
    return folder


@asynccontextmanager
async def chromium(*more: str) -> AsyncIterator[Browser]:
    """`more`: its switches."""
    program = real.require("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(program), args=[*QUIET, *more])
        try:
            yield browser
        finally:
            await browser.close()


async def person(
    browser: Browser,
    size: ViewportSize = PHONE,
    language: Language = "ru",
    theme: Literal["light", "dark"] = "light",
    *,
    motion: Literal["reduce", "no-preference"] = "reduce",
) -> BrowserContext:
    """Somebody's browser, in which he chose his language. A phone's has touch."""
    context = await browser.new_context(
        viewport=size,
        locale="ru-RU" if language == "ru" else "en-GB",
        color_scheme=theme,
        has_touch=size["width"] < 800,
        device_scale_factor=2 if size["width"] < 800 else 1,
        reduced_motion=motion,
    )
    await context.add_init_script(
        f"if (location.protocol.startsWith('http')) localStorage.setItem('efir.language', '{language}')"
    )
    return context


class Watch:
    """What went wrong inside a page: script errors, console errors (a CSP violation is one), broken requests."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        page.on("console", lambda message: self._heard(message.type, message.text))

    def _heard(self, kind: str, text: str) -> None:
        # Chromium itself says so of every refused connection; being without a server is what these tests do.
        if kind == "error" and "ERR_" not in text and "WebSocket" not in text and "status of 4" not in text:
            self.faults.append(f"console: {text}")


async def axe(page: Page) -> list[str]:
    """Serious faults of accessibility, as axe-core sees them."""
    source = (built.ROOT / "webui" / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
    await page.evaluate(source)
    found: list[dict[str, Any]] = await page.evaluate(
        "async () => (await axe.run(document, {resultTypes: ['violations']})).violations"
    )
    return [
        f"{fault['id']}: {json.dumps([node['target'] for node in fault['nodes']])}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
