"""The cameras in the panel and on the multiview, in a real Chromium; what the feeds would tell, the test tells."""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page, ViewportSize, expect

from control.clock import Duration
from control.core import feeds, switches
from control.core import timer_acts as timers
from control.core.feeds import ObserveLine, ObserveProcess, ObserveShowing
from control.core.program import Preview, Take
from control.core.rundown import commands as rundown
from control.core.rundown import plan as rundown_plan
from control.core.rundown.plan import Plan
from control.core.types import SYSTEM, CameraId, EntryId, ItemId, Role, SceneId, SwitchId
from control.show import Camera, Item, Scene, Show, Switch
from control.telemetry import FIRST_FEED
from tests.control.core.shows import make_show
from tests.control.core.test_timers import PLANS, SPEECH
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
        ObserveLine(CAMERAS[3].id, "main", "away", why="refused"),
        ObserveShowing(CAMERAS[3].id, "slate"),
        ObserveProcess(CAMERAS[7].id, "refused", "feed-port-taken", {"name": NAMES[7], "port": "40123"}),
    ):
        await house.do(command, SYSTEM)
    house.telemetry.publish("direct", {FILE.id: "live"})
    house.telemetry.publish("meters", {"cam0": -18.0, "cam1": -9.0, "cam2": -1.0, "cam3": -60.0, "mic": -30.0})
    line = {"fps": 25.0, "kbps": 4100, "width": 1280, "height": 720, "codec": "h264", "peak": -18.0,
            "skew": 0.12, "keyframe": 6, "errors": 1.5}  # fmt: skip
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
async def studio(folder: Path, dist: Path, show: Show | None = None) -> AsyncIterator[House]:
    """`show`: another one than the eight cameras; of one without them nothing is told."""
    house = await House(folder, dist, show=show or eight()).start()
    filming = asyncio.create_task(Cameraman(house).run())
    try:
        if CAMERAS[0] in house.show.cameras:
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
        await page.wait_for_selector(".panel")  # before that no key is heard
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
        rows = page.locator("[data-camera]")
        health = page.locator("[data-health]")
        await expect(rows).to_have_count(9)
        words: dict[int, tuple[str, ...]] = {
            "ru": {
                0: (
                    "1280×720 · 25 к/с · 4,1 Мбит/с · опорный кадр 6 с назад · ошибок в секунду: 1,5",
                    "звук -18 дБ · звук раньше картинки на 0,12 с",
                ),
                1: ("идёт резерв", "плохо: картинка застыла, тишина"),
                3: (
                    "идёт заставка; нет связи: камера не принимает подключение",
                    "Проверьте, включена ли она и верен ли порт в адресе.",
                ),
                7: ("Порт 40123",),
                8: ("OBS открывает эту камеру сам: картинка идёт",),
            },
            "en": {
                0: ("1280×720 · 25 fps", "key frame 6 s ago · errors a second: 1.5", "sound 0.12 s before the picture"),
                1: ("shows the backup", "bad: the picture is frozen, silence"),
                3: (
                    "shows the slate; not connected: the camera refuses the connection",
                    "See whether it is on, and whether the port in its address is right.",
                ),
                7: ("Port 40123",),
                8: ("OBS opens this camera itself: the picture is live",),
            },
        }[language]
        for camera, said in words.items():
            await rows.nth(camera).click()
            await expect(rows.nth(camera)).to_have_attribute("aria-pressed", "true")
            for part in said:
                await expect(health).to_contain_text(part)
        await expect(rows.nth(2)).to_contain_text("▲")
        await expect(rows.nth(5)).not_to_contain_text("▲")
        await rows.nth(1).click()
        assert await axe(page) == []
        await shot(page, f"panel-cameras-{language}")
        await rows.nth(4).click()
        await expect(health.locator("canvas.seen")).to_have_count(1)
        assert house.telemetry.wants(FIRST_FEED + 4), "the picture of the camera that is looked at"
        await page.keyboard.press("Escape")
        await expect(health).to_have_count(0)
        await until_not_wanted(house, FIRST_FEED + 4)


async def until_not_wanted(house: House, channel: int) -> None:
    async with asyncio.timeout(20):
        while house.telemetry.wants(channel):  # noqa: ASYNC110 - the server hears of it when it does
            await asyncio.sleep(0.05)


async def test_the_words_of_what_is_wrong_open_the_camera_that_has_it(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/") as page:
        await page.locator("footer .feeds button").click()
        await expect(page.locator(f"[data-health={CAMERAS[3].id}]")).to_be_visible()  # nothing goes out for it at all


PHONE = Camera(id=CameraId("phone"), name="Двор", url="whip:")


def one_phone() -> Show:
    item = Item(id=ItemId("yard"), name="Двор", camera=PHONE.id)
    return replace(eight(), cameras=(PHONE,), scenes=(Scene(id=SceneId("yard"), name="Двор", sources=(item,)),))


async def test_a_phone_that_runs_low_is_told_wherever_the_operator_looks(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with studio(tmp_path, pages, one_phone()) as house, opened(browser, house, "/") as page:
        for command in (
            ObserveProcess(PHONE.id, "running"),
            ObserveLine(PHONE.id, "main", "ok"),
            ObserveShowing(PHONE.id, "main"),
        ):
            await house.do(command, SYSTEM)
        good = {"state": "live", "battery": 0.62, "rtt": 40, "loss": 0.0, "facing": "environment", "torch": False}
        house.telemetry.publish("phones", {PHONE.id: good})
        await page.keyboard.press("KeyC")
        line = page.locator("[data-phone]")
        await expect(line).to_contain_text("заряд 62 %")
        await expect(line).to_contain_text("связь хорошая")
        await expect(line).to_contain_text("задняя камера")
        await expect(line).not_to_contain_text("фонарик")
        house.telemetry.publish("phones", {PHONE.id: {**good, "facing": "user", "torch": True}})
        await expect(line).to_contain_text("фронтальная камера")
        await expect(line).to_contain_text("фонарик горит")
        footer = page.locator("footer .feeds")
        await expect(footer).not_to_contain_text("▲")
        house.telemetry.publish("phones", {PHONE.id: {**good, "battery": 0.15, "loss": 0.12}})
        await expect(footer).to_contain_text("Двор: связь с телефоном слабая, телефон разряжается: 15 %")
        await expect(page.locator(f"[data-camera={PHONE.id}]")).to_contain_text("телефон разряжается")
        assert await axe(page) == []
        await page.goto(f"{house.url}/multiview")
        tile = page.locator("figure.tile[data-level=look]")
        await expect(tile).to_contain_text("телефон разряжается: 15 %")
        await expect(tile.get_by_role("img", name="связь слабая, заряд 15 %, задняя камера")).to_be_visible()
        house.telemetry.publish(
            "phones", {PHONE.id: {**good, "battery": 0.15, "charging": True, "facing": "user", "torch": True}}
        )
        await expect(tile).to_have_count(0)
        await expect(
            page.get_by_role("img", name="связь хорошая, заряжается, 15 %, фронтальная камера, фонарик горит")
        ).to_be_visible()


SWITCH = Switch(id=SwitchId("guest"), name="Гость", cameras=(CAMERAS[2].id, CAMERAS[3].id))


async def test_a_camera_is_put_into_a_switch_from_its_place(browser: Browser, pages: Path, tmp_path: Path) -> None:
    show = replace(eight(), switches=(SWITCH,))
    async with studio(tmp_path, pages, show) as house, opened(browser, house, "/") as page:
        await page.keyboard.press("KeyC")
        await page.locator(f"[data-camera={CAMERAS[3].id}]").click()
        button = page.locator(f"[data-switch={SWITCH.id}]")
        await expect(button).to_have_attribute("aria-pressed", "false")
        await button.click()
        await expect(button).to_have_attribute("aria-pressed", "true")
        assert switches.camera_of(house.controller.state.switches, show, SWITCH.id) == CAMERAS[3].id
        await page.locator(f"[data-camera={CAMERAS[0].id}]").click()
        await expect(button).to_have_count(0)


async def test_the_multiview_opens_in_a_window_of_its_own(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages) as house, opened(browser, house, "/") as page:
        async with page.context.expect_page() as opening:
            await page.keyboard.press("KeyV")
        other = await opening.value
        await expect(other.locator("figure.tile")).to_have_count(16)
        await expect(page.get_by_role("link", name="Мультиэкран")).to_have_attribute("target", "efir-multiview")
        await page.keyboard.press("Shift+Slash")
        await expect(page.locator(".list")).to_contain_text("Мультиэкран в новом окне")


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
        for side in ("Width", "Height"):
            assert await page.evaluate(f"document.documentElement.scroll{side} - inner{side}") <= 0
        rates = page.locator("figure.tile .picture[data-fps]")
        await expect(rates).to_have_count(2 + 9 + 5)
        await page.keyboard.press("KeyS")
        await expect(tiles).to_have_count(2 + 9)
        await shot(page, f"multiview-{size['width']}-{language}-cameras")


@pytest.mark.parametrize("size", [LAPTOP, TABLET], ids=["laptop", "tablet"])
async def test_the_multiview_tells_what_runs(browser: Browser, pages: Path, tmp_path: Path, size: ViewportSize) -> None:
    first, second = EntryId("first"), EntryId("second")
    plan = Plan.of(
        rundown_plan.Item(id=first, number="1", title="Разговор с экспертами о будущем", duration=Duration(60_000)),
        rundown_plan.Item(id=second, number="2", title="Вопросы зала", duration=Duration(600_000)),
    )
    show = replace(eight(), timers=PLANS)
    async with studio(tmp_path, pages, show) as house, opened(browser, house, "/multiview", size) as page:
        clocks = page.locator("[data-clock]")
        await expect(page.locator("header time")).to_have_text(re.compile(r"^\d\d:\d\d:\d\d$"))
        await expect(clocks).to_have_count(0)
        await house.do(rundown.Replace(plan, house.controller.state.rundown.edition))
        await house.do(rundown.Go(item=first))
        item = page.locator("[data-clock=item]")
        await expect(item).to_contain_text("Разговор с экспертами")
        await expect(item.get_by_role("timer")).to_have_text(re.compile(r"^(1:00|0:\d\d)$"))
        await expect(page.locator("[data-clock=next]")).to_contain_text("2 Вопросы зала")
        await house.do(rundown.AddTime(Duration(-65_000)))
        await expect(item.get_by_role("timer")).to_have_text(re.compile(r"^\+0:\d\d$"))
        await expect(item).to_contain_text("перебор")
        await house.do(timers.Start(SPEECH))
        speech = page.locator(f"[data-clock={SPEECH}]")
        await expect(speech.get_by_role("timer")).to_have_text(re.compile(r"^(7:00|6:5\d)$"))
        for shown in (item.get_by_role("timer"), speech.get_by_role("timer"), page.locator("header time")):
            box = await shown.bounding_box()
            assert box is not None
            assert box["x"] + box["width"] <= size["width"], "figures are not cut off"
        assert await axe(page) == []
        await shot(page, f"multiview-clocks-{size['width']}")
        await house.do(timers.Pause(SPEECH))
        await expect(speech).to_have_count(0)
        await house.do(rundown.Pause())
        await expect(item).to_contain_text("стоит")


async def test_an_old_picture_says_how_old_it_is(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with studio(tmp_path, pages, one_phone()) as house, opened(browser, house, "/multiview") as page:
        tile = page.locator(f"figure.tile[data-channel='{FIRST_FEED - 2}']")
        await expect(tile.locator("canvas.seen")).to_have_count(1)
        await expect(tile.locator(".picture")).to_have_attribute("data-fps", re.compile(r"^([1-9]|1\d)\.\d$"))
        house.telemetry.publish_picture = lambda channel, jpeg: None  # type: ignore[method-assign]
        await expect(tile).to_contain_text(re.compile(r"Картинка не новая: 0:0\d"))
        await expect(tile.locator("canvas.seen")).to_have_count(0)
        await expect(tile.locator(".picture")).to_have_attribute("data-fps", "0.0")


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
