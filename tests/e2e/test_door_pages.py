"""The doors: first set-up, password, links, and the way out."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from control.core.types import Role
from tests.e2e.house import LAPTOP, PHONE, House, Language, Watch, axe, person

pytestmark = pytest.mark.browser
PASSWORD = "тихая река ночью"


@asynccontextmanager
async def door(
    browser: Browser, folder: Path, pages: Path, language: Language = "ru"
) -> AsyncIterator[tuple[House, Page]]:
    house = await House(folder, pages).start()
    context = await person(browser, LAPTOP, language)
    try:
        page = await context.new_page()
        watch = Watch(page)
        yield house, page
        assert watch.faults == []
    finally:
        await context.close()
        await house.close()


async def own(house: House) -> None:
    """Somebody has set this Efir up."""
    token = house.people.ensure_setup_token()
    assert token is not None
    await house.people.set_up(token, PASSWORD)


async def test_the_first_start(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        setup = house.server.setup_url
        assert setup is not None
        await page.goto(setup)
        await expect(page.locator("#password")).to_be_focused()
        assert "#" not in page.url  # the token does not stay in the address
        create = page.get_by_role("button", name="Создать и войти")
        await expect(create).to_be_disabled()
        for password, words in (
            ("abc", "Ещё 5 знаков"),
            ("qwertyui", "Слишком простой"),
            ("11111111", "Слишком простой"),
            ("password1", "Слишком простой"),
            ("gT4k-mq2", "Подойдёт"),
            (PASSWORD, "пароль"),
        ):
            await page.fill("#password", password)
            await expect(page.locator("#password-hint")).to_contain_text(words)
        await page.fill("#again", "тихая река")
        await expect(page.locator("#again-hint")).to_have_text("Пароли не совпадают")
        await expect(create).to_be_disabled()
        await page.fill("#again", PASSWORD)
        await expect(page.locator("#again-hint")).to_contain_text("Совпадает")
        async with page.expect_response("**/api/setup") as answer:
            await page.keyboard.press("Enter")
        assert (await answer.value).status == 200
        await page.wait_for_url(f"{house.url}/")
        assert house.people.has_owner


async def test_set_up_only_once(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages, "en") as (house, page):
        setup = house.server.setup_url
        assert setup is not None
        await own(house)
        await page.goto(setup)
        await page.fill("#password", "another good one")
        await page.fill("#again", "another good one")
        await page.get_by_role("button", name="Create and sign in").click()
        await expect(page.locator("h1")).to_have_text("This Efir has an owner already")
        await page.get_by_role("link", name="Sign in with the password").click()
        await expect(page.locator("h1")).to_have_text("Owner's sign-in")


async def test_a_set_up_link_without_its_end(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        await page.goto(f"{house.url}/setup")
        await expect(page.locator("h1")).to_have_text("Эта ссылка неполная")
        await page.goto(f"{house.url}/setup#wrong-token")
        await page.reload()
        await page.goto("about:blank")
        await page.goto(f"{house.url}/setup#wrong-token")
        await page.fill("#password", PASSWORD)
        await page.fill("#again", PASSWORD)
        await page.get_by_role("button", name="Создать и войти").click()
        await expect(page.get_by_role("alert")).to_contain_text("Возьмите ссылку из окна, где запущен Efir")


async def test_in_by_password_and_out(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        await own(house)
        await page.goto(f"{house.url}/login")
        await page.fill("#password", "не тот пароль")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Пароль не подошёл")
        await page.get_by_role("button", name="Показать").click()
        await expect(page.locator("#password")).to_have_attribute("type", "text")
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await page.wait_for_url(f"{house.url}/")
        await page.goto(f"{house.url}/login")
        await expect(page.locator("h1")).to_have_text("Вы уже вошли")
        await page.get_by_role("button", name="Выйти").click()
        await expect(page.locator("main")).to_contain_text("Вы вышли.")
        answer = await page.request.get(f"{house.url}/api/me")
        assert answer.status == 401


async def test_who_guesses_waits_and_is_told_how_long(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        await own(house)
        await page.goto(f"{house.url}/login")
        submit = page.locator("button[type=submit]")
        for guess in range(12):  # a machine on which a guess takes long lets more of them through
            await page.fill("#password", f"guess number {guess}")
            async with page.expect_response("**/api/login") as answer:
                await page.locator("form").evaluate("form => form.requestSubmit()")
            if (await answer.value).status == 429:
                break
        else:
            pytest.fail("a dozen guesses were let through")
        await expect(page.get_by_role("alert")).to_contain_text("Слишком много попыток")
        await expect(submit).to_contain_text("Подождите")
        await expect(submit).to_be_disabled()
        await expect(submit).to_have_text("Войти")
        await expect(submit).to_be_enabled()


async def test_no_server_no_riddle(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        await page.goto(f"{house.url}/login")
        await page.context.set_offline(True)
        await page.fill("#password", PASSWORD)
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Efir не отвечает")
        await page.context.set_offline(False)


async def test_a_link_behind_the_hash_is_exchanged_for_a_session(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        token = (await house.link(Role.JUDGE, "kim")).partition("?t=")[2]
        await page.goto(f"{house.url}/join#{token}")
        await page.wait_for_url(f"{house.url}/judge?as=judge-kim")
        await expect(page.locator("header .name")).to_have_text("Ольга Ким")


@pytest.mark.parametrize(
    "why, words",
    [
        ("link-invalid", "Ссылка не подошла"),
        ("link-revoked", "Ссылка больше не действует"),
        ("link-expired", "Срок ссылки вышел"),
        ("something-new", "Не получилось войти"),
    ],
)
async def test_a_dead_link_says_what_to_do(browser: Browser, pages: Path, tmp_path: Path, why: str, words: str) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        await page.goto(f"{house.url}/join?why={why}")
        await expect(page.locator("h1")).to_have_text(words)
        await expect(page.locator(".lead")).to_contain_text("Попросите у оператора")


async def test_a_wrong_token_behind_the_hash(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        await page.goto(f"{house.url}/join#nobody-made-this")
        await expect(page.locator("h1")).to_have_text("Ссылка не подошла")
        await page.goto(f"{house.url}/join")
        await page.goto("about:blank")
        await page.goto(f"{house.url}/join")
        await expect(page.locator("h1")).to_have_text("Здесь нужна ссылка")


async def test_pages_without_a_link_say_so(browser: Browser, pages: Path, tmp_path: Path) -> None:
    async with door(browser, tmp_path, pages) as (house, page):
        for path in ("/judge", "/stage"):
            await page.goto(house.url + path)
            await expect(page.locator("h1")).to_have_text("Нужна ваша ссылка")


@pytest.mark.parametrize("path", ["/setup#x", "/setup", "/login", "/join", "/join?why=link-expired"])
async def test_doors_are_accessible(browser: Browser, pages: Path, tmp_path: Path, path: str) -> None:
    async with door(browser, tmp_path, pages, "en") as (house, page):
        for scheme in ("light", "dark"):
            await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            await page.set_viewport_size(PHONE)
            await page.goto("about:blank")
            await page.goto(house.url + path)
            await page.wait_for_selector("h1")
            assert await axe(page) == []
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
