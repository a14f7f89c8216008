"""The cameras in the panel and on the multiview, in a real Chromium; what the feeds would tell, the test tells."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page, ViewportSize, expect

from control.core import feeds
from control.core.feeds import ObserveLine, ObserveProcess, ObserveShowing
from control.core.program import Preview, Take
from control.core.types import SYSTEM, CameraId, ItemId, Role, SceneId
from control.show import Camera, Item, Scene, Show
from control.telemetry import FIRST_FEED
from tests.control.core.shows import make_show
from tests.e2e.house import LAPTOP, SCREEN, TABLET, House, Language, Watch, axe, person

pytestmark = pytest.mark.browser

NAMES = ("Общий план", "Спикер", "Зал", "Гость из Казани", "Сцена сверху", "Суфлёр", "Фойе", "Телефон ведущего")
CAMERAS = tuple(
    Camera(
        id=CameraId(f"cam{n}"),
        name=name,
        url=f"rtsp://192.0.2.{n}/1",
        backup="rtsp://192.0.2.99/1" if n < 2 else None,
        audio=n < 4,
    )
    for n, name in enumerate(NAMES)
)
FILE = Camera(id=CameraId("clip"), name="Ролик", url="clip.mp4")
PICTURES = Path(os.environ.get("EFIR_TEST_PICTURES", ""))


def eight() -> Show:
    pairs = [(0,), (1,), (0, 1), (2, 3), (4,)]
    scenes = tuple(
        Scene(
            id=SceneId(f"scene{n}"),
            name=" и ".join(NAMES[one] for one in shown),
            sources=tuple(Item(id=ItemId(f"i{one}"), name=NAMES[one], camera=CAMERAS[one].id) for one in shown),
        )
        for n, shown in enumerate(pairs)
    )
    base = make_show()
    return replace(
        base, title="Открытый урок", cameras=(*CAMERAS, FILE), scenes=scenes, slate=None, contest=None, graphics=()
    )


def picture(number: int, step: int) -> bytes:
    drawn = np.full((180, 320, 3), (60 + 20 * number, 90, 60 + 5 * number), np.uint8)
    cv2.circle(drawn, (20 + step * 7 % 280, 90), 24, (230, 230, 230), -1)
    cv2.putText(drawn, str(number + 1), (14, 52), cv2.FONT_HERSHEY_SIMPLEX, 1.4, (255, 255, 255), 3)
    return bytes(cv2.imencode(".jpg", drawn)[1])


async def tell(house: House) -> None:
    """Six are well; the second is out by its backup, the third frozen, the fourth gone, one not read at all."""
    for camera in CAMERAS[:7]:
        for command in (
            ObserveProcess(camera.id, "running"),
            ObserveLine(camera.id, "main", "ok"),
            ObserveShowing(camera.id, "main"),
        ):
            await house.do(command, SYSTEM)
    for command in (
        ObserveLine(CAMERAS[0].id, "backup", "ok"),
        ObserveLine(CAMERAS[1].id, "main", "bad", ("freeze", "silence"), "cam1-main-1.jpg"),
        ObserveLine(CAMERAS[1].id, "backup", "ok"),
        ObserveShowing(CAMERAS[1].id, "backup"),
        ObserveLine(CAMERAS[2].id, "main", "doubtful", ("clipping",)),
        ObserveLine(CAMERAS[3].id, "main", "away", detail="Connection refused"),
        ObserveShowing(CAMERAS[3].id, "slate"),
        ObserveProcess(CAMERAS[7].id, "refused", "feed-port-taken", {"name": NAMES[7], "port": "40123"}),
    ):
        await house.do(command, SYSTEM)
    house.telemetry.publish("direct", {FILE.id: "live"})
    house.telemetry.publish("meters", {"cam0": -18.0, "cam1": -9.0, "cam2": -1.0, "cam3": -60.0, "mic": -30.0})
    line = {"fps": 25.0, "kbps": 4100, "width": 1280, "height": 720, "codec": "h264", "peak": -18.0}
    said = {"main": line, "backup": line, "shown": "main", "readers": 1, "skipped": 0}
    house.telemetry.publish("measures", {camera.id: said for camera in CAMERAS[:7]})


class Cameraman:
    """Sends pictures of all cameras, ten a second, while somebody looks."""

    def __init__(self, house: House) -> None:
        self.step = 0
        self._telemetry = house.telemetry

    async def run(self) -> None:
        while True:
            self.step += 1
            for number in range(len(CAMERAS)):
                if self._telemetry.wants(FIRST_FEED + number):
                    self._telemetry.publish_picture(FIRST_FEED + number, picture(number, self.step))
            for channel in (0, 1, 2, 3, 4, 5, 6):
                if self._telemetry.wants(channel):
                    self._telemetry.publish_picture(channel, picture(channel % 2, self.step))
            await asyncio.sleep(0.1)


@asynccontextmanager
async def studio(folder: Path, dist: Path) -> AsyncIterator[House]:
    house = await House(folder, dist, show=eight()).start()
    filming = asyncio.create_task(Cameraman(house).run())
    try:
        await house.do(Take(SceneId("scene2")))
        await house.do(Preview(SceneId("scene3")))
        await tell(house)
        yield house
    finally:
        filming.cancel()
        await house.close()


@asynccontextmanager
async def opened(
    browser: Browser, house: House, path: str, size: ViewportSize = LAPTOP, language: Language = "ru", **more: Any
) -> AsyncIterator[Page]:
    context = await person(browser, size, language, **more)
    try:
        page = await context.new_page()
        watch = Watch(page)
        await page.goto(await house.link(Role.OPERATOR))
        if path != "/":
            await page.goto(house.url + path)
        yield page
        assert watch.faults == []
    finally:
        await context.close()


async def shot(page: Page, name: str) -> None:
    if str(PICTURES) != ".":
        await page.screenshot(path=str(PICTURES / f"{name}.png"))


@pytest.mark.parametrize("language", ["ru", "en"])
async def test_the_panel_says_how_each_camera_is(
    browser: Browser, pages: Path, tmp_path: Path, language: Language
) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/", language=language) as page:
        trouble = page.locator("footer .feeds")
        await expect(trouble).to_contain_text(NAMES[1])
        await page.keyboard.press("KeyC")
        cards = page.locator("[data-camera]")
        await expect(cards).to_have_count(8)
        words = {
            "ru": (
                "идёт резерв",
                "плохо: картинка застыла, тишина",
                "заставка",
                "Порт 40123",
                "1280×720 · 25 к/с · 4,1 М",
            ),
            "en": (
                "shows the backup",
                "bad: the picture is frozen, silence",
                "slate",
                "Port 40123",
                "1280×720 · 25 fps",
            ),
        }[language]
        await expect(cards.nth(1)).to_contain_text(words[0])
        await expect(cards.nth(1)).to_contain_text(words[1])
        await expect(cards.nth(3)).to_contain_text(words[2])
        await expect(cards.nth(3)).to_contain_text("Connection refused")
        await expect(cards.nth(7)).to_contain_text(words[3])
        await expect(cards.nth(0)).to_contain_text(words[4])
        assert await axe(page) == []
        await shot(page, f"panel-cameras-{language}")


async def test_a_held_backup_is_taken_back(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/") as page:
        await page.get_by_role("button", name="Камеры", exact=True).click()
        uses = page.get_by_role("group", name="«Общий план»: что показывать")
        await uses.get_by_role("button", name="Резерв").click()
        await expect(uses.get_by_role("button", name="Резерв")).to_have_attribute("aria-pressed", "true")
        assert feeds.of(house.controller.state.feeds, CAMERAS[0].id).use == "backup"
        await expect(page.locator("footer .last")).to_contain_text("Сигнал «Общий план»: держать резерв")
        await page.keyboard.press("Control+KeyZ")
        await expect(uses.get_by_role("button", name="Авто")).to_have_attribute("aria-pressed", "true")
        lone = page.get_by_role("group", name="«Зал»: что показывать")
        await expect(lone.get_by_role("button", name="Резерв")).to_have_count(0)


@pytest.mark.parametrize(
    "size, language", [(LAPTOP, "ru"), (SCREEN, "ru"), (TABLET, "en")], ids=["laptop", "screen", "tablet"]
)
async def test_the_multiview_shows_everything_on_one_screen(
    browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize, language: Language
) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/multiview", size, language) as page:
        tiles = page.locator("figure.tile")
        await expect(tiles).to_have_count(2 + 9 + 5)
        air, coming = ("Эфир", "Подготовка") if language == "ru" else ("Program", "Preview")
        await expect(tiles.nth(2)).to_contain_text(air)
        await expect(tiles.nth(4)).to_contain_text(coming)
        assert [await tiles.nth(n).get_attribute("data-level") for n in (2, 3, 4, 5, 9, 10)] == [
            "ok", "look", "look", "bad", "bad", "ok"
        ]  # fmt: skip
        await expect(tiles.nth(2).locator("canvas.seen")).to_have_count(1)
        await expect(tiles.nth(8).locator("canvas.seen")).to_have_count(1)
        boxes = [await tiles.nth(n).bounding_box() for n in range(16)]
        for box in boxes:
            assert box is not None
            assert box["x"] >= 0
            assert box["y"] >= 40
            assert box["x"] + box["width"] <= size["width"]
            assert box["y"] + box["height"] <= size["height"]
        assert await axe(page) == []
        await shot(page, f"multiview-{size['width']}-{language}")
        await page.keyboard.press("KeyS")
        await expect(tiles).to_have_count(2 + 9)
        await shot(page, f"multiview-{size['width']}-{language}-cameras")


async def test_pictures_of_cameras_are_asked_for_only_while_the_multiview_is_open(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with studio(tmp_path, pages) as house:
        wants = house.telemetry.wants
        async with opened(browser, house, "/") as page:
            await expect(page.locator("footer")).to_be_visible()
            assert wants(0)
            assert not wants(FIRST_FEED), "the panel shows no cameras"
            await page.goto(f"{house.url}/multiview")
            await expect(page.locator("figure.tile canvas.seen").first).to_be_visible()
            assert wants(FIRST_FEED)
        async with asyncio.timeout(20):
            while wants(FIRST_FEED):  # the server hears of a closed page when it does
                await asyncio.wait([asyncio.create_task(asyncio.sleep(0.05))])


async def test_those_backstage_see_the_multiview(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages) as house:
        context = await person(browser, LAPTOP)
        page = await context.new_page()
        link = (await house.link(Role.BACKSTAGE)).replace("/backstage", "/multiview")
        await page.goto(link)
        await expect(page.locator("figure.tile")).to_have_count(16)
        await context.close()
