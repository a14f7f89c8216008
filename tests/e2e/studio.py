"""A show on the air with everybody in it: the product, its OBS, the operator, the platform, the audience."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
from playwright.async_api import Browser, Page, ViewportSize, expect
from playwright.async_api import Error as PlaywrightError

from control.secret import Secret
from control.show import Show
from control.showfile import read_show
from overlays.marks import Marks
from tests.e2e.audience import Audience, Sighting, difference, part, picture, warmth
from tests.e2e.crew import PATIENT, Network, Operator, Phone, Timeline
from tests.e2e.house import PHONE, person
from tests.e2e.platform import Frame, Platform
from tests.e2e.product import Product
from tests.e2e.shows import CANVAS, KEY, LEFT, PASSWORD, RIGHT, SERVER, Files, debate_show

PANEL = ViewportSize(width=1366, height=900)
SOON = 90.0
"""Seconds until the audience sees what was done: a second or two, and much more when the machine is busy."""
SLATE, BOTH = 1, 2
"""Keys of the scenes, by their order in the show file."""
MARKS_TOP = CANVAS.height - 12
"""The marks are in the rows below."""
READABLE = 0.9
"""Of all frames, those whose marks must be readable, so that «nothing was seen» is not said of unreadable ones."""


@dataclass
class Studio:
    folder: Path
    files: Files
    show: Show
    efir: Product
    operator: Operator
    audience: Audience
    timeline: Timeline
    slate: Frame
    browser: Browser
    people: contextlib.AsyncExitStack
    """Everybody's browsers; they leave with the show."""

    async def phone(self, judge: str, network: Network | None = None) -> Phone:
        """A judge with his link, on a phone of his own."""
        page = await self.people.enter_async_context(someone(self.browser, PHONE))
        if network is not None:
            await network.between(page)
        phone = Phone(page)
        await phone.open(self.efir.addresses.judge(judge))
        return phone

    async def view(self) -> dict[str, Any]:
        """What Efir says to a machine that asks with the owner's session: the panel's view."""
        answer = await self.operator.page.context.request.get(f"{self.efir.addresses.panel}/api/views/panel")
        assert answer.ok, await answer.text()
        data: dict[str, Any] = (await answer.json())["data"]
        return data


@contextlib.asynccontextmanager
async def on_air(
    browser: Browser,
    clips: Sequence[Path],
    platform: Platform,
    folder: Path,
    obs: tuple[str, Secret] | None = None,
    *,
    apply: bool = False,
) -> AsyncIterator[Studio]:
    """Set up by its owner, live and recording, both cameras seen by the audience. `obs` is (URL, password); absent:
    Efir has one of its own. `apply`: the scenes are made by `efir apply` before it runs."""
    timeline = Timeline()
    secrets = {SERVER: platform.server, KEY: platform.key} | ({PASSWORD: obs[1].reveal()} if obs else {})
    files = debate_show(folder, clips, password=obs is not None)
    show = await asyncio.to_thread(read_show, files.show, secrets)
    slate = picture(str(files.slate), CANVAS.width, CANVAS.height)
    efir = Product(files.show, folder / "data", obs=obs[0] if obs else "managed", environment=secrets)
    async with contextlib.AsyncExitStack() as stack:
        if apply:
            await applied(efir, timeline)
        await stack.enter_async_context(efir)
        timeline.say("Efir is up")
        operator = Operator(await stack.enter_async_context(someone(browser, PANEL)))
        assert efir.addresses.setup is not None
        await operator.set_up(efir.addresses.setup)
        await expect(operator.obs).to_contain_text("OBS 29", timeout=PATIENT)
        timeline.say("the owner is at the panel")
        await operator.take("slate", SLATE)
        await operator.begin("stream")
        await operator.begin("record")
        timeline.say("live and recording")
        audience = stack.enter_context(Audience(platform.url))
        await stack.enter_async_context(evidence(folder, operator, audience))
        await audience.sees("the slate", shows_slate(slate), SOON)
        await audience.reads("the marks", lambda marks: True, SOON)
        timeline.say("seen: the slate, with marks over it")
        await operator.take("both", BOTH, "Enter")
        await audience.sees("both cameras", shows_both, SOON)
        timeline.say("seen: both cameras")
        yield Studio(folder, files, show, efir, operator, audience, timeline, slate, browser, stack)


async def applied(efir: Product, timeline: Timeline) -> None:
    """`plan`, `apply`, and nothing is left to be done."""
    words = ("--obs", efir.obs, "--data", efir.data, "--json")
    counts = []
    for command in ("plan", "apply", "plan"):
        status, out, err = await efir.other(command, efir.show, *words)
        assert status == 0, (command, out, err)
        counts.append(len(json.loads(out)["steps"]))
    assert counts[0] > 0
    assert counts == [counts[0], counts[0], 0]
    timeline.say(f"`efir apply` made the scenes in {counts[0]} steps; nothing is left to do")


@contextlib.asynccontextmanager
async def someone(browser: Browser, size: ViewportSize) -> AsyncIterator[Page]:
    context = await person(browser, size)
    try:
        yield await context.new_page()
    finally:
        await context.close()


@contextlib.asynccontextmanager
async def evidence(folder: Path, operator: Operator, audience: Audience) -> AsyncIterator[None]:
    """When something fails, the panel and the last picture are kept, beside what Efir said."""
    try:
        yield
    except BaseException:
        if audience.viewer.frame is not None:
            cv2.imwrite(str(folder / "audience.png"), audience.viewer.frame[..., ::-1])
        with contextlib.suppress(PlaywrightError):
            await operator.page.screenshot(path=folder / "panel.png", timeout=10_000)
        print(f"--- what the audience saw and what stood on the panel: {folder}")
        raise


# --- what is on air ---


def shows_slate(slate: Frame) -> Callable[[Frame], bool]:
    return lambda frame: difference(frame[:MARKS_TOP], slate[:MARKS_TOP]) < 12


def shows_both(frame: Frame) -> bool:
    """The first camera's footage is blue, the second's is brown (`devices.footage`)."""
    return warmth(part(frame, LEFT)) < -15 and warmth(part(frame, RIGHT)) > 15


def graphics(marks: Marks | None) -> frozenset[str]:
    return frozenset() if marks is None else marks.graphics


def readable(seen: Sequence[Sighting]) -> list[Marks]:
    """The marks of these frames; nearly all of them must have some."""
    marks = [sighting.marks for sighting in seen if sighting.marks is not None]
    assert len(marks) >= READABLE * len(seen), f"{len(marks)} of {len(seen)} frames are readable"
    return marks


def zero_at(seen: Sequence[Sighting]) -> float:
    """When the clock on air reaches zero, in the stream's time, by the frame that shows the clock least late."""
    times = [s.time + s.marks.seconds_left for s in seen if s.marks and s.marks.seconds_left is not None]
    assert times, "no clock on air"
    return min(times)


def counts_down(before: Sequence[Sighting], after: Sequence[Sighting]) -> float:
    """The clock on air went from `before` to `after` as fast as time did; how far it was off, in seconds."""
    assert {sighting.session for sighting in (*before, *after)} == {after[-1].session}, "the stream broke in between"
    shown = [s.marks.seconds_left for s in (*before, *after) if s.marks and s.marks.seconds_left is not None]
    assert shown == sorted(shown, reverse=True), "the clock jumped back"
    off = zero_at(before) - zero_at(after)
    assert abs(off) <= 1, f"the clock was off by {off:.2f} s after {after[-1].time - before[0].time:.1f} s"
    return off


# --- what happens on stage ---


async def bring_on_stage(operator: Operator, timeline: Timeline) -> None:
    """Draws pairs, topic and positions, hash first, then the seed."""
    await operator.act("Жеребьёвка пар")
    await operator.act("Открыть жребий")
    await operator.act("Пригласить пару")
    await operator.act("Жребий: тема")
    await operator.act("Открыть жребий")
    await operator.act("Жребий: позиции")
    await operator.act("Открыть жребий")
    await operator.offers("К подготовке")
    timeline.say(f"drawn: {await operator.on_stage()}")


def by_side(people: Mapping[str, str], show: Show) -> tuple[str, str]:
    """The names on stage, the one with the topic's first position first."""
    assert show.contest is not None
    firsts = {topic.first for topic in show.contest.topics}
    first = next(name for name, position in people.items() if position in firsts)
    return first, next(name for name in people if name != first)
