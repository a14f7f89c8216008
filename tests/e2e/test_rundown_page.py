"""The editor of the rundown in real browsers: from the keyboard alone, and by two people at once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace
from playwright.async_api import Browser, Page, ViewportSize, WebSocketRoute, expect

from control.clock import Duration
from control.core.graphics import Play, Step, Stop
from control.core.health import ObserveLink
from control.core.outputs import Output, SetOutput
from control.core.program import Take
from control.core.rundown import commands as do
from control.core.rundown.plan import Field, Item, Plan
from control.core.timer_acts import Add, Adjust
from control.core.types import SYSTEM, BankId, EntryId, FieldId, GraphicId, ItemId, Role, SceneId, TimerId
from control.preflight import Preflight
from control.show import Bank, Graphic, Media, NamedTimer, Scene, Show, Transition
from control.show import Item as SceneItem
from tests.control.core.rundowns import MINUTE, cue, delay, group, hm, item
from tests.control.core.shows import make_show
from tests.devices.test_clips import sound
from tests.e2e.house import LAPTOP, PHONE, House, Language, Watch, axe, person
from tests.scenes.hands import until

pytestmark = pytest.mark.browser


def plan() -> Plan:
    return Plan.of(
        group("morning"),
        item(
            "open",
            5,
            "10:00",
            group="morning",
            cues=(cue("t", Take(SceneId("wide"))), cue("p", Play(GraphicId("title")))),
        ),
        item("talk", 20, group="morning", cues=(cue("t", Take(SceneId("close"))), cue("s", Stop(GraphicId("title"))))),
        item("round", 30, "11:00", cues=(cue("bad", Take(SceneId("nowhere"))),)),
        item("end", 5, cues=(cue("r", SetOutput(Output.RECORD, True)),)),
    )


@asynccontextmanager
async def playing(
    tmp_path: Path, pages: Path, show_plan: Plan | None = None, show: Show | None = None
) -> AsyncIterator[House]:
    house = House(tmp_path, pages, show or make_show(contest=None), show_plan or plan())
    await house.start()
    preflight = Preflight(house.controller, house.telemetry)
    await house.do(ObserveLink("connected", "obs", "30"), SYSTEM)
    try:
        yield house
    finally:
        preflight.close()
        await house.close()


@asynccontextmanager
async def opened(
    browser: Browser,
    house: House,
    path: str = "/rundown",
    size: ViewportSize = LAPTOP,
    language: Language = "ru",
    subject: str = "",
) -> AsyncIterator[Page]:
    context = await person(browser, size, language, "dark")
    page = await context.new_page()
    watch = Watch(page)
    await page.goto(await house.link(Role.OPERATOR, subject))
    await page.wait_for_selector(".panel")
    if path != "/":
        await page.goto(house.url + path)
        await page.wait_for_selector(".editor")
    yield page
    assert watch.faults == []
    await context.close()


def entry(house: House, entry_id: str) -> Item:
    found = house.controller.state.rundown.plan.item(EntryId(entry_id))
    assert found is not None
    return found


def order(house: House) -> list[str]:
    return [str(one) for one in house.controller.state.rundown.plan.order]


async def until_order(page: Page, house: House, expected: list[str]) -> None:
    await until(lambda: order(house) == expected)
    await expect(page.locator(".table .row")).to_have_count(len(expected))
    await expect(page.locator(".table .row").last).to_have_id(f"row-{expected[-1]}")


async def test_the_plan_is_edited_from_the_keyboard_alone(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        for _ in range(3):
            await page.keyboard.press("ArrowDown")
        await expect(page.locator("#row-talk")).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("KeyA")
        title = page.locator("[data-cell$='/title']:focus")
        await expect(title).to_be_focused()
        await page.keyboard.type("Вопросы из зала")
        await page.keyboard.press("Enter")
        made = order(house)[3]
        await expect(page.locator(f"[data-cell='{made}/title']")).to_have_value("Вопросы из зала")
        await until(lambda: entry(house, made).title == "Вопросы из зала")
        assert entry(house, made).group == "morning", "behind an entry of a group, in the group"

        # Back over the cells to the length, and a time that is not one.
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.type("1:30")
        await page.keyboard.press("Enter")
        await expect(page.locator(f"[data-cell='{made}/duration']")).to_have_value("1:30")
        await until(lambda: entry(house, made).duration == 90_000)
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.press("Shift+Tab")
        await page.keyboard.type("half past")
        await page.keyboard.press("Enter")
        await expect(page.locator(f"[data-cell='{made}/start']")).to_have_attribute("aria-invalid", "true")
        assert entry(house, made).start is None
        await page.keyboard.press("Control+A")
        await page.keyboard.type("1045")
        await page.keyboard.press("Enter")
        await expect(page.locator(f"[data-cell='{made}/start']")).to_have_value("10:45")
        await until(lambda: entry(house, made).start == (10 * 60 + 45) * 60_000)

        await page.keyboard.press("Escape")
        await page.keyboard.press("Escape")
        await page.keyboard.press("Alt+ArrowUp")
        await expect(page.locator(".table .row").nth(2)).to_have_id(f"row-{made}")
        assert order(house) == ["morning", "open", made, "talk", "round", "end"]
        await page.keyboard.press("Delete")
        await until_order(page, house, ["morning", "open", "talk", "round", "end"])
        await page.keyboard.press("Control+KeyZ")
        await until_order(page, house, ["morning", "open", made, "talk", "round", "end"])
        assert entry(house, made).duration == 90_000
        await page.keyboard.press("Control+Shift+KeyZ")
        await until_order(page, house, ["morning", "open", "talk", "round", "end"])


async def test_two_editors_of_one_entry(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as anna, opened(browser, house) as boris:
        for page in (anna, boris):
            await page.click("#row-talk .title")
        # Different fields: both stand.
        await anna.fill("[data-cell='talk/title']", "Доклад Анны")
        await boris.fill("[data-cell='talk/note']", "Заметка Бориса")
        await anna.press("[data-cell='talk/title']", "Enter")
        await expect(boris.locator("[data-cell='talk/title']")).to_have_value("Доклад Анны")
        await boris.press("[data-cell='talk/note']", "Enter")
        await expect(anna.locator("[data-cell='talk/note']")).to_have_value("Заметка Бориса")
        assert (entry(house, "talk").title, entry(house, "talk").note) == ("Доклад Анны", "Заметка Бориса")
        # The same field: the second is asked.
        await boris.focus("[data-cell='talk/title']")
        await boris.keyboard.type("Доклад Бориса")
        await anna.fill("[data-cell='talk/title']", "Снова Анна")
        await anna.press("[data-cell='talk/title']", "Enter")
        await expect(anna.locator("#row-talk")).to_be_visible()
        await until(lambda: entry(house, "talk").title == "Снова Анна")
        place = await boris.locator("#row-talk").bounding_box()
        await boris.press("[data-cell='talk/title']", "Enter")
        alert = boris.get_by_role("alert")
        await expect(alert).to_contain_text("Снова Анна")
        await expect(alert).to_contain_text("Доклад Бориса")
        assert await boris.locator("#row-talk").bounding_box() == place, "nothing moves under the finger"
        assert entry(house, "talk").title == "Снова Анна", "nothing is overwritten unasked"
        await boris.get_by_role("button", name="Оставить моё").click()
        await expect(anna.locator("[data-cell='talk/title']")).to_have_value("Доклад Бориса")


async def test_a_conflict_is_told_in_the_words_of_the_table(tmp_path: Path, pages: Path, browser: Browser) -> None:
    columns = (Field(id=FieldId("props"), label="Реквизит"), Field(id=FieldId("light"), label="Свет"))
    whole = Plan.of(*plan(), fields=columns)
    async with (
        playing(tmp_path, pages, whole) as house,
        opened(browser, house) as anna,
        opened(browser, house) as boris,
    ):
        alert = boris.get_by_role("alert")
        for page in (anna, boris):
            await page.click("#row-talk .title")
        await boris.focus("[data-cell='talk/duration']")
        await boris.keyboard.type("7")
        await anna.fill("[data-cell='talk/duration']", "25")
        await anna.press("[data-cell='talk/duration']", "Enter")
        await until(lambda: entry(house, "talk").duration == 25 * MINUTE)
        await boris.press("[data-cell='talk/duration']", "Enter")
        await expect(alert).to_contain_text(re.compile(r"«TALK».*Длит\..*Ваше: 7:00.*Чужое: 25:00", re.DOTALL))
        await boris.get_by_role("button", name="Оставить чужое").click()

        # Two columns are two things, one column is one.
        for who, words in ((boris, "Стол"), (anna, "Стул")):
            await who.focus("[data-cell='talk/custom-props']")
            await who.keyboard.type(words)
        await anna.fill("[data-cell='talk/custom-light']", "Темно")
        await anna.press("[data-cell='talk/custom-light']", "Enter")
        await until(lambda: entry(house, "talk").custom == {"props": "Стул", "light": "Темно"})
        await boris.press("[data-cell='talk/custom-props']", "Enter")
        await expect(alert).to_contain_text(re.compile("Реквизит.*Ваше: Стол.*Чужое: Стул", re.DOTALL))
        await expect(alert).not_to_contain_text("Темно")
        await boris.get_by_role("button", name="Оставить моё").click()
        await until(lambda: entry(house, "talk").custom == {"props": "Стол", "light": "Темно"})

        # What is chosen has its name, cues have theirs.
        at_end = boris.get_by_label("Когда время выйдет")
        await at_end.focus()
        await anna.get_by_label("Когда время выйдет").select_option("load")
        await until(lambda: entry(house, "talk").at_end == "load")
        await at_end.select_option("play")
        await expect(alert).to_contain_text(
            re.compile("Ваше: начать следующий.*Чужое: подготовить следующий", re.DOTALL)
        )
        await boris.get_by_role("button", name="Оставить чужое").click()


async def test_what_somebody_else_edited_is_not_undone_unasked(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with (
        playing(tmp_path, pages) as house,
        opened(browser, house, subject="anna") as anna,
        opened(browser, house, subject="boris") as boris,
    ):
        said = boris.get_by_role("status")
        cell = "[data-cell='talk/title']"
        await boris.click("#row-talk .title")
        await boris.fill(cell, "Доклад Бориса")
        await boris.press(cell, "Enter")
        await expect(anna.locator("#row-talk")).to_contain_text("Доклад Бориса")
        await anna.click("#row-talk .title")
        await anna.fill(cell, "Доклад Анны")
        await anna.press(cell, "Enter")
        await expect(boris.locator(cell)).to_have_value("Доклад Анны")
        await boris.keyboard.press("Escape")
        # Twice at once: nobody has read it.
        press = "dispatchEvent(new KeyboardEvent('keydown', { code: 'KeyZ', ctrlKey: true }))"
        await boris.evaluate(f"() => {{ {press}; {press}; }}")
        await expect(said.filter(has_text="её сделал другой оператор: правка «Доклад Анны»")).to_be_visible()
        assert entry(house, "talk").title == "Доклад Анны"
        await boris.wait_for_timeout(600)
        await boris.keyboard.press("Control+KeyZ")
        await expect(said.filter(has_text="Отменено: правка «Доклад Анны»")).to_be_visible()
        assert entry(house, "talk").title == "Доклад Бориса"
        await boris.keyboard.press("Control+KeyZ")
        await expect(said.filter(has_text="Отменено: правка «Доклад Бориса»")).to_be_visible()
        assert entry(house, "talk").title == "TALK"
        await boris.get_by_role("button", name="Вернуть").click()
        await expect(said.filter(has_text="Возвращено: правка «Доклад Бориса»")).to_be_visible()
        assert entry(house, "talk").title == "Доклад Бориса"


async def test_columns_and_date_overwrite_nobody(tmp_path: Path, pages: Path, browser: Browser) -> None:
    columns = tuple(Field(id=FieldId(name), label=name) for name in ("props", "light"))
    async with playing(tmp_path, pages, Plan.of(*plan(), fields=columns)) as house, opened(browser, house) as page:
        await page.get_by_role("button", name="Колонки и дата").click()
        date, names = page.get_by_label("День эфира"), page.get_by_label("Название колонки")
        await date.focus()
        await house.do(do.Settings("2026-05-01", columns))
        await expect(date).to_have_value("2026-05-01")
        await date.fill("2026-05-02")
        await expect(page.get_by_text("Это тем временем изменил кто-то другой")).to_be_visible()
        await expect(date).to_have_value("2026-05-01")
        assert house.controller.state.rundown.plan.date == "2026-05-01"
        await date.fill("2026-05-02")
        await until(lambda: house.controller.state.rundown.plan.date == "2026-05-02")

        # Another column is another thing.
        await names.first.focus()
        await house.do(do.Settings("2026-05-02", (columns[0], replace(columns[1], label="Свет"))))
        await names.first.fill("Реквизит")
        await names.first.press("Enter")
        await until(lambda: [one.label for one in house.controller.state.rundown.plan.fields] == ["Реквизит", "Свет"])
        assert house.controller.state.rundown.plan.date == "2026-05-02"


async def test_two_quick_edits_are_no_conflict_with_oneself(tmp_path: Path, pages: Path, browser: Browser) -> None:
    """The second is typed before the server's answer to the first has come."""
    held: list[str | bytes] | None = None
    sockets: list[WebSocketRoute] = []

    def through(socket: WebSocketRoute) -> None:
        server = socket.connect_to_server()
        sockets.append(socket)

        def hear(message: str | bytes) -> None:
            if (
                held is not None
                and isinstance(message, str)
                and message.startswith(('{"type":"patch"', '{"type":"rec'))
            ):
                held.append(message)
            else:
                socket.send(message)

        socket.on_message(server.send)
        server.on_message(hear)

    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.route_web_socket("**/live", through)
        await page.reload()
        await page.click("#row-talk .title")
        title = page.locator("[data-cell='talk/title']")
        held = []
        for words in ("Доклад", "Доклад и вопросы"):
            await title.fill(words)
            await title.press("Enter")
        await until(lambda: entry(house, "talk").title == "Доклад")
        await until(lambda: held is not None and len(held) > 1)
        for message in held:
            sockets[-1].send(message)
        held = None
        await until(lambda: entry(house, "talk").title == "Доклад и вопросы")
        await expect(title).to_have_value("Доклад и вопросы")
        await expect(page.get_by_role("alert")).to_have_count(0)


async def test_a_group_says_how_far_it_is_from_its_target(tmp_path: Path, pages: Path, browser: Browser) -> None:
    long = Plan.of(group("morning", target=20 * MINUTE), *list(plan())[1:])
    async with playing(tmp_path, pages, long) as house, opened(browser, house) as page:
        marks = page.locator("#row-morning .marks")
        await expect(marks).to_have_text("+5:00")  # 5 + 20 minutes
        await expect(marks.locator("span")).to_have_attribute("title", re.compile("20:00"))
        await house.do(do.Put(replace(entry(house, "talk"), duration=Duration(13 * MINUTE))))
        await expect(marks).to_have_text("−2:00")


async def test_a_cue_is_made_and_changed(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        banks = (Bank(id=BankId("white"), name="Белые"), Bank(id=BankId("black"), name="Чёрные"))
        speech = NamedTimer(id=TimerId("speech"), name="Речь", kind="banks", length=Duration(300_000), banks=banks)
        await house.do(Add(speech))
        await page.click("#row-end .title")
        await page.get_by_role("button", name="Зелёный", exact=True).click()
        await until(lambda: entry(house, "end").colour == "#27AE60")
        await page.get_by_role("button", name="+ Команда").click()
        await expect(page.locator(".cues li.open")).to_be_visible()
        webhook = page.locator(".cues option[value=webhook]")
        await expect(webhook).to_be_disabled()
        await expect(webhook).to_have_text("Вебхук: в файле шоу нет вебхуков")
        form = page.locator(".cues .form")
        await form.locator("select").first.select_option("after")
        await page.get_by_label("Через сколько").fill("2:15")
        await page.get_by_label("Через сколько").press("Enter")
        await expect(page.locator(".cues li.open .when")).to_have_text("через 2:15")
        await form.locator("select").nth(1).select_option("say")
        await expect(page.locator(".cues li.open .what")).to_have_text("На сцену: «…»")
        await page.get_by_label("Текст", exact=True).fill("Закругляемся")
        await page.get_by_label("Текст", exact=True).press("Enter")
        await expect(page.locator(".cues li.open .what")).to_have_text("На сцену: «Закругляемся»")
        await until(lambda: getattr(entry(house, "end").cues[-1].act, "text", "") == "Закругляемся")
        made = entry(house, "end").cues[-1]
        assert (made.when, made.by) == ("after", 135_000)
        what = page.locator(".cues li.open .what")
        await form.locator("select").nth(1).select_option("take")
        await form.locator("label", has_text="Переход").locator("select").select_option("slide")
        await page.get_by_label("За сколько секунд").fill("0.7")
        await page.get_by_label("За сколько секунд").press("Enter")
        await expect(what).to_contain_text("слайд, 0,7 с")
        act = entry(house, "end").cues[-1].act
        assert isinstance(act, Take)
        assert act.transition == Transition(kind="slide", duration=Duration(700))
        await form.locator("label", has_text="Переход").locator("select").select_option("cut")
        await expect(what).not_to_contain_text("слайд")
        await form.locator("select").nth(1).select_option("timer-adjust")
        await page.get_by_label("Время", exact=True).fill("-0:30")
        await page.get_by_label("Время", exact=True).press("Enter")
        await expect(what).to_have_text("Таймер «Речь»: −0:30")
        await page.get_by_label("Чей банк").select_option("white")
        await expect(what).to_have_text("Таймер «Речь»: −0:30 (Белые)")
        act = entry(house, "end").cues[-1].act
        assert act == Adjust(TimerId("speech"), Duration(-30_000), BankId("white"))


async def test_a_cut_and_each_transition_read_differently(tmp_path: Path, pages: Path, browser: Browser) -> None:
    wide, close = SceneId("wide"), SceneId("close")
    slide = Transition(kind="slide", duration=Duration(700))
    takes = (Take(wide), Take(wide, auto=True), Take(close, auto=True), Take(wide, transition=slide))
    show = make_show(contest=None)
    scenes = tuple(
        replace(one, transition=Transition(kind="luma_wipe", duration=Duration(1_200))) if one.id == close else one
        for one in show.scenes
    )
    cues = tuple(cue(f"t{n}", take) for n, take in enumerate(takes))
    words: dict[Language, list[str]] = {
        "ru": ["склейка", "переход: плавно, 0,3 с", "переход: шторка, 1,2 с", "слайд, 0,7 с"],
        "en": ["cut", "transition: fade, 0.3 s", "transition: luma wipe, 1.2 s", "slide, 0.7 s"],
    }
    names = ["Общий план", "Общий план", "Крупный план", "Общий план"]
    async with playing(tmp_path, pages, Plan.of(item("a", cues=cues)), replace(show, scenes=scenes)) as house:
        for language, said in words.items():
            take = "В эфир" if language == "ru" else "Take"
            expected = [f"{take}: {name} ({how})" for name, how in zip(names, said, strict=True)]
            async with opened(browser, house, language=language) as page:
                await page.click("#row-a .title")
                await expect(page.locator(".cues .what")).to_have_text(expected)
                await page.goto(house.url)
                await page.click("#row-a button")
                await expect(page.locator(".entry .what")).to_have_text(expected)


async def test_a_graphic_is_taken_to_a_given_step(tmp_path: Path, pages: Path, browser: Browser) -> None:
    points = GraphicId("points")
    agenda = Graphic(
        id=points,
        name="Повестка",
        graphic="agenda",
        source="fixed",
        data={"heading": "Сегодня", "point1": "Итоги", "point2": "", "point3": "Бюджет"},
    )
    show = make_show(contest=None)
    show = replace(show, graphics=(*show.graphics, agenda))
    show_plan = Plan.of(item("a", cues=(cue("s", Step(points)),)))
    async with playing(tmp_path, pages, show_plan, show) as house, opened(browser, house) as page:
        await page.click("#row-a .title")
        what = page.locator(".cues .what")
        await expect(what).to_have_text("Следующий шаг: Повестка")
        await what.click()
        step = page.get_by_label("Какой шаг")
        await expect(step.locator("option")).to_have_text(["следующий", "1. Итоги", "2. Бюджет", "3"])
        await step.focus()
        await page.keyboard.press("ArrowDown")
        await expect(what).to_have_text("Повестка: шаг 1")
        await page.keyboard.press("ArrowDown")
        await expect(what).to_have_text("Повестка: шаг 2")
        await until(lambda: entry(house, "a").cues[0].act == Step(points, to=1), 10)
        await house.do(Play(points))
        await house.do(do.Go())
        assert house.controller.state.graphics.steps == {points: 1}
        await step.select_option("")
        await until(lambda: entry(house, "a").cues[0].act == Step(points), 10)
        await expect(what).to_have_text("Следующий шаг: Повестка")


async def test_a_delay_is_written_into_the_plan(tmp_path: Path, pages: Path, browser: Browser) -> None:
    def one(by: int) -> Plan:
        return Plan.of(item("a", 10, "10:00"), delay("late", by), item("b", 5), item("c", 5))

    async with playing(tmp_path, pages, one(7)) as house, opened(browser, house) as page:
        start = page.locator("#row-b [role=gridcell]").nth(2)
        await expect(start).to_have_text("10:17")
        await expect(start).to_have_class(re.compile("linked"))
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("ArrowDown")
        await expect(page.locator("#row-late")).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("KeyD")
        await until_order(page, house, ["a", "b", "c"])
        await expect(start.get_by_role("textbox")).to_have_value("10:17")
        await expect(start).not_to_have_class(re.compile("linked"))
        await expect(page.locator("#row-b")).to_have_attribute("aria-selected", "true")
        await page.keyboard.press("KeyD")
        await page.keyboard.press("Control+KeyZ")
        await until_order(page, house, ["a", "late", "b", "c"])
        await expect(start).to_have_class(re.compile("linked"))
        await page.click("#row-late")
        await page.get_by_role("button", name="Внести в план").click()
        await until_order(page, house, ["a", "b", "c"])
        assert entry(house, "b").start == hm("10:17")
        assert entry(house, "c").start is None


async def test_a_flag_is_set_from_the_keyboard(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        for _ in range(5):
            await page.keyboard.press("ArrowDown")
        sign = page.locator("#row-end").get_by_role("img", name="Флажок")
        check = page.get_by_label("Флажок: показывать, сколько до этого пункта")
        await page.keyboard.press("KeyF")
        await expect(sign).to_be_visible()
        await expect(check).to_be_checked()
        assert entry(house, "end").flag
        await page.keyboard.press("Control+KeyZ")
        await expect(sign).to_have_count(0)
        await check.check()
        await expect(sign).to_be_visible()
        await page.keyboard.press("KeyF")
        await until(lambda: not entry(house, "end").flag)
        await expect(check).not_to_be_checked()


async def test_an_items_length_is_taken_from_its_clip(tmp_path: Path, pages: Path, browser: Browser) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    sound(folder / "intro.wav", 154.5)
    (folder / "broken.mp4").write_bytes(b"not a film at all")
    films = [("intro", "Заставка", "intro.wav"), ("broken", "Порченый", "broken.mp4")]
    show = make_show(contest=None)
    scenes = [
        Scene(
            id=SceneId(name),
            name=title,
            sources=(SceneItem(id=ItemId(name), name=title, media=Media(file=str(folder / file))),),
        )
        for name, title, file in films
    ]
    show = replace(show, scenes=(*show.scenes, *scenes))
    day = Plan.of(
        item("open", 5, "10:00", cues=(cue("t", Take(SceneId("intro"))),)),
        item(
            "talk", 20, end="10:30", cues=(cue("t", Take(SceneId("broken"))), cue("i", Take(SceneId("intro")), "end"))
        ),
        item("plain", 5, cues=(cue("t", Take(SceneId("close"))),)),
    )
    async with playing(tmp_path, pages, day, show) as house, opened(browser, house) as page:
        await page.click("#row-open .title")
        button = page.get_by_role("button", name="Взять длительность ролика «Заставка»: 2:34")
        await button.click()
        await expect(page.locator("[data-cell='open/duration']")).to_have_value("2:34")
        assert entry(house, "open").duration == 154_500, "to the millisecond: what follows may begin by itself"
        await expect(button).to_be_disabled()
        await page.get_by_role("button", name="Отменить").click()
        await expect(page.locator("[data-cell='open/duration']")).to_have_value("5:00")
        await expect(button).to_be_enabled()
        seq = house.controller.seq
        await page.click("#row-talk .title")
        clips = page.get_by_role("group", name="Длительность роликов")
        await expect(clips).to_contain_text("Порченый: Файл ролика не читается")
        await expect(clips.get_by_role("button")).to_have_count(0)
        await page.click("#row-plain .title")
        await expect(page.locator("#row-plain")).to_have_attribute("aria-selected", "true")
        await expect(clips).to_have_count(0)
        assert house.controller.seq == seq


async def test_the_report_of_a_session_is_among_the_files(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.get_by_role("button", name="Файл").click()
        report = page.get_by_role("group", name="Отчёт об эфире")
        await expect(page.get_by_text("Отчёта ещё нет")).to_be_visible()
        await expect(report).to_have_count(0)
        await house.do(do.Go())
        async with page.expect_download() as coming:
            await report.get_by_role("link", name="CSV").click()
        download = await coming.value
        assert download.suggested_filename.endswith("Отчёт.csv")
        text = (await download.path()).read_text("utf-8-sig")
        assert "OPEN" in text
        assert "в эфире" in text


async def test_a_table_becomes_the_plan_after_it_was_looked_at(tmp_path: Path, pages: Path, browser: Browser) -> None:
    table = "Начало;Длительность;Тема выступления;Что\n10:00;5 мин;Открытие;слово\n;20 мин;Доклад;тезисы\n"
    broken = table + ";−5 мин;Провал;\n"
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.get_by_role("button", name="Файл", exact=True).click()
        upload = page.locator("input[type=file]")
        await upload.set_input_files(
            {"name": "план.csv", "mimeType": "text/csv", "buffer": broken.encode("cp1251", "replace")}
        )
        bring = page.get_by_role("button", name="Заменить план этим")
        await expect(page.locator(".errors")).to_contain_text("строка 4")
        await expect(bring).to_be_disabled()
        before = order(house)
        await upload.set_input_files({"name": "план.csv", "mimeType": "text/csv", "buffer": table.encode()})
        await expect(bring).to_be_enabled()
        await page.get_by_label("Тема выступления").select_option("title")
        await expect(page.locator("dl")).to_contain_text("Исчезнет")
        assert order(house) == before, "a look changes nothing"
        await bring.hover()
        await page.mouse.down()
        await expect(page.locator(".table .row")).to_have_count(2)
        await page.mouse.up()
        await until(lambda: len(order(house)) == 2)
        titles = [house.controller.state.rundown.plan.entries[EntryId(one)].title for one in order(house)]  # type: ignore[union-attr]
        assert titles == ["Открытие", "Доклад"]
        await page.get_by_role("button", name="Отменить").click()
        await until_order(page, house, before)


async def test_arrows_stay_among_what_the_search_found(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.fill("#filter", "o")
        await expect(page.locator(".table .row")).to_have_count(3)
        await page.keyboard.press("Escape")
        for expected in ("morning", "open", "round", "round"):
            await page.keyboard.press("ArrowDown")
            await expect(page.locator(f"#row-{expected}")).to_have_attribute("aria-selected", "true")


async def test_the_keys_are_named_as_they_are_printed_and_touch_no_words(
    tmp_path: Path, pages: Path, browser: Browser
) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.keyboard.press("Shift+Slash")
        caps = await page.locator(".list kbd").all_inner_texts()
        assert {"↑", "↓", "Alt ↑", "Alt ↓", "/", "?"} <= set(caps)
        assert not [cap for cap in caps if "Arrow" in cap]
        touching = await page.evaluate(
            "() => [...document.querySelectorAll('.list dl > div')].filter(row => {"
            "const [cap, words] = ['kbd', 'dd'].map(name => row.querySelector(name).getBoundingClientRect());"
            "return cap.right > words.left}).map(row => row.textContent)"
        )
        assert touching == []


async def test_a_new_cue_puts_nothing_on_the_air_and_begins_in_its_item(
    tmp_path: Path, pages: Path, browser: Browser
) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.click("#row-talk .title")
        await page.get_by_role("button", name="+ Команда").click()
        what = page.locator(".cues li.open .what")
        await expect(what).to_have_text("Метка")
        await page.locator(".cues .form select").first.select_option("time")
        # Linked behind five minutes from 10:00: earlier than that the cue would never happen.
        await expect(page.locator(".cues li.open .when")).to_have_text("в 10:05")
        assert entry(house, "talk").cues[-1].by == (10 * 60 + 5) * 60_000
        await page.locator(".cues .form select").nth(1).select_option("update")
        for words in ("Имя", "Подпись"):
            await expect(page.locator(".cues .form").get_by_label(words)).to_be_visible()
        await page.locator(".cues .form select").nth(1).select_option("volume")
        await expect(what).to_contain_text(re.compile("Громкость «.+»: 0 дБ"))


async def test_what_is_no_time_is_said_in_words(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        await page.click("#row-talk .title")
        for field, words in (("duration", "1:30"), ("start", "9:30")):
            await page.fill(f"[data-cell='talk/{field}']", "полчаса")
            await page.keyboard.press("Enter")
            await expect(page.locator("footer")).to_contain_text(f"пишите {words}")
            await page.keyboard.press("Escape")


async def test_on_a_phone_the_sheets_are_seen_and_rows_are_moved(tmp_path: Path, pages: Path, browser: Browser) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house, size=PHONE) as page:
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        await page.get_by_role("button", name="Файл", exact=True).click()
        await expect(page.get_by_role("link", name="Excel")).to_be_in_viewport()
        await page.get_by_role("button", name="Файл", exact=True).click()
        await page.click("#row-end .title")
        await page.get_by_role("complementary").get_by_role("button", name="Выше").click()
        await until_order(page, house, ["morning", "open", "talk", "end", "round"])


async def test_the_editor_has_the_times_that_are_besides_the_planned(
    tmp_path: Path, pages: Path, browser: Browser
) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house) as page:
        begins = [page.locator(f"#row-{row} .begins") for row in ("open", "talk")]
        for cell in begins:
            await expect(cell).to_have_text("")
        await house.do(do.Go())
        started = house.controller.state.rundown.run.actual[EntryId("open")].start
        zone = ZoneInfo(house.show.time_zone)
        for cell, after in zip(begins, (0, 5 * MINUTE), strict=True):
            await expect(cell).to_have_text(f"{datetime.fromtimestamp((started + after) / 1000, zone):%H:%M}")
        await expect(begins[0]).to_have_attribute("title", "началось")
        await expect(begins[1]).to_have_attribute("title", "ожидается")
        # No longer than the plan says: what is given to the item on the air moves the next.
        await house.do(do.AddTime(Duration(3 * MINUTE)))
        await expect(begins[1]).to_have_text(f"{datetime.fromtimestamp((started + 8 * MINUTE) / 1000, zone):%H:%M}")


async def test_a_time_with_seconds_is_whole_on_a_phone(tmp_path: Path, pages: Path, browser: Browser) -> None:
    precise = Plan.of(item("a", 61, "10:00:30"), item("b", 599, "11:59:59"))
    async with playing(tmp_path, pages, precise) as house, opened(browser, house, size=PHONE) as page:
        await page.click("#row-a .title")
        cut = await page.evaluate(
            "() => [...document.querySelectorAll('.row input.num, .row .words.num')]"
            ".filter(cell => cell.getBoundingClientRect().width > 0 && cell.scrollWidth > cell.clientWidth)"
            ".map(cell => cell.value ?? cell.textContent)"
        )
        assert cut == []


@pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
async def test_nothing_serious_for_axe(tmp_path: Path, pages: Path, browser: Browser, size: ViewportSize) -> None:
    async with playing(tmp_path, pages) as house, opened(browser, house, size=size) as page:
        await house.do(do.Go())
        await page.click("#row-talk .title")
        assert await axe(page) == []
        await page.goto(house.url)
        await page.wait_for_selector(".panel")
        assert await axe(page) == []
