"""The operator's panel in a real Chromium, on the real server and controller; what OBS would say, the test says."""

from __future__ import annotations

import asyncio
import re
import shutil
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, WebSocketRoute, async_playwright, expect

from control.contest.commands import Cast, Open
from control.controller import Envelope
from control.core.calls import Osc, Report
from control.core.health import ObserveLink
from control.core.outputs import Actual, ObserveOutput, Output
from control.core.program import ObserveProgram, Preview, Take
from control.core.stage import Blackout
from control.core.types import SYSTEM, Actor, Command, CommandId, JudgeId, Role, SceneId, TargetId
from control.show import Show, Target
from tests import real
from tests.control.core.shows import OPERATOR, make_show
from tests.e2e.crew import PATIENT
from tests.webui.served import PASSWORD, Served, go_to_judging, served
from webui import built

pytestmark = pytest.mark.browser
AXE = built.ROOT / "webui" / "node_modules" / "axe-core" / "axe.min.js"
QUIET = ("--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run")


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built pages: the ones of `make pages` if they are fresh, otherwise made for this run."""
    if built.is_fresh():
        return built.dist_dir()
    webui = built.ROOT / "webui"
    vite, node = webui / "node_modules" / "vite" / "bin" / "vite.js", shutil.which("node")
    if node is None or not vite.exists():
        pytest.skip("the pages are not built: run `make pages`")
    out = tmp_path_factory.mktemp("dist")
    subprocess.run(
        [node, str(vite), "build", "--mode", "pages", "--outDir", str(out), "--logLevel", "warn"],
        cwd=webui, check=True, timeout=90,
    )  # fmt: skip
    return out


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    program = real.require("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=str(program), args=list(QUIET))
        yield browser
        await browser.close()


class Studio:
    """A panel somebody looks at, and the server behind it."""

    def __init__(self, server: Served, page: Page) -> None:
        self.server, self.page = server, page
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(f"{error}"))
        page.on("console", lambda message: self._hear(message.type, message.text))

    def _hear(self, kind: str, text: str) -> None:
        # A cut network is what some tests are about; everything else a page says in red is a fault.
        if kind in ("error", "warning") and "WebSocket" not in text and "ERR_" not in text:
            self.complaints.append(text)

    async def do(self, command: Command, actor: Actor = OPERATOR) -> None:
        """Somebody else, or OBS, acts."""
        count = self.server.controller.seq
        envelope = Envelope(CommandId(f"test-{count}-{command}"[:64]), actor, command)
        receipt = await self.server.controller.submit(envelope)
        assert receipt.ok, receipt.error

    def obs_shows(self, **scenes: str) -> None:
        self.server.telemetry.publish("shown", scenes)

    @property
    def state(self) -> Any:
        return self.server.controller.state

    async def until(self, true: Callable[[], bool]) -> None:
        async with asyncio.timeout(PATIENT / 1000):
            while not true():  # noqa: ASYNC110 (the page tells nobody)
                await asyncio.sleep(0.02)

    async def open(self, query: str = "?lang=ru") -> None:
        await self.page.goto(self.server.url + "/" + query)
        await expect(self.page.locator(".panel")).to_be_visible()

    def tile(self, scene: str) -> Any:
        return self.page.locator(f"[data-scene={scene}]")

    def monitor(self, channel: str) -> Any:
        return self.page.get_by_test_id(f"monitor-{channel}")

    async def press_key(self, code: str, key: str, times: int = 1) -> None:
        """A key of another layout: the same place, another letter."""
        await self.page.evaluate(
            "([code, key, times]) => { for (let n = 0; n < times; n += 1) document.body.dispatchEvent("
            "new KeyboardEvent('keydown', {code, key, bubbles: true, cancelable: true})) }",
            [code, key, times],
        )


@asynccontextmanager
async def studio(
    browser: Browser, path: Path, dist: Path, width: int = 1366, height: int = 768, show: Show | None = None
) -> AsyncIterator[Studio]:
    """Signed in as the owner, connected to a switcher that has the wide shot on air."""
    async with served(path, dist=dist, show=show) as server:
        context = await browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark")
        context.set_default_timeout(PATIENT)
        try:
            setup = server.people.ensure_setup_token()
            answer = await context.request.post(
                server.url + "/api/setup",
                data={"token": setup, "password": PASSWORD},
                headers={"Origin": server.url},
            )
            assert answer.ok, await answer.text()
            here = Studio(server, await context.new_page())
            await here.do(Open(), SYSTEM)
            await here.do(ObserveLink("connected", "obs", "30.2.0"), SYSTEM)
            await here.do(Take(SceneId("wide")))
            await here.do(Preview(SceneId("close")))
            here.obs_shows(program="wide", preview="close")
            yield here
            assert here.complaints == []
        finally:
            await context.close()


async def test_keys_put_a_scene_into_preview_and_on_air(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.page.keyboard.press("Digit1")
        await expect(here.tile("slate")).to_contain_text("Подготовка")
        await here.until(lambda: here.state.program.preview == "slate")
        await here.page.keyboard.press("Space")
        await expect(here.tile("slate")).to_contain_text("Эфир")
        await here.until(lambda: here.state.program.scene == "slate")
        assert here.state.program.taken_with.kind == "cut"
        await expect(here.page.locator("button.take")).to_be_enabled()  # a press before the receipt counts as the same
        await here.page.keyboard.press("Enter")
        await expect(here.tile("wide")).to_contain_text("Эфир")
        await here.until(lambda: here.state.program.taken_with.kind == "fade")


async def test_a_take_is_pending_until_the_switcher_shows_it(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await expect(here.monitor("program")).not_to_have_class(re.compile("pending"))
        await here.page.keyboard.press("Space")
        await expect(here.monitor("program")).to_contain_text("Крупный план")
        await expect(here.monitor("program")).to_contain_text("ждём подтверждения")
        await expect(here.tile("close")).to_have_class(re.compile("pending"))
        here.obs_shows(program="close", preview="wide")
        await expect(here.monitor("program")).not_to_contain_text("ждём подтверждения")
        await expect(here.tile("close")).not_to_have_class(re.compile("pending"))


async def test_a_scene_put_on_air_by_hand_is_named(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.do(ObserveProgram(foreign="Моя сцена"), SYSTEM)
        here.obs_shows(preview="close")
        await here.open()
        await expect(here.monitor("program")).to_contain_text("Моя сцена")
        await expect(here.monitor("program")).to_contain_text("не из этого шоу")
        await expect(here.monitor("program")).not_to_have_class(re.compile("pending"))
        await here.page.keyboard.press("Space")
        await here.until(lambda: here.state.program.scene == "close")


async def test_hotkeys_work_in_the_russian_layout(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.press_key("KeyM", "ь")
        await here.until(lambda: here.state.debate.muted is True)
        await here.press_key("KeyN", "т")  # the next act: the draw of pairs
        await here.until(lambda: len(here.state.debate.draws) == 1)
        await expect(here.page.get_by_role("tabpanel")).to_contain_text("Отпечаток")


async def test_keys_typed_into_a_field_are_the_fields(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.page.get_by_role("tab", name="На сцену").click()
        field = here.page.get_by_label("Своё сообщение")
        await field.click()
        await here.page.keyboard.type("1 минута, mn p")
        await here.page.keyboard.press("Enter")
        await here.until(lambda: here.state.stage.message is not None)
        assert here.state.stage.message.text == "1 минута, mn p"
        assert (here.state.program.scene, here.state.program.preview) == ("wide", "close")
        assert here.state.debate.muted is False
        await field.click()
        for _ in range(2):  # out of the field, and then once: not twice
            await here.page.keyboard.press("Escape")
        await here.page.keyboard.press("Digit1")
        await here.until(lambda: here.state.program.preview == "slate")
        assert here.state.program.scene == "wide"


async def test_a_double_click_on_a_scene_does_not_take(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.tile("slate").dblclick()
        await here.until(lambda: here.state.program.preview == "slate")
        await expect(here.tile("slate")).to_contain_text("Подготовка")
        assert here.state.program.scene == "wide"


async def test_escape_twice_is_the_panic_and_closing_a_drawer_is_not(
    browser: Browser, tmp_path: Path, dist: Path
) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.page.keyboard.press("KeyL")
        await expect(here.page.get_by_role("heading", name="Что произошло").first).to_be_visible()
        await here.page.keyboard.press("Escape")
        await here.page.keyboard.press("Escape")
        await expect(here.tile("wide")).to_contain_text("Эфир")
        assert here.state.program.scene == "wide"
        await here.press_key("Escape", "Escape", times=2)  # with nothing between them: twice means quickly
        await here.until(lambda: here.state.program.scene == "slate")
        await expect(here.tile("slate")).to_contain_text("Эфир")


async def test_undo_takes_the_take_back(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.page.keyboard.press("Space")
        await here.until(lambda: here.state.program.scene == "close")
        await expect(here.tile("close")).to_contain_text("Эфир")
        await here.page.keyboard.press("Control+KeyZ")
        await here.until(lambda: here.state.program.scene == "wide")
        await expect(here.tile("wide")).to_contain_text("Эфир")


async def test_what_another_operator_took_is_not_taken_over(browser: Browser, tmp_path: Path, dist: Path) -> None:
    """The panel that has not heard of it yet sends what it saw on air, and is told why nothing happened."""
    deaf = False

    def through(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        socket.on_message(server.send)

        def hear(message: str | bytes) -> None:
            if not (deaf and isinstance(message, str) and message.startswith('{"type":"patch"')):
                socket.send(message)

        server.on_message(hear)

    async with studio(browser, tmp_path, dist) as here:
        await here.page.route_web_socket("**/live", through)
        await here.open()
        deaf = True
        await here.do(Take(SceneId("slate")), Actor(Role.OPERATOR, "boris"))
        await here.page.keyboard.press("Space")
        line = here.page.locator(".line .danger")
        await expect(line).to_contain_text("Заставка")
        assert here.state.program.scene == "slate"
        assert not re.search(r"already-taken|slate\b", await line.inner_text())


async def test_a_cut_line_is_shown_and_a_command_sent_again_counts_once(
    browser: Browser, tmp_path: Path, dist: Path
) -> None:
    cut = False
    sent: list[str] = []

    async def through(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()

        def say(message: str | bytes) -> None:
            if isinstance(message, str) and '"type":"do"' in message:
                sent.append(message)
            server.send(message)

        def hear(message: str | bytes) -> None:
            if not cut:
                socket.send(message)

        socket.on_message(say)
        server.on_message(hear)
        sockets.append(socket)

    sockets: list[WebSocketRoute] = []
    async with studio(browser, tmp_path, dist) as here:
        await here.page.route_web_socket("**/live", through)
        await here.open()
        badge = here.page.get_by_text("Нет связи, данные устарели")
        await expect(badge).to_be_hidden()
        takes = here.state.program.takes
        cut = True
        await here.page.keyboard.press("Space")
        await here.until(lambda: here.state.program.takes == takes + 1)
        await expect(badge).to_be_visible()
        await expect(here.monitor("program")).to_contain_text("Общий план")
        await expect(here.monitor("program")).to_contain_text("ждём подтверждения")
        cut = False
        await sockets[-1].close(code=1001)
        await expect(badge).to_be_hidden()
        await expect(here.monitor("program")).to_contain_text("Крупный план")
        assert len(sent) == 2
        assert sent[0] == sent[1]
        assert here.state.program.takes == takes + 1


async def test_the_reveal_must_be_held(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        pair = await go_to_judging(here.server.controller)
        await here.open()
        judges = here.page.get_by_label("Оценки экспертов")
        await expect(judges.get_by_text("ждём")).to_have_count(3)
        await expect(here.page.get_by_role("button", name="Ждём экспертов")).to_be_disabled()
        scores: dict[str, dict[str, int | float]] = {
            str(who): {"topic": 5, "rhetoric": 4, "persuasion": 3} for who in pair.debaters
        }
        for judge in ("j1", "j2", "j3"):
            await here.do(Cast(pair.id, scores), Actor(Role.JUDGE, JudgeId(judge)))
        await expect(judges.get_by_text("получены")).to_have_count(3)
        reveal = here.page.get_by_role("button", name="Показать результат")
        await reveal.click()
        await here.page.keyboard.press("KeyN")
        await expect(reveal).to_contain_text("Держите")
        assert here.state.debate.pairs[0].revealed is False
        await reveal.hover()
        await here.page.mouse.down()
        await here.until(lambda: here.state.debate.pairs[0].revealed is True)
        await here.page.mouse.up()
        await expect(here.page.get_by_role("button", name="Следующая пара")).to_be_enabled()
        # Letting go of the button that has become another one is not a press of it.
        assert here.state.debate.pair == pair.id
        await expect(here.page.get_by_role("tabpanel")).to_contain_text("10")


async def test_a_running_stream_stops_only_when_held(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        stream = here.page.locator("[data-output=stream]")
        await stream.get_by_role("button", name="Начать").click()
        await here.until(lambda: here.state.outputs.stream.wanted is True)
        await expect(stream).to_have_class(re.compile("pending"))
        await here.do(ObserveOutput(Output.STREAM, Actual.ON), SYSTEM)
        here.server.telemetry.publish("stream", {"active": True, "timecode": "00:00:07.250", "kbps": 4480.0})
        await expect(stream).to_contain_text("00:00:07")
        await expect(stream).to_contain_text("4,5 Мбит/с")
        await expect(stream).not_to_have_class(re.compile("pending"))
        stop = stream.get_by_role("button", name="Стоп")
        await stop.click()
        await expect(stop).to_contain_text("Держите")
        assert here.state.outputs.stream.wanted is True
        await stop.hover()
        await here.page.mouse.down()
        await here.until(lambda: here.state.outputs.stream.wanted is False)
        await here.page.mouse.up()


async def test_graphics_sound_and_items(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.page.keyboard.press("F1")
        await here.until(lambda: "clock" in here.state.graphics.playing)
        await expect(here.page.get_by_role("button", name="Часы", exact=False).first).to_contain_text("В эфире")
        await here.page.get_by_role("button", name="Изменить текст: Титр").click()
        await here.page.get_by_label("Имя", exact=True).fill("Финал года")
        await here.page.get_by_role("button", name="Обновить").click()
        await here.until(lambda: here.state.graphics.data.get("title", {}).get("title") == "Финал года")
        await here.page.get_by_role("button", name="Выключить звук: Микрофон").click()
        await here.until(lambda: getattr(here.state.sources.sound.get("mic"), "muted", False))
        fader = here.page.get_by_label("Громкость: Микрофон")
        await fader.focus()
        await here.page.keyboard.press("Home")
        await here.until(lambda: here.state.sources.sound["mic"].volume == -100)
        await here.page.get_by_role("button", name="Камера видно").click()
        await here.until(lambda: here.state.sources.visible.get("close", {}).get("a") is False)


async def test_pictures_are_painted(browser: Browser, tmp_path: Path, dist: Path) -> None:
    def frame(value: int) -> bytes:
        _, jpeg = cv2.imencode(".jpg", np.full((90, 160, 3), value, np.uint8))
        return bytes(jpeg)

    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.until(lambda: here.server.telemetry.watched)
        middle = (
            "() => {const copy = document.createElement('canvas').getContext('2d', {willReadFrequently: true});"
            "copy.drawImage(document.querySelector('[data-testid=monitor-program] canvas'), 0, 0);"
            "return copy.getImageData(80, 45, 1, 1).data[0]}"
        )
        for value in (40, 200):
            here.server.telemetry.publish_picture(0, frame(value))
            here.server.telemetry.publish_picture(1, frame(120))
            await here.page.wait_for_function(f"value => Math.abs(({middle})() - value) < 6", arg=value)


async def test_a_scene_has_its_last_picture_again_when_a_drawer_closes(
    browser: Browser, tmp_path: Path, dist: Path
) -> None:
    _, jpeg = cv2.imencode(".jpg", np.full((90, 160, 3), 200, np.uint8))
    scene = 2
    """The channel of the first one, behind programme and preview."""
    painted = (
        "() => {const picture = document.querySelector('.tile canvas');"
        "const copy = document.createElement('canvas').getContext('2d', {willReadFrequently: true});"
        "if (picture === null) return false;"
        "copy.drawImage(picture, 0, 0);"
        "return Math.abs(copy.getImageData(80, 45, 1, 1).data[0] - 200) < 6}"
    )
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.until(lambda: here.server.telemetry.watched)
        here.server.telemetry.publish_picture(scene, bytes(jpeg))
        await here.page.wait_for_function(painted)
        await here.page.keyboard.press("KeyL")
        await expect(here.page.locator(".tile")).to_have_count(0)
        await here.page.keyboard.press("Escape")
        await here.page.wait_for_function(painted)


async def test_a_scenes_picture_is_whole(browser: Browser, tmp_path: Path, dist: Path) -> None:
    """A title stands at the foot of the picture: cut off, the tile would hide what a take puts on the air."""
    for width, height in ((1366, 768), (390, 844)):
        async with studio(browser, tmp_path / str(width), dist, width, height) as here:
            await here.open()
            boxes = await here.page.evaluate(
                "() => [...document.querySelectorAll('.thumb')].map(thumb => {"
                "const [a, b] = [thumb.getBoundingClientRect(), thumb.firstElementChild.getBoundingClientRect()];"
                "return [b.width, b.height, a.bottom - b.bottom, a.right - b.right]})"
            )
            assert boxes
            for wide, high, under, beside in boxes:
                assert wide > 80
                assert wide / high == pytest.approx(16 / 9, rel=0.02)
                assert under >= -0.5
                assert beside >= -0.5


async def test_a_long_message_of_ones_own_colour(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await here.page.get_by_role("tab", name="На сцену").click()
        await here.page.locator(".tone").click()
        await here.page.locator(".tone").click()
        await here.page.get_by_label("Своё сообщение").fill("Подойдите ближе к микрофону " * 4)
        await here.page.keyboard.press("Enter")
        hush = here.page.get_by_role("button", name="Убрать", exact=True)
        await expect(hush).to_be_enabled()
        assert here.state.stage.message.tone == "danger"
        assert await hush.evaluate("e => e.scrollWidth <= e.clientWidth + 1"), "the word is cut"


async def test_a_dark_stage_is_seen_from_every_tab(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        tab = here.page.get_by_role("tab", name="На сцену")
        await expect(tab).not_to_contain_text("Экран сцены погашен")
        await here.do(Blackout(True))
        await expect(tab).to_contain_text("Экран сцены погашен")


async def test_links_are_shown_and_revoked(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.server.token(Role.JUDGE, "j2")
        await here.open()
        await here.page.keyboard.press("KeyK")
        card = here.page.locator("article").filter(has_text="Эксперт 2")
        await expect(card.get_by_alt_text("QR-код", exact=False)).to_be_visible()
        await expect(card).to_contain_text("/judge?t=")
        revoke = card.get_by_role("button", name="Отозвать")
        await revoke.hover()
        await here.page.mouse.down()
        await expect(card).to_have_count(0)
        await here.page.mouse.up()
        assert all(link.revoked for link in here.server.people.links() if link.subject == "j2")
        await here.page.get_by_role("button", name="Создать ссылку").click()
        await expect(here.page.locator("article").filter(has_text="Эксперт 1")).to_have_count(1)


@pytest.mark.parametrize("width, height", [(1366, 768), (1920, 1080), (820, 1180), (390, 844)])
@pytest.mark.parametrize("language", ["ru", "en"])
async def test_nothing_runs_out_of_the_page(
    browser: Browser, tmp_path: Path, dist: Path, width: int, height: int, language: str
) -> None:
    async with studio(browser, tmp_path, dist, width, height) as here:
        await go_to_judging(here.server.controller)
        await here.open(f"?lang={language}")
        sizes = await here.page.evaluate(
            "() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]"
        )
        assert sizes[0] <= width
        if width >= 1100:
            assert sizes[1] <= height
        clipped = await here.page.evaluate(
            "() => [...document.querySelectorAll('button, select')].filter(e => {"
            "const r = e.getBoundingClientRect();"
            "return r.width > 0 && (r.left < 0 || r.right > innerWidth + 0.5 || e.scrollWidth > e.clientWidth + 1)"
            "}).map(e => e.textContent.trim() || e.ariaLabel)"
        )
        assert clipped == []


async def test_a_phone_shows_programme_panic_and_next_act_at_once(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist, 390, 844) as here:
        await here.open()
        line = await here.page.locator(".line").first.bounding_box()
        assert line is not None
        for part in (here.monitor("program"), here.page.locator(".panic"), here.page.locator(".next button")):
            box = await part.bounding_box()
            assert box is not None
            assert box["y"] >= 0
            assert box["y"] + box["height"] <= line["y"]
        small = await here.page.evaluate(
            "() => [...document.querySelectorAll('.panel button, .panel select')]"
            ".filter(e => e.getBoundingClientRect().height < 44)"
            ".map(e => e.textContent.trim() || e.ariaLabel)"
        )
        assert small == [], "too small for a thumb"


async def test_the_page_shows_the_servers_time(browser: Browser, tmp_path: Path, dist: Path) -> None:
    """17:13:20 in the show's zone, Moscow, is where the server's clock stands; this machine's is elsewhere."""
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        await expect(here.page.locator("time.clock")).to_have_text(re.compile(r"^17:13:[2-4]\d$"))


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_axe_finds_no_serious_fault(browser: Browser, tmp_path: Path, dist: Path, theme: str) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.page.add_init_script(f"localStorage.setItem('efir.theme', '{theme}')")
        await go_to_judging(here.server.controller)
        await here.server.token(Role.JUDGE, "j1")
        await here.open()
        # The page's CSP lets no script in; the test's own goes past it, as a browser extension would.
        await here.page.evaluate(AXE.read_text(encoding="utf-8"))
        for key in ("", "KeyL", "KeyK", "Shift+Slash"):
            if key:
                await here.page.keyboard.press(key)
            for tab in ("Пары", "Жребий", "На сцену", "Таймеры", "Зачёт"):
                await here.page.get_by_role("tab", name=tab).click()
                found = await here.page.evaluate(
                    "async () => (await axe.run({resultTypes: ['violations']})).violations"
                    ".filter(v => ['serious', 'critical'].includes(v.impact))"
                    ".map(v => [v.id, v.nodes.map(n => n.html.slice(0, 160))])"
                )
                assert found == [], (key, tab)


async def test_who_is_not_signed_in_is_told_so(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with served(tmp_path, dist=dist) as server:
        context = await browser.new_context()
        try:
            page = await context.new_page()
            await page.goto(server.url + "/?lang=ru")
            await expect(page.get_by_role("alert")).to_have_text("Нужно войти")
            await expect(page.get_by_role("link", name="Войти")).to_be_visible()
        finally:
            await context.close()


async def test_a_call_that_failed_is_seen_and_sent_again_by_hand(browser: Browser, tmp_path: Path, dist: Path) -> None:
    desk = Target(id=TargetId("desk"), name="Пульт", osc="127.0.0.1:9")
    async with studio(browser, tmp_path, dist, show=make_show(calls=(desk,))) as here:
        await here.do(Osc(desk.id, "/go", (7,)))
        failed = next(iter(here.state.calls.pending))
        await here.open()
        alarm = here.page.get_by_role("button", name="Вызовы не дошли: 1")
        await expect(alarm).to_have_count(0)
        await here.do(Report(failed, False, "call-timeout", "10 s"), SYSTEM)
        await alarm.click()
        calls = here.page.get_by_role("region", name="Вызовы, которые не дошли")
        await expect(calls.locator("li")).to_contain_text(["Пульт · /go"])
        await expect(calls).to_contain_text("ответа нет слишком долго (10 s)")
        await expect(alarm).to_have_count(0)
        again = calls.get_by_role("button", name="Вызвать ещё раз")
        await again.click()
        assert list(here.state.calls.pending) == [], "a click is not a hold"
        await again.hover()
        await here.page.mouse.down()
        await here.until(lambda: len(here.state.calls.pending) == 1)
        await here.page.mouse.up()
        (call,) = here.state.calls.pending.values()
        assert (call.what.target, call.what.args, call.id != failed) == (desk.id, (7,), True)
        await expect(calls).to_have_count(0)
        await expect(here.page.locator(".drawer")).to_contain_text("Вызов ещё раз: «Пульт»")


async def test_a_camera_without_a_picture_is_named_and_marked(browser: Browser, tmp_path: Path, dist: Path) -> None:
    async with studio(browser, tmp_path, dist) as here:
        await here.open()
        first, *others = here.server.controller.show.cameras
        states = {camera.id: "live" for camera in here.server.controller.show.cameras}
        here.server.telemetry.publish("direct", states)
        bar = here.page.locator("footer .feeds")
        await expect(bar).to_have_text(f"Камеры: {1 + len(others)}")
        here.server.telemetry.publish("direct", {**states, first.id: "frozen"})
        await expect(bar).to_contain_text(f"{first.name}: картинка замерла")
        shows_it = [
            scene.id
            for scene in here.server.controller.show.scenes
            if any(item.camera == first.id for item in scene.sources)
        ]
        assert shows_it
        await expect(here.page.locator(".tile .down")).to_have_count(len(shows_it))
        here.server.telemetry.publish("direct", states)
        await expect(here.page.locator(".tile .down")).to_have_count(0)
