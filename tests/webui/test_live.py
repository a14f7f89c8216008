"""The live protocol over real sockets."""

from __future__ import annotations

from pathlib import Path

from control.core.types import Role
from tests.control.core.shows import WIDE
from tests.webui.served import served


async def test_snapshot_then_patches(tmp_path: Path) -> None:
    async with served(tmp_path) as efir, efir.page("panel", await efir.token(Role.OPERATOR)) as page:
        await page.opened()
        assert page.data["show"]["title"]
        receipt = await page.do({"type": "program.take", "scene": WIDE})
        assert receipt["ok"]
        while page.seq < receipt["seq"]:
            await page.until("patch")
        assert page.data["program"]["scene"] == WIDE
        assert page.snapshots == 1
