"""What goes wrong around Efir is said in plain words, to the one who can do something about it."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from control.secret import Secret
from scenes.managed import ManagedObs
from tests.disks import fill, small_disk_of
from tests.e2e.crew import PATIENT, Operator
from tests.e2e.product import Product
from tests.e2e.shows import CANVAS, PASSWORD, debate_show
from tests.e2e.studio import PANEL, someone

DISK = 4 * 1024 * 1024


async def test_a_taken_port(tmp_path: Path, clips: Sequence[Path]) -> None:
    files = debate_show(tmp_path, clips, stream=False)
    efir = Product(files.show, tmp_path / "data", obs="rehearsal")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        words = ("run", files.show, "--port", str(port), "--data", efir.data, "--obs", efir.obs)
        status, out, err = await efir.other(*words)
    assert status == 3
    assert out == ""
    assert f"Порт {port} на 127.0.0.1 занят другой программой" in err
    assert "Traceback" not in err


async def test_a_broken_show_file(tmp_path: Path, clips: Sequence[Path]) -> None:
    files = debate_show(tmp_path, clips, stream=False)
    text = files.show.read_text("utf-8").replace("slate: slate", "slate: nowhere", 1)
    files.show.write_text(text + "surprise: 1\n", "utf-8")
    efir = Product(files.show, tmp_path / "data", obs="rehearsal")
    status, out, err = await efir.other("run", files.show, "--data", efir.data, "--obs", efir.obs)
    assert status == 1
    assert out == ""
    lines = err.splitlines()
    assert len(lines) == 2, err
    slate = next(number for number, line in enumerate(text.splitlines(), 1) if line.startswith("slate: nowhere"))
    assert f"{files.show}:{slate}:8: slate:" in err
    assert f"{files.show}:{len(text.splitlines()) + 1}:1: surprise:" in err
    assert not efir.data.exists(), "nothing is made for a show that cannot run"


@pytest.mark.obs
@pytest.mark.browser
@pytest.mark.usefixtures("real_obs", "served_pages")
async def test_a_wrong_obs_password(browser: Browser, tmp_path: Path, clips: Sequence[Path]) -> None:
    async with ManagedObs(tmp_path / "obs", CANVAS) as obs:
        files = debate_show(tmp_path, clips, stream=False, password=True)
        wrong = Secret("не тот пароль")
        efir = Product(files.show, tmp_path / "data", obs=obs.url, environment={PASSWORD: wrong.reveal()})
        async with efir, someone(browser, PANEL) as page:
            operator = Operator(page)
            assert efir.addresses.setup is not None
            await operator.set_up(efir.addresses.setup)
            await expect(operator.obs).to_contain_text("OBS не пускает. Проверьте адрес и пароль", timeout=PATIENT)
            await page.keyboard.press("KeyL")
            log = page.get_by_text("OBS не пустил Efir: неверный пароль").first
            await expect(log).to_be_visible(timeout=PATIENT)
        assert wrong.reveal() not in efir.said()


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """A file system of a few megabytes."""
    with small_disk_of(DISK) as disk:
        yield disk


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.usefixtures("served_pages")
async def test_the_disk_is_full(browser: Browser, tmp_path: Path, clips: Sequence[Path], small_disk: Path) -> None:
    """Efir stops accepting and says so loudly; with room again it goes on by itself. Nothing is pretended or lost."""
    files = debate_show(tmp_path, clips, stream=False)
    efir = Product(files.show, small_disk / "data", obs="rehearsal")
    efir.log = tmp_path / "efir.log"
    async with efir, someone(browser, PANEL) as page:
        operator = Operator(page)
        assert efir.addresses.setup is not None
        await operator.set_up(efir.addresses.setup)
        await operator.take("slate", 1)
        alarm = page.get_by_text("Журнал не пишется: команды не принимаются")
        await expect(alarm).to_have_count(0)

        ballast = small_disk / "ballast"
        await asyncio.to_thread(fill, ballast)
        bells = page.get_by_role("button", name="Звонки выключить")
        muted = []
        for press in range(200):  # there may be room for some in the journal's last pages
            await page.keyboard.press("KeyM")
            await expect(bells).not_to_have_attribute("aria-busy", "true", timeout=PATIENT)
            if await alarm.count():
                break
            muted.append(press)
        await expect(alarm).to_be_visible(timeout=PATIENT)
        was = await bells.get_attribute("aria-pressed")
        await page.keyboard.press("KeyM")
        refused = page.locator(".line .danger")
        await expect(refused).to_contain_text(
            re.compile("действие не выполнено|ничего не сохраняется"), timeout=PATIENT
        )
        assert await bells.get_attribute("aria-pressed") == was, "what was refused is shown as done"
        answer = await page.context.request.get(f"{efir.addresses.panel}/healthz")
        assert answer.status == 503
        assert (await answer.json())["journal"]["ok"] is False
        print(f"\nthe disk is full after {len(muted)} commands more; the panel says so, /healthz too")

        await asyncio.to_thread(ballast.unlink)
        await expect(alarm).to_have_count(0, timeout=PATIENT)
        await page.keyboard.press("KeyM")
        await expect(bells).to_have_attribute("aria-pressed", "false" if was == "true" else "true", timeout=PATIENT)
        answer = await page.context.request.get(f"{efir.addresses.panel}/healthz")
        assert answer.status == 200
        found = await efir.verify(efir.data / "show.sqlite")
        assert found["ok"]
        print(f"room again: it goes on; {found['entries']} entries verify")
