"""The local file for OBS's browser source: blank while there is no server, the page as soon as there is one."""

from __future__ import annotations

import asyncio
import stat
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.async_api import Browser

from overlays.bootstrap import bootstrap_html, write_bootstrap

from . import samples
from .live_server import LiveServer


def test_no_url_breaks_out_of_the_script() -> None:
    page = bootstrap_html('http://127.0.0.1/graphics?token="</script><script>alert(1)</script>\u2028')
    assert page.count("<script>") == 1
    assert page.count("</script>") == 1


def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    write_bootstrap(tmp_path, "http://127.0.0.1:1/graphics?token=old")
    path = write_bootstrap(tmp_path, "http://127.0.0.1:1/graphics?token=new")
    assert "token=new" in path.read_text("utf-8")
    assert [one.name for one in tmp_path.iterdir()] == ["graphics.html"]
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.browser
async def test_opened_before_the_server_starts(browser: Browser, dist: Path, tmp_path: Path, free_port: int) -> None:
    server = LiveServer(dist, samples.view("names"))
    server.port = free_port
    path = await asyncio.to_thread(write_bootstrap, tmp_path, server.url)
    context = await browser.new_context(viewport={"width": 1280, "height": 720})
    try:
        page = await context.new_page()
        await page.goto(path.as_uri())
        await asyncio.sleep(1.2)
        shot = cv2.imdecode(np.frombuffer(await page.screenshot(omit_background=True), np.uint8), cv2.IMREAD_UNCHANGED)
        assert shot is not None
        assert shot[..., 3].max() == 0
        await server.start()
        await page.wait_for_url(server.url)
        await page.wait_for_selector('.slot[data-id="names"] > *', state="attached")
    finally:
        await context.close()
        await server.stop()
