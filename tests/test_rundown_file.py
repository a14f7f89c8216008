"""The show file's rundown at the start of Efir: taken, kept with a warning, or the start ends with a sentence."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from msgspec.structs import replace
from structlog.testing import capture_logs

from control.clock import Duration, SystemClock
from control.controller import Controller, Envelope
from control.core.rundown import commands as do
from control.core.rundown.plan import Item
from control.core.types import Actor, CommandId, EntryId, Role
from control.journal import SqliteJournal
from control.language import LANGUAGES, Texts
from control.show import PlanGroup, Rundown, Show
from efir.assembly import RundownRefusedError, _open_rundown
from tests.control.core.rundowns import SHOW

WARNING = "the show file's rundown was not taken: the one here was edited since, or is on the air"


def show_with(*ids: str) -> Show:
    entries = tuple(PlanGroup(id=EntryId(each), duration=Duration(60_000)) for each in ids)
    return replace(SHOW, rundown=Rundown(items=entries))


@asynccontextmanager
async def started(folder: Path, show: Show) -> AsyncIterator[Controller]:
    journal = SqliteJournal(folder / "show.sqlite")
    await journal.open()
    controller = Controller(journal, SystemClock(), show, str)
    try:
        await controller.open()
        await _open_rundown(controller)
        yield controller
    finally:
        await controller.close()
        await journal.close()


def log_of(controller: Controller) -> list[str]:
    return [entry.code for entry in controller.state.log.entries]


async def test_it_is_taken_and_a_new_one_after_it(tmp_path: Path) -> None:
    with capture_logs() as said:
        async with started(tmp_path, show_with("a")) as controller:
            assert controller.state.rundown.plan.order == ("a",)
        async with started(tmp_path, show_with("a", "b")) as controller:
            assert controller.state.rundown.plan.order == ("a", "b")
    assert WARNING not in [entry["event"] for entry in said]


async def test_without_one_the_day_is_known_all_the_same(tmp_path: Path) -> None:
    async with started(tmp_path, SHOW) as controller:
        assert controller.state.rundown.today
        assert controller.state.rundown.zone == SHOW.time_zone


async def test_one_that_was_edited_is_kept_with_a_warning_at_every_start(tmp_path: Path) -> None:
    async with started(tmp_path, show_with("a")) as controller:
        mine = do.Insert((Item(id=EntryId("mine")),))
        receipt = await controller.submit(Envelope(CommandId("1"), Actor(Role.OPERATOR, "anna"), mine))
        assert receipt.ok
    for _ in range(2):
        with capture_logs() as said:
            async with started(tmp_path, show_with("a", "b")) as controller:
                assert controller.state.rundown.plan.order == ("mine", "a")
                assert log_of(controller).count("log-rundown-file-kept") == 1
        assert [entry["event"] for entry in said if entry["log_level"] == "warning"] == [WARNING]


async def test_one_that_cannot_be_ends_the_start_with_a_sentence(tmp_path: Path) -> None:
    """No file that was read is refused; a show made by a program may be."""
    bad = replace(SHOW, rundown=Rundown(items=(PlanGroup(id=EntryId("a"), duration=Duration(-1)),)))
    with pytest.raises(RundownRefusedError) as caught:
        async with started(tmp_path, bad):
            pass
    assert caught.value.code == "duration-out-of-range"
    for language in LANGUAGES:
        assert "«a»" in Texts(language).format(caught.value.code, **caught.value.arguments).replace("“", "«").replace(
            "”", "»"
        )
