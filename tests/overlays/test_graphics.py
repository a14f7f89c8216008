"""The renderer page and its graphics in a real Chromium, with the protocol played by `LiveServer`."""

from __future__ import annotations

import asyncio
import itertools
import math
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import pytest_asyncio
from numpy.typing import NDArray
from playwright.async_api import Browser, Page, expect

from overlays.marks import Marks, read_marks
from tests.scenes.hands import eventually, until

from . import samples
from .live_server import LiveServer, serving

pytestmark = pytest.mark.browser

# Sees through the shadow roots: text of a graphic's stage if it is visible.
VISIBLE = """id => {
  const graphic = document.querySelector(`.slot[data-id="${id}"]`)?.firstElementChild;
  const stage = graphic?.shadowRoot?.querySelector('.stage');
  return stage && getComputedStyle(stage).visibility === 'visible' ? stage.innerText : null;
}"""


@pytest_asyncio.fixture(loop_scope="session")
async def server(dist: Path) -> AsyncIterator[LiveServer]:
    async with serving(dist, samples.view()) as server:
        yield server


@pytest_asyncio.fixture(loop_scope="session")
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page whose errors fail the test."""
    faults: list[str] = []
    context = await browser.new_context(viewport={"width": 1920, "height": 1080})
    page = await context.new_page()
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Content Security" in message.text else None)
    yield page
    await context.close()
    assert faults == []


async def picture(page: Page) -> NDArray[np.uint8]:
    """BGRA as the browser source would give it."""
    data = np.frombuffer(await page.screenshot(omit_background=True), np.uint8)
    decoded = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
    assert decoded is not None
    return decoded.astype(np.uint8)


async def shown(page: Page, graphic_id: str) -> str | None:
    text: str | None = await page.evaluate(VISIBLE, graphic_id)
    return text


async def wait_shown(page: Page, graphic_id: str, text: str) -> None:
    await page.wait_for_function(f"args => ({VISIBLE})(args[0])?.includes(args[1])", arg=[graphic_id, text])


async def wait_hidden(page: Page, graphic_id: str) -> None:
    await page.wait_for_function(f"id => ({VISIBLE})(id) === null", arg=graphic_id)


async def wait_still(page: Page) -> None:
    """Until nothing enters or leaves any more."""
    await page.wait_for_function(
        "() => [...document.querySelectorAll('.slot > *')].every(one => !one.shadowRoot?.getAnimations().length)"
    )


async def wait_marks(page: Page, expected: Marks) -> None:
    """Until the picture says so: what is on the page is in a picture a moment later."""

    async def read() -> bool:
        return read_marks((await picture(page))[..., :3]) == expected

    await eventually(read, what=f"{expected}")


async def test_transparent_where_nothing_is_shown(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await page.wait_for_selector('.slot[data-id="result"] > *', state="attached")
    assert (await picture(page))[..., 3].max() == 0


async def test_graphics_come_and_go_with_their_words(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await server.push(samples.view("names", "clock"))
    await wait_shown(page, "names", samples.ANNA)
    assert "ТЕМА" in (await shown(page, "names") or "").upper()
    await wait_shown(page, "clock", "5:00")
    await server.push(samples.view("clock"))
    await wait_hidden(page, "names")
    assert await shown(page, "clock") is not None


async def test_entering_and_leaving_take_at_most_400_ms(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await page.wait_for_selector('.slot[data-id="result"] > *', state="attached")
    lengths = await page.evaluate(
        """() => {
          const longest = {};
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (frames, options) {
            const id = this.getRootNode().host.parentElement.dataset.id;
            longest[id] = Math.max(longest[id] ?? 0, options.duration + options.delay);
            return animate.call(this, frames, options);
          };
          return (window.longest = longest);
        }"""
    )
    assert lengths == {}
    await server.push(samples.view("clock", "names", "score"))
    for graphic in ("clock", "names", "score"):
        await wait_shown(page, graphic, "")
    await wait_still(page)
    await server.push(samples.view())
    for graphic in ("clock", "names", "score"):
        await wait_hidden(page, graphic)
    lengths = await page.evaluate("window.longest")
    assert set(lengths) == {"clock", "names", "score"}
    assert max(lengths.values()) <= 400


async def tells_the_time(page: Page, target: float) -> None:
    """What the clock shows is what was left at some moment while it was looked at, rounded up (over zero: down)."""

    def left() -> int:
        return math.ceil((target - time.time() * 1000) / 1000)

    before, text, after = left(), await shown(page, "clock") or "", left()
    found = re.search(r"(\+?)(\d+):(\d\d)", text)
    assert found is not None, text
    seconds = int(found[2]) * 60 + int(found[3])
    assert after - 1 <= (-seconds if found[1] else seconds) <= before + 1, text  # the next frame is not painted yet


async def test_the_clock_counts_on_the_servers_time(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    target = time.time() * 1000 + 62_300
    await server.push(samples.view("clock", clock=samples.clock("running", target=target)))
    await wait_shown(page, "clock", "1:0")
    await tells_the_time(page, target)
    await wait_shown(page, "clock", "0:5")
    await tells_the_time(page, target)
    colour = """() => getComputedStyle(document.querySelector('.slot[data-id="clock"] > *')
        .shadowRoot.querySelector('.time')).color"""
    assert await page.evaluate(colour) == "rgb(255, 200, 69)"
    target = time.time() * 1000 - 3_100
    await server.push(samples.view("clock", clock=samples.clock("running", target=target)))
    await wait_shown(page, "clock", "+0:")
    await tells_the_time(page, target)
    await server.push(samples.view("clock", clock=samples.clock("paused", left=83_000)))
    await wait_shown(page, "clock", "1:23")
    assert "ПАУЗА" in (await shown(page, "clock") or "").upper()


async def test_points_appear_only_when_revealed(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await server.push(samples.view("score", theme={"marks": True}))
    await wait_shown(page, "score", samples.ANNA)
    assert "41" not in (await shown(page, "score") or "")
    # Points without the word that they are revealed are not shown either.
    await server.push(samples.view("score", theme={"marks": True}, score=samples.score(41, 38) | {"revealed": False}))
    await asyncio.sleep(0.3)
    assert "41" not in (await shown(page, "score") or "")
    await server.push(samples.view("score", theme={"marks": True}, score=samples.score(41, 38)))
    await wait_shown(page, "score", "41")
    # And taken back, as by an undo, they are gone: a key that is absent must not survive from older data.
    await server.push(samples.view("score", theme={"marks": True}))
    await page.wait_for_function(f"() => !({VISIBLE})('score').includes('41')")


POINTS = {"heading": "Повестка", "point1": "Итоги года", "point2": "Бюджет", "point3": " ", "point4": "Разное"}


async def test_an_agenda_goes_on_by_steps(server: LiveServer, page: Page) -> None:
    """By level: whatever way the wanted step comes, the picture is that of the step."""

    async def lit(text: str, seen: int) -> None:
        await page.wait_for_function(
            """([text, seen]) => {
              const root = document.querySelector('.slot[data-id="agenda"] > *')?.shadowRoot;
              const words = [...(root?.querySelectorAll('.words') ?? [])].map((one) => one.textContent);
              return words.length === seen && root.querySelector('.lit .words').textContent === text;
            }""",
            arg=[text, seen],
        )

    server.data = samples.with_agenda(samples.view(), None, **POINTS)
    await page.goto(server.url)
    await server.push(samples.with_agenda(samples.view(), 0, **POINTS))
    await wait_shown(page, "agenda", "Итоги года")
    await lit("Итоги года", 1)
    await server.push(samples.with_agenda(samples.view(), 1, **POINTS))
    await lit("Бюджет", 2)
    await server.push(samples.with_agenda(samples.view(), 2, **POINTS))
    await lit("Разное", 3)
    await server.push(samples.with_agenda(samples.view(), 0, **POINTS))
    await lit("Итоги года", 1)
    await server.push(samples.with_agenda(samples.view(), None, **POINTS))
    await wait_hidden(page, "agenda")
    await server.push(samples.with_agenda(samples.view(), 2, **POINTS))
    await lit("Разное", 3)
    await page.reload()
    await lit("Разное", 3)
    await wait_shown(page, "agenda", "Разное")


async def test_an_agenda_keeps_to_its_place_with_long_points(server: LiveServer, page: Page) -> None:
    long = {f"point{n}": "Отчёт о работе комплексного центра социального обслуживания за год" for n in range(1, 7)}
    server.data = samples.with_agenda(samples.view(), 5, heading="Очень длинная повестка " * 3, **long)
    await page.goto(server.url)
    await wait_shown(page, "agenda", "Отчёт")
    rows = np.flatnonzero((await picture(page))[..., 3].max(axis=1))
    assert rows[0] == 150
    assert rows[-1] < 1080 - 54


async def test_result_card_in_both_languages(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await server.push(samples.view("result", result=samples.result(41.5, 38)))
    await wait_shown(page, "result", "41,5")
    text = (await shown(page, "result") or "").upper()
    assert "ПОБЕДА" in text
    assert "10 БАЛЛОВ В ЗАЧЁТ" in text
    await server.push(samples.view("result", language="en", result=samples.result(30.5, 30.5)))
    await wait_shown(page, "result", "30.5")
    assert (await shown(page, "result") or "").upper().count("TIE") == 2


async def test_same_snapshot_again_touches_nothing(server: LiveServer, page: Page) -> None:
    """A restarted server sends everything anew under a new epoch; nothing on air moves, loads or repaints."""
    await page.goto(server.url)
    await server.push(samples.view("clock", "names"))
    await wait_shown(page, "names", samples.ANNA)
    await wait_still(page)
    await page.evaluate(
        """() => {
          window.touched = [];
          const animate = Element.prototype.animate;
          Element.prototype.animate = function (...given) {
            window.touched.push('animate');
            return animate.apply(this, given);
          };
          const stage = document.querySelector('#stage');
          const watch = new MutationObserver((all) => window.touched.push(...all.map((one) => one.type)));
          for (const root of [stage, ...[...stage.querySelectorAll('.slot > *')].map((one) => one.shadowRoot)])
            watch.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
        }"""
    )
    before = await picture(page)
    hellos = len(server.hellos)
    await server.stop()
    await asyncio.sleep(0.3)
    assert np.array_equal(await picture(page), before)
    server.epoch = "another"
    await server.start()
    await until(lambda: len(server.hellos) > hellos, what="it says hello again")
    await asyncio.sleep(0.3)
    assert await page.evaluate("window.touched") == []
    assert np.array_equal(await picture(page), before)
    await server.push(samples.view("clock"))
    await wait_hidden(page, "names")


async def test_a_gap_asks_again(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await server.push(samples.view("names"))
    await wait_shown(page, "names", samples.ANNA)
    hellos = len(server.hellos)
    server.data = samples.view("names", names=samples.names(topic="Другая тема"))
    await server.patch({"theme": {"accent": "#00ff00"}}, skip=3)
    await wait_shown(page, "names", "Другая тема")
    assert len(server.hellos) == hellos + 1
    assert server.hellos[-1]["since"][0] == server.epoch


async def test_changes_during_a_movement_end_in_the_wanted_picture(server: LiveServer, page: Page) -> None:
    await page.goto(server.url)
    await page.wait_for_selector('.slot[data-id="names"] > *', state="attached")
    for turn in range(9):
        await server.push(samples.view(*(["names"] if turn % 2 == 0 else [])))
        await asyncio.sleep(0.09)
    await wait_shown(page, "names", samples.ANNA)
    await wait_still(page)
    shot = await picture(page)
    assert shot[1080 - 54 - 20, 960 - 200, 3] == 255
    await server.push(samples.view())
    await wait_hidden(page, "names")


async def test_reload_in_the_middle_is_still(server: LiveServer, page: Page) -> None:
    """OBS restarted: the page comes up with what is on air, without playing it in again."""
    server.data = samples.view("names", "result", result=samples.result())
    await page.add_init_script(
        "window.moves = 0; const a = Element.prototype.animate;"
        "Element.prototype.animate = function (...x) { window.moves += 1; return a.apply(this, x); }"
    )
    await page.goto(server.url)
    await wait_shown(page, "result", "41")
    assert await page.evaluate("window.moves") == 0


async def test_only_shows_a_subset(server: LiveServer, page: Page) -> None:
    server.data = samples.view("names", "clock", "score")
    await page.goto(f"{server.url}&only=clock,names")
    await wait_shown(page, "clock", "5:00")
    await wait_shown(page, "names", samples.ANNA)
    assert await page.locator('.slot[data-id="score"]').count() == 0


async def test_a_removed_graphic_leaves_and_comes_back(server: LiveServer, page: Page) -> None:
    view = samples.view("names")
    server.data = view
    await page.goto(server.url)
    await wait_shown(page, "names", samples.ANNA)
    graphics = view["graphics"]
    without = view | {"graphics": {
        "order": [key for key in graphics["order"] if key != "names"],
        "byId": {key: value for key, value in graphics["byId"].items() if key != "names"},
    }}  # fmt: skip
    await server.push(without)
    await expect(page.locator('.slot[data-id="names"]')).to_have_count(0)
    await server.push(view)
    await wait_shown(page, "names", samples.ANNA)


async def test_a_broken_graphic_does_not_disturb_the_others(server: LiveServer, page: Page) -> None:
    view = samples.view("clock")
    view["graphics"]["order"].insert(0, "odd")
    view["graphics"]["byId"]["odd"] = {"graphic": "no-such-graphic", "playing": True, "data": {}}
    server.data = view
    await page.goto(server.url)
    await wait_shown(page, "clock", "5:00")


async def test_marks_say_what_is_on_air(server: LiveServer, page: Page) -> None:
    server.data = samples.view(theme={"marks": True})
    await page.goto(server.url)
    await page.wait_for_selector(".marks", state="attached")
    await wait_marks(page, Marks(graphics=frozenset(), seconds_left=None, first=None, second=None))
    await server.push(
        samples.view(
            "clock", "score", theme={"marks": True},
            clock=samples.clock("paused", left=277_000), score=samples.score(41, 38.5),
        )
    )  # fmt: skip
    await wait_shown(page, "score", "38,5")
    expected = Marks(graphics=frozenset({"debate-clock", "score-bug"}), seconds_left=277, first=41, second=38.5)
    await wait_marks(page, expected)
    await page.set_viewport_size({"width": 1280, "height": 720})
    await wait_marks(page, expected)
    await server.push(samples.view())
    await expect(page.locator(".marks")).to_have_count(0)


async def test_a_moment_is_the_same_picture_every_time(server: LiveServer, page: Page) -> None:
    """OGraf's non-real-time side: goToTime after other moments gives the same pixels, and movement is in between."""
    await page.goto(server.url)
    await page.evaluate(
        """async data => {
          const { default: ResultCard } = await import('/graphics/result-card/graphic.js');
          if (!customElements.get('efir-result-card')) customElements.define('efir-result-card', ResultCard);
          window.card = document.createElement('efir-result-card');
          document.body.append(window.card);
          await window.card.load({ data, renderType: 'non-realtime' });
          await window.card.setActionsSchedule({ schedule: [
            { timestamp: 1000, action: { type: 'playAction', params: {} } },
            { timestamp: 4000, action: { type: 'stopAction', params: {} } },
          ] });
        }""",
        samples.result(),
    )

    async def at(timestamp: int) -> NDArray[np.uint8]:
        await page.evaluate("timestamp => window.card.goToTime({ timestamp })", timestamp)
        return await picture(page)

    moments = [500, 1150, 1400, 1700, 3000, 4100, 4500]
    forward = [await at(moment) for moment in moments]
    backward = [await at(moment) for moment in reversed(moments)][::-1]
    for moment, one, other in zip(moments, forward, backward, strict=True):
        assert np.array_equal(one, other), moment
    assert forward[0][..., 3].max() == 0
    assert forward[-1][..., 3].max() == 0
    for earlier, later in itertools.pairwise(forward[:5]):
        assert not np.array_equal(earlier, later)


@pytest.mark.parametrize("background", ["black", "white"])
async def test_contrast_over_any_picture(server: LiveServer, page: Page, background: str) -> None:
    """Every text against the opaque plate behind it: at least 7:1, so the picture below cannot matter."""
    debate = samples.view(
        "clock", "names", "score", "result", score=samples.score(41, 38), result=samples.result(),
        clock=samples.clock("running", target=time.time() * 1000 + 10_000),
    )  # fmt: skip
    server.data = samples.with_agenda(debate, 2, **POINTS)
    await page.goto(server.url)
    await wait_shown(page, "result", "41")
    await page.evaluate("colour => { document.body.style.background = colour; }", background)
    ratios: list[dict[str, Any]] = await page.evaluate(CONTRASTS)
    assert len(ratios) > 15
    assert [one for one in ratios if one["ratio"] < 7] == []


CONTRASTS = """() => {
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const linear = (value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  const light = (rgb) => {
    const [r, g, b] = rgb.slice(0, 3).map((value) => linear(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const grounds = (element) => { for (let at = element; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      const stops = style.backgroundImage.match(/rgba?\\([^)]*\\)/g);
      if (stops) return stops.map(parse);
      const colour = parse(style.backgroundColor);
      if (colour.length === 3 || colour[3] === 1) return [colour];
    } return [[0, 0, 0], [255, 255, 255]]; };
  const found = [];
  for (const host of document.querySelectorAll('.slot > *'))
    for (const element of host.shadowRoot.querySelectorAll('*')) {
      if (![...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim())) continue;
      const ink = light(parse(getComputedStyle(element).color));
      for (const ground of grounds(element)) {
        const back = light(ground);
        const ratio = (Math.max(ink, back) + 0.05) / (Math.min(ink, back) + 0.05);
        found.push({ text: element.textContent.trim(), ratio });
      }
    }
  return found;
}"""


async def test_everything_stays_in_the_safe_area_with_the_longest_names(server: LiveServer, page: Page) -> None:
    caption = "Комплексный центр социального обслуживания " * 2
    people = [
        {"name": samples.LONG, "caption": caption, "position": "За " * 9, "side": side} for side in ("first", "second")
    ]
    server.data = samples.view(
        "clock", "names", "score", clock=samples.clock() | {"label": "Подготовка к дебатам"},
        names={"topic": "Очень длинная тема " * 9, "people": people},
        score={"people": people, "revealed": False},
    )  # fmt: skip
    await page.goto(server.url)
    await wait_shown(page, "names", "Константинопольская")
    alpha = (await picture(page))[..., 3]
    rows, columns = np.flatnonzero(alpha.max(axis=1)), np.flatnonzero(alpha.max(axis=0))
    assert (rows[0], rows[-1]) == (54, 1080 - 54 - 1)
    assert (columns[0], columns[-1]) == (96, 1920 - 96 - 1)
    cut = await page.evaluate(
        """() => [...document.querySelectorAll('.slot > *')]
          .flatMap((host) => [...host.shadowRoot.querySelectorAll('.fit')])
          .filter((one) => one.scrollWidth > one.clientWidth).map((one) => one.textContent)"""
    )
    assert cut == []
