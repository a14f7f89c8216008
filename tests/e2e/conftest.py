"""Built pages and one browser for all tests of this folder."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests import real
from tests.e2e import house, shows
from tests.e2e.crew import PATIENT
from tests.e2e.platform import Platform
from webui import built

# Playwright's own five seconds are a person's; what is expected here comes at once, or when the machine has time.
expect.set_options(timeout=PATIENT)


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return house.built_pages(tmp_path_factory.mktemp("pages"))


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    async with house.chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def clips(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    """What the two cameras show."""
    return shows.small_footage(tmp_path_factory.mktemp("clips"))


@pytest.fixture
def platform(tmp_path: Path) -> Iterator[Platform]:
    folder = tmp_path / "platform"
    folder.mkdir()
    platform = Platform(folder)
    yield platform
    platform.close()


@pytest.fixture(scope="session")
def real_obs() -> None:
    """OBS and what it needs; a server's Linux only."""
    if sys.platform != "linux":
        pytest.skip("a headless OBS is managed on Linux only")
    for program in ("obs", "xvfb", "gl"):
        real.require(program)


@pytest.fixture(scope="session")
def served_pages() -> None:
    """`efir run` serves the pages as they were built last."""
    if built.state() == "missing":
        pytest.skip("the pages are not built: run `make pages`")
