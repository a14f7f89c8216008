"""The phone's page in a Chromium with a fake camera, against a feed's real process: what it says of itself is true."""

from __future__ import annotations

import asyncio
import os
import re
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Route, expect

from control.core.types import Role
from devices.feeds import Changed
from efir.certificate import Made
from tests.control.core.shows import WIDE
from tests.e2e.house import LAPTOP, PHONE, axe, person
from tests.e2e.phones import ON_PHONE, PHONE_CAMERA, Filming, Phone, fake_cameras, filming
from webui.secure import Secure

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def cameras() -> AsyncIterator[Browser]:
    async with fake_cameras() as browser:
        yield browser


@pytest_asyncio.fixture(loop_scope="session")
async def yard(tmp_path: Path, pages: Path) -> AsyncIterator[Filming]:
    async with filming(tmp_path, pages) as made:
        yield made


async def test_a_phone_goes_live_on_air_and_ends(cameras: Browser, yard: Filming) -> None:
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.says("Картинку видите только вы")
    assert yard.whip.on(PHONE_CAMERA) is None
    await phone.go()
    await yard.live()
    measures = yard.sample.main
    assert (measures.width or 0) * (measures.height or 0) > 100_000
    assert measures.has_sound
    assert measures.rms is not None
    assert measures.rms > -60  # the fake microphone beeps
    # The operator hears how it is.
    await yard.until(lambda: "rtt" in yard.house.telemetry.latest["phones"].get(PHONE_CAMERA, {}))
    told = yard.house.telemetry.latest["phones"][PHONE_CAMERA]
    assert told["state"] == "live"
    assert told["kbps"] > 50
    assert told["battery"] == 1.0
    assert told["muted"] is False
    # Tally: preview, on air, off.
    frame = phone.page.locator(".frame")
    await yard.take(ON_PHONE)
    await phone.says("В эфире")
    await expect(frame).to_contain_class("program")
    # On the air a tap does not end it.
    stop = phone.page.get_by_role("button", name="Закончить")
    await stop.click()
    await phone.says("В эфире")
    await yard.take(WIDE)
    await phone.says("Оператор вас видит")
    await stop.click()
    await phone.says("Картинку видите только вы")
    await yard.until(lambda: yard.whip.on(PHONE_CAMERA) is None and yard.state == "away")
    assert yard.house.telemetry.latest["phones"] == {}
    assert phone.watch.faults == []
    await context.close()


async def test_the_other_camera_and_the_microphone(cameras: Browser, yard: Filming) -> None:
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    device = "document.querySelector('video').srcObject.getVideoTracks()[0].getSettings().deviceId"
    before = await phone.page.evaluate(device)
    flip = phone.page.get_by_role("button", name="Другая камера")
    for _ in range(2):  # over the one in between
        await flip.click()
        await phone.page.wait_for_function(f"before => {device} !== before", arg=before)
        await expect(flip).to_be_enabled()
        before = await phone.page.evaluate(device)
    await phone.says("Оператор вас видит")
    await yard.live()
    await phone.page.get_by_role("button", name="Выключить микрофон").click()
    await expect(phone.page.get_by_role("button", name="Микрофон выключен")).to_be_visible()
    await yard.until(lambda: (yard.sample.main.rms or 0) < -100)
    await yard.until(lambda: yard.house.telemetry.latest["phones"][PHONE_CAMERA].get("muted") is True)
    await phone.page.get_by_role("button", name="Микрофон выключен").click()
    await yard.until(lambda: (yard.sample.main.rms or -120) > -60)
    assert phone.watch.faults == []
    await context.close()


LAMP = """() => {
    const can = MediaStreamTrack.prototype.getCapabilities;
    window.lit = [];
    MediaStreamTrack.prototype.getCapabilities = function () {
        return this.kind === 'video' ? { ...can.call(this), torch: true } : can.call(this);
    };
    MediaStreamTrack.prototype.applyConstraints = async function (wanted) {
        window.lit.push(wanted.advanced[0].torch);
        if (window.lit.length > 2) throw new DOMException('the lamp is broken', 'OverconstrainedError');
    };
}"""
"""A lamp beside the lens, which Chromium's cameras have not: it notes what it is told, and breaks at the third word."""


async def test_the_torch(cameras: Browser, yard: Filming) -> None:
    context = await person(cameras)
    await context.add_init_script(f"({LAMP})()")
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()

    def told() -> object:
        return yard.house.telemetry.latest["phones"][PHONE_CAMERA].get("torch")

    torch = phone.page.get_by_role("button", name="Фонарик")
    await expect(torch).to_have_attribute("aria-pressed", "false")
    await yard.until(lambda: told() is False)
    await torch.click()
    await expect(torch).to_have_attribute("aria-pressed", "true")
    await yard.until(lambda: told() is True)
    await torch.click()
    await expect(torch).to_have_attribute("aria-pressed", "false")
    await yard.until(lambda: told() is False)
    await torch.click()
    await expect(torch).to_have_count(0)  # one that does not do as it is told is none
    await yard.until(lambda: told() is None)
    assert await phone.page.evaluate("window.lit") == [True, False, True]
    await context.close()


async def test_a_lost_network_and_a_dead_feed(cameras: Browser, yard: Filming) -> None:
    """The feed's process is killed while the phone is without network; it comes back by itself when both are back."""
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    await context.set_offline(True)
    assert yard.feed.pid is not None
    os.kill(yard.feed.pid, signal.SIGKILL)
    await phone.says("Связи нет, подключаемся снова")
    await yard.feed.ready()
    await context.set_offline(False)
    await phone.says("Оператор вас видит")
    await yard.live()
    assert phone.watch.faults == []
    await context.close()


async def test_an_efir_that_was_started_again(cameras: Browser, yard: Filming) -> None:
    """Only the server goes: the picture goes on, and the page tells that it does not know whether it is on the air."""
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    await yard.house.close()
    await expect(phone.page.get_by_text("Нет связи с пультом")).to_be_visible()
    await phone.says("Оператор вас видит")
    await yard.house.start()
    await expect(phone.page.get_by_text("Нет связи с пультом")).not_to_be_visible()
    await phone.says("Оператор вас видит")
    await yard.live()
    assert phone.watch.faults == []
    await context.close()


async def test_a_locked_screen(cameras: Browser, yard: Filming) -> None:
    """The system ends the tracks of a page it hides; seen again, the page opens the camera anew and goes on."""
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    await phone.page.evaluate("document.querySelector('video').srcObject.getTracks().forEach(track => track.stop())")
    await yard.until(lambda: yard.shown != "main")
    lost = len(yard.heard)
    await phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await yard.until(lambda: any(isinstance(m, Changed) and m.state == "ok" for _, m in yard.heard[lost:]))
    await yard.live()
    await phone.says("Оператор вас видит")
    assert phone.watch.faults == []
    await context.close()


async def test_a_camera_that_was_taken_away_is_opened_again(cameras: Browser, yard: Filming) -> None:
    """By another app, while the page is seen, and not given back at once."""
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    await phone.page.evaluate(
        """() => {
            const devices = navigator.mediaDevices;
            const ask = devices.getUserMedia.bind(devices);
            let refusals = 2;
            devices.getUserMedia = (wanted) =>
                refusals-- > 0 ? Promise.reject(new DOMException('in use', 'NotReadableError')) : ask(wanted);
            for (const track of document.querySelector('video').srcObject.getTracks()) {
                track.stop();
                track.dispatchEvent(new Event('ended'));
            }
        }"""
    )
    await yard.until(lambda: yard.shown != "main")
    await expect(phone.page.get_by_role("alert")).to_be_visible()
    await yard.live()
    await phone.says("Оператор вас видит")
    await expect(phone.page.get_by_role("alert")).not_to_be_visible()
    assert phone.watch.faults == []
    await context.close()


class Answers:
    """Holds the server's answers to offers back until they may go."""

    def __init__(self) -> None:
        self.asked = 0
        self.may_go = asyncio.Event()

    async def __call__(self, route: Route) -> None:
        if route.request.method != "POST":
            await route.continue_()
            return
        self.asked += 1
        answer = await route.fetch()
        await self.may_go.wait()
        await route.fulfill(response=answer)


async def test_one_attempt_at_a_time_whatever_wakes_the_page(cameras: Browser, yard: Filming) -> None:
    """A second one beside it would be taken for another phone."""
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    answers = Answers()
    await phone.page.route(re.compile(r"/whip(\?.*)?$"), answers)
    assert yard.feed.pid is not None
    os.kill(yard.feed.pid, signal.SIGKILL)
    await phone.says("Связи нет, подключаемся снова")
    await yard.until(lambda: answers.asked == 1)
    for _ in range(3):
        await phone.page.evaluate("dispatchEvent(new Event('online'))")
    await phone.page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    await phone.page.wait_for_timeout(1000)
    assert answers.asked == 1
    answers.may_go.set()
    await phone.says("Оператор вас видит")
    await yard.live()
    await context.close()


async def test_an_answer_that_comes_too_late_is_left(cameras: Browser, yard: Filming) -> None:
    """Or it would keep the camera from others."""
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    answers, left = Answers(), list[str]()
    await phone.page.route(re.compile(r"/whip(\?.*)?$"), answers)
    phone.page.on("request", lambda request: left.append(request.url) if request.method == "DELETE" else None)
    await phone.page.get_by_role("button", name="Передавать").click()
    await yard.until(lambda: answers.asked == 1 and yard.whip.on(PHONE_CAMERA) is not None)
    await phone.page.get_by_role("button", name="Закончить").click()
    assert left == []
    answers.may_go.set()
    await yard.until(lambda: len(left) == 1 and yard.whip.on(PHONE_CAMERA) is None, within=10)
    await phone.says("Картинку видите только вы")
    await context.close()


async def test_two_phones_with_one_link(cameras: Browser, yard: Filming) -> None:
    """The newer one takes over and the older one does not steal the camera back; it may ask for it again."""
    first_context, second_context = await person(cameras), await person(cameras)
    first, second = Phone(await first_context.new_page()), Phone(await second_context.new_page())
    link = await yard.link()
    await first.open(link)
    await first.go()
    await yard.live()
    await second.open(link)
    await second.go()
    await first.says("Передаёт другой телефон")
    await yard.live()
    held = yard.whip.on(PHONE_CAMERA)
    await first.page.wait_for_timeout(3000)
    assert yard.whip.on(PHONE_CAMERA) == held
    await first.page.get_by_role("button", name="Передавать отсюда").click()
    await first.says("Оператор вас видит")
    await second.says("Передаёт другой телефон")
    for phone in (first, second):
        assert phone.watch.faults == []
    await first_context.close()
    await second_context.close()


async def test_a_revoked_link_ends_the_picture(cameras: Browser, yard: Filming) -> None:
    context = await person(cameras)
    phone = Phone(await context.new_page())
    await phone.open(await yard.link())
    await phone.go()
    await yard.live()
    await yard.house.people.revoke(f"{Role.PHONE}-{PHONE_CAMERA}")
    await expect(phone.page.get_by_role("heading")).to_contain_text("больше не действует")
    await yard.until(lambda: yard.state == "away" and yard.whip.on(PHONE_CAMERA) is None)
    await context.close()


async def test_what_a_phone_without_permission_reads(browser: Browser, yard: Filming) -> None:
    """A Chromium without fake cameras: there is none."""
    context = await person(browser)
    phone = Phone(await context.new_page())
    await phone.page.goto(await yard.link())
    await phone.page.get_by_role("button", name="Включить камеру").click()
    await expect(phone.page.get_by_role("alert")).to_contain_text("камер")
    await expect(phone.page.get_by_role("button", name="Попробовать ещё раз")).to_be_enabled()
    assert await axe(phone.page) == []
    await context.close()


@pytest.mark.parametrize("language", ["ru", "en"])
@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_the_page_is_accessible(cameras: Browser, yard: Filming, language: str, theme: str) -> None:
    context = await person(cameras, PHONE, language, theme)  # type: ignore[arg-type]
    page = await context.new_page()
    phone = Phone(page)
    await page.goto(await yard.link())
    await expect(page.get_by_role("heading")).to_be_visible()
    assert await axe(page) == []
    await page.locator(".acts button").click()
    await expect(page.locator("video")).to_be_visible()
    assert await axe(page) == []
    await page.locator("footer > button").click()
    await yard.live()
    await yard.take(ON_PHONE)
    await expect(page.locator(".frame.program")).to_be_visible()
    assert await axe(page) == []
    sizes = await page.locator("button").evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    assert min(sizes) >= 43.9
    assert phone.watch.faults == []
    await context.close()


async def test_by_https_with_a_certificate_of_efirs_own(cameras: Browser, tmp_path: Path, pages: Path) -> None:
    """The address in the panel's list leads to the second port; a browser that goes past the warning films there."""
    secure = Secure(await asyncio.to_thread(Made, tmp_path / "https"), 0)
    async with filming(tmp_path, pages, secure=secure) as yard:
        await yard.link()
        (url,) = [yard.house.server.link_url(link) for link in yard.house.people.links() if link.role is Role.PHONE]
        assert url is not None
        assert url.startswith(f"https://127.0.0.1:{secure.port}/phone?t=")
        context = await cameras.new_context(viewport=PHONE, locale="ru-RU", ignore_https_errors=True)
        phone = Phone(await context.new_page())
        await phone.open(url)
        await phone.go()
        await yard.live()
        # The explanation, on the way to the certificate.
        await phone.page.goto(yard.house.url + "/certificate")
        await expect(phone.page.get_by_role("link", name="Скачать сертификат")).to_be_visible()
        await expect(phone.page.locator(".print")).to_have_text(secure.certificate.fingerprint)
        assert await axe(phone.page) == []
        assert phone.watch.faults == []
        await context.close()


async def test_the_operator_sees_the_phone_in_the_list_of_links(cameras: Browser, yard: Filming) -> None:
    context, crew = await person(cameras), await person(cameras, LAPTOP)
    phone, panel = Phone(await context.new_page()), await crew.new_page()
    await phone.open(await yard.link())
    await panel.goto(await yard.house.link(Role.OPERATOR))
    await panel.get_by_role("button", name="Ссылки").first.click()
    card = panel.locator("article").filter(has_text="Телефон-камера")
    await expect(card).to_contain_text("Телефон не передаёт")
    await phone.go()
    await expect(card).to_contain_text("Мбит/с")
    await expect(card).to_contain_text("заряжается, 100 %")
    await crew.close()
    await context.close()
