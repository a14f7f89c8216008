"""Built graphics and a browser for the tests of overlays."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright, expect

from tests import real
from webui import built

# Playwright's own five seconds are a person's; what is expected here comes at once, or when the machine has time.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built renderer and graphics: the pages' own build if it is fresh, otherwise one made for this run."""
    if built.is_fresh():
        return built.dist_dir()
    webui = built.ROOT / "webui"
    node = shutil.which("node")
    if node is None or not (webui / "node_modules").is_dir():
        reason = "the pages are not built: run `make pages`"
        if real.IN_CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    out = tmp_path_factory.mktemp("dist")
    subprocess.run([node, "build.mjs", str(out), "renderer", "graphics"], cwd=webui, check=True, timeout=110)
    return out


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One headless Chromium for all tests of this folder."""
    program = real.require("chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=str(program), args=["--force-color-profile=srgb", "--font-render-hinting=none"]
        )
        yield browser
        await browser.close()
