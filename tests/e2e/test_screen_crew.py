"""The crew's screens: the confidence monitor, a camera's own cues, a department's column."""

from __future__ import annotations

import re
from pathlib import Path

import cv2
import numpy as np
import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, expect

from control.clock import Duration
from control.core import feeds, program, switches
from control.core.rundown import commands as rundown
from control.core.rundown.plan import Item, Plan
from control.core.stage import Say
from control.core.types import CameraId, EntryId, ItemId, SceneId, SwitchId
from control.show import Item as ShowItem
from control.show import Scene, Switch
from tests.e2e.house import PHONE, axe, debate_show
from tests.e2e.programmes import LIGHT, MINUTE, cue, evening
from tests.e2e.screens import SECONDS, backstage, clocks_of, go_to, opened

pytestmark = pytest.mark.browser


# --- confidence monitor ---


def jpeg(colour: tuple[int, int, int]) -> bytes:
    return cv2.imencode(".jpg", np.full((90, 160, 3), colour, np.uint8))[1].tobytes()


async def test_the_confidence_monitor_has_the_picture_the_clock_and_the_next(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=confidence") as page:
        await expect(page.locator(".picture")).to_contain_text("Нет картинки")
        house.telemetry.publish_picture(0, jpeg((0, 0, 250)))
        await expect(page.locator("canvas.seen")).to_have_count(1)
        red = await page.locator("canvas").evaluate(
            "canvas => [...canvas.getContext('2d').getImageData(80, 45, 1, 1).data]"
        )
        assert red[0] > 200
        assert red[2] < 60
        await house.do(rundown.Go())
        await expect(page.locator("figcaption")).to_contain_text("Общий план")
        await expect(page.locator(".now h2")).to_have_text("1 Приветствие")
        await expect(page.locator("section.next h2")).to_have_text("2 Представление экспертов")
        await house.do(Say(text="Минута", tone="warning"))
        await expect(page.get_by_role("alert")).to_contain_text("Минута")
        await house.close()
        await expect(page.locator("canvas.seen")).to_have_count(0)  # an old picture is not shown as new
        await house.start()


# --- crew ---


async def test_the_crew_view_counts_to_the_cameras_own_cue(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, "&screen=crew", PHONE) as page:
        await house.do(rundown.Go())
        await page.get_by_role("button", name="Камера 2").click()
        await expect(page).to_have_url(re.compile("camera=right"))
        crew = page.locator(".crew")
        await expect(crew).to_have_class(re.compile("air"))  # the wide shot shows both
        await expect(crew).to_contain_text("В эфире ваша камера")
        # Off with the close shot at 9:00, on again ninety seconds into that item.
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^(9:00|8:\d\d)$"))
        await expect(page.locator(".after [role=timer]")).to_have_text(re.compile(r"^(10|9):\d\d$"))
        await go_to(house, "speech-1")
        await expect(crew).not_to_have_class(re.compile("air"))
        await expect(page.locator(".what")).to_have_text("Общий план")
        await expect(crew).to_contain_text("Ваша камера через")
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^(1:[0-3]\d|0:\d\d)$"))
        await house.do(program.Preview(SceneId("wide")))
        await expect(crew).to_contain_text("в подготовке")
        await house.do(program.Take(SceneId("wide")))
        await expect(crew).to_have_class(re.compile("air"))
        assert await axe(page) == []


async def test_a_switch_in_the_scene_on_air_and_a_cue_of_the_camera_itself_are_told(
    browser: Browser, pages: Path, tmp_path: Path
) -> None:
    left, right, guest = CameraId("left"), CameraId("right"), SwitchId("guest")
    base = debate_show()
    talk = Scene(id=SceneId("talk"), name="Разговор", sources=(ShowItem(id=ItemId("who"), name="Гость", switch=guest),))
    show = replace(base, scenes=(*base.scenes, talk), switches=(Switch(id=guest, name="Гость", cameras=(left, right)),))
    cues = (
        cue("take", program.Take(talk.id), "start", 0),
        cue("switch", switches.Switch(guest, right), "after", 5 * MINUTE),
        cue("backup", feeds.SetUse(right, "backup"), "after", 2 * MINUTE),
    )
    plan = Plan.of(Item(id=EntryId("talk"), number="1", title="Разговор", duration=Duration(10 * MINUTE), cues=cues))
    async with (
        backstage(tmp_path, pages, plan, show) as house,
        opened(browser, house, "&screen=crew&camera=right", PHONE) as page,
    ):
        await house.do(rundown.Go())
        crew = page.locator(".crew")
        await expect(page.locator(".what")).to_have_text("Разговор: переключат на вас")
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^(5:00|4:\d\d)$"))
        own = page.locator("[data-own]")
        await expect(own).to_contain_text("вместо неё пойдёт резерв")
        await expect(own.get_by_role("timer")).to_have_text(re.compile(r"^(2:00|1:\d\d)$"))
        await expect(crew).not_to_have_class(re.compile("air"))
        await house.do(switches.Switch(guest, right))
        await expect(crew).to_have_class(re.compile("air"))
        await expect(page.locator(".what")).to_have_text("До конца плана")
        assert await axe(page) == []


async def test_the_phone_shakes_once_ten_seconds_before(browser: Browser, pages: Path, tmp_path: Path) -> None:
    plan = evening("wide", "close", "title", ahead=60 * MINUTE)
    speech = plan.entries[EntryId("speech-1")]
    assert isinstance(speech, Item)
    soon = replace(speech, cues=(speech.cues[0], replace(speech.cues[1], by=16_000)))
    plan = replace(plan, entries={**plan.entries, soon.id: soon})
    shaken = "window.shaken = []; Object.defineProperty(navigator, 'vibrate', {value: p => window.shaken.push(p)})"
    query = "&screen=crew&camera=right"
    async with (
        backstage(tmp_path, pages, plan) as house,
        clocks_of(house),
        opened(browser, house, query, PHONE, script=shaken) as page,
    ):
        await go_to(house, "speech-1")
        # Both at one moment: it counts, and the phone is still.
        await page.wait_for_function(
            "() => shaken.length === 0 && "
            f"({SECONDS})(document.querySelector('.face [role=timer]')?.textContent ?? '0') > 10"
        )
        await page.wait_for_function("() => shaken.length === 1")
        await expect(page.locator(".face [role=timer]")).to_have_text(re.compile(r"^0:0\d$"))
        await house.do(rundown.Pause())
        await house.do(rundown.Resume())
        await expect(page.locator(".crew")).to_have_class(re.compile("air"))
        assert await page.evaluate("shaken.length") == 1


async def test_a_columns_words_for_its_department(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with backstage(tmp_path, pages) as house, opened(browser, house, f"&screen=crew&field={LIGHT}") as page:
        await house.do(rundown.Go())
        await expect(page.locator(".now .words")).to_have_text("Полный свет, фронт 80 %")
        await expect(page.locator(".next .words")).to_have_text("Пушка на стол экспертов")
        await go_to(house, "jury")
        await expect(page.locator(".now .words")).to_have_text("Пушка на стол экспертов")
        await expect(page.locator(".next h2")).to_have_text("3А Первая речь утверждения")
        await go_to(house, "speech-2")
        await expect(page.locator(".now .words")).to_contain_text("ничего не записано")
        await expect(page.locator(".next h2")).to_contain_text("пусто")
