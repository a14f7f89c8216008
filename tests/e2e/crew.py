"""The people of a show at their pages: the operator at the panel, the judges at their phones."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Awaitable
from typing import Any

from playwright.async_api import Locator, Page, WebSocketRoute, expect

from tests.e2e.house import Watch

PATIENT = 60_000
"""Milliseconds a page may take on a machine that also draws, encodes and decodes the programme."""
PASSWORD = "длинная фраза владельца"
CRITERIA = 3


class Timeline:
    """What happened when, printed as it happens."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def say(self, what: str) -> None:
        print(f"{time.monotonic() - self._began:7.1f} s  {what}", flush=True)

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


class Operator:
    """The owner at the panel, in Russian."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.watch = Watch(page)
        page.set_default_timeout(PATIENT)

    async def set_up(self, link: str) -> None:
        """Through the one-time link, as the one who starts Efir first."""
        await self.page.goto(link)
        await self.page.locator("#password").fill(PASSWORD)
        await self.page.locator("#again").fill(PASSWORD)
        await self.page.get_by_role("button", name="Создать и войти").click()
        await self.sees(".panel")

    async def sees(self, selector: str) -> None:
        await expect(self.page.locator(selector).first).to_be_visible(timeout=PATIENT)

    def tile(self, scene: str) -> Locator:
        return self.page.locator(f"[data-scene={scene}]")

    def output(self, name: str) -> Locator:
        return self.page.locator(f"[data-output={name}]")

    @property
    def obs(self) -> Locator:
        """What the panel says of the switcher."""
        return self.page.locator("header .obs")

    @property
    def next(self) -> Locator:
        """The debate's big button."""
        return self.page.locator(".now .next button")

    async def take(self, scene: str, number: int, key: str = "Space") -> None:
        """By the keyboard: preview, then cut or auto (Enter); until OBS is known to show it."""
        await self.page.keyboard.press(f"Digit{number}")
        await expect(self.tile(scene)).to_contain_text("Подготовка", timeout=PATIENT)
        await self.page.keyboard.press(key)
        await expect(self.tile(scene)).to_contain_text("Эфир", timeout=PATIENT)
        await expect(self.tile(scene)).not_to_have_class(re.compile("pending"), timeout=PATIENT)

    async def begin(self, output: str) -> None:
        """Stream or recording, until OBS says that it runs."""
        await self.output(output).get_by_role("button", name="Начать").click()
        await self.runs(output)

    async def runs(self, output: str) -> None:
        await expect(self.output(output)).to_have_class(re.compile(r"\bon\b"), timeout=PATIENT)
        await expect(self.output(output)).not_to_have_class(re.compile("pending"), timeout=PATIENT)

    async def end(self, output: str) -> None:
        row = self.output(output)
        stopping = expect(row).to_have_class(re.compile(r"\b(stopping|off)\b"), timeout=PATIENT)
        await self.hold(row.get_by_role("button", name="Стоп"), stopping)
        await expect(row).to_have_class(re.compile(r"\boff\b"), timeout=PATIENT)

    async def hold(self, button: Locator, until: Awaitable[None]) -> None:
        """Keeps it pressed until something has come of it: what cannot be undone on air is held, not clicked."""
        await expect(button).to_be_enabled(timeout=PATIENT)
        await button.scroll_into_view_if_needed()
        await button.hover()
        await self.page.mouse.down()
        await until
        await self.page.mouse.up()

    async def graphic(self, key: str, name: str, *, on: bool) -> None:
        button = self.page.locator("button.graphic", has_text=name).first
        await self.page.keyboard.press(key)
        await expect(button).to_have_attribute("aria-pressed", "true" if on else "false", timeout=PATIENT)

    async def act(self, label: str) -> None:
        """The debate's next act by its key, once the big button offers it."""
        await self.offers(label)
        await self.page.keyboard.press("KeyN")

    async def offers(self, label: str) -> None:
        await expect(self.next).to_contain_text(label, timeout=PATIENT)

    async def phase(self, name: str) -> None:
        await expect(self.page.locator(".phases [aria-current=step]")).to_have_text(name, timeout=PATIENT)

    async def on_stage(self) -> dict[str, str]:
        """Who is on stage: name → position."""
        found: list[tuple[str, str]] = await self.page.locator(".now .people li").evaluate_all(
            "rows => rows.map(row => ['.name', '.position'].map(part => row.querySelector(part).textContent))"
        )
        return dict(found)

    async def reveal(self) -> None:
        await self.offers("Показать результат")
        await self.hold(self.next, self.phase("Итог"))

    def judge(self, name: str) -> Locator:
        return self.page.locator(".judges li", has_text=name)


class Phone:
    """A judge's phone: one link, one ballot."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.watch = Watch(page)
        self.sent: list[str] = []
        """Ids of the commands that left it."""
        page.set_default_timeout(PATIENT)
        page.on("websocket", lambda socket: socket.on("framesent", self._left))

    def _left(self, payload: str | bytes) -> None:
        message = json.loads(payload)
        if message["type"] == "do":
            self.sent.append(message["id"])

    async def open(self, link: str) -> None:
        await self.page.goto(link)
        await expect(self.page.locator("h1")).to_be_visible(timeout=PATIENT)

    async def mark(self, whom: str, *points: int) -> None:
        """All criteria of one debater, by name."""
        assert len(points) == CRITERIA
        rows = self.page.get_by_role("group", name=re.compile(re.escape(whom)))
        await expect(rows).to_have_count(CRITERIA, timeout=PATIENT)
        for row, number in enumerate(points):
            await rows.nth(row).get_by_text(str(number), exact=True).click()

    @property
    def button(self) -> Locator:
        return self.page.locator("footer > button")

    async def ready(self) -> None:
        await expect(self.button).to_have_attribute("aria-disabled", "false", timeout=PATIENT)

    async def becomes(self, state: str) -> None:
        await expect(self.page.locator(f"footer .state.{state}")).to_be_visible(timeout=PATIENT)

    async def says(self, words: str) -> None:
        await expect(self.page.locator("footer .state")).to_contain_text(words, timeout=PATIENT)


class Network:
    """Between a phone and Efir, to be cut: at the moment a ballot has left the phone, its answer still on the way."""

    def __init__(self) -> None:
        self.up = True
        self.cuts = 0
        self._armed = False
        self._open: list[WebSocketRoute] = []
        self.asked: list[str] = []
        """Ids of the commands that reached Efir."""

    async def between(self, page: Page) -> None:
        """Before the page is opened."""
        await page.route_web_socket("**/live*", self._through)

    def cut_at_the_next_ballot(self) -> None:
        self._armed = True

    async def _through(self, route: WebSocketRoute) -> None:
        if not self.up:
            await route.close(code=3000)
            return
        server = route.connect_to_server()
        self._open.append(route)

        async def up(message: str | bytes) -> None:
            if '"do"' in str(message):
                told: dict[str, Any] = json.loads(message)
                self.asked.append(told["id"])
                server.send(message)
                if self._armed:
                    self._armed, self.up = False, False
                    self.cuts += 1
                    await route.close(code=3000)
                return
            server.send(message)

        def down(message: str | bytes) -> None:
            if self.up:
                route.send(message)

        route.on_message(up)
        server.on_message(down)
