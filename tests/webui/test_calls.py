"""Calls to the outside, with devices that answer well, badly, late and never."""

from __future__ import annotations

import asyncio
import itertools
import logging
import socket
import threading
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import structlog
from msgspec.structs import replace

from control import controller as controller_module
from control.clock import Duration, SystemClock
from control.controller import Controller, Envelope, Receipt
from control.core.calls import MOST_PENDING, Again, Call, Open, Osc, Webhook
from control.core.types import SYSTEM, Command, CommandId, TargetId
from control.journal import SqliteJournal
from control.journal.base import JournalBroken
from control.journal.writer import Pending, Settled
from control.keys import installation_key, seeds
from control.registry import State
from control.secret import Secret
from control.show import Show, Target
from tests.control.core.shows import OPERATOR, make_show
from tests.scenes.hands import until
from tests.webui.devices import Device, device, osc_device
from webui.outside import calls as calls_module
from webui.outside.calls import AT_ONCE, CallFailed, Calls
from webui.outside.osc_out import message

HOOK, LIGHTS, OTHER = TargetId("hook"), TargetId("lights"), TargetId("other")
TOKEN = "s3cret-of-the-hall"
_ids = itertools.count()


def webhook(made: Device, id_: TargetId = HOOK, timeout: int = 10_000) -> Target:
    return Target(id=id_, name=f"Табло {id_}", webhook=made.url, token=Secret(TOKEN), timeout=Duration(timeout))


def osc(port: int) -> Target:
    return Target(id=LIGHTS, name="Свет", osc=f"127.0.0.1:{port}")


class House:
    def __init__(self, controller: Controller) -> None:
        self.controller = controller

    async def do(self, command: Command) -> Receipt:
        receipt = await self.controller.submit(Envelope(CommandId(f"t{next(_ids)}"), OPERATOR, command))
        assert receipt.ok, receipt.error
        return receipt

    @property
    def over(self) -> tuple[Call, ...]:
        return self.controller.state.calls.over

    async def ends(self, count: int = 1, within: float = 30.0) -> Call:
        await until(lambda: len(self.over) >= count, within)
        return self.over[-1]


@asynccontextmanager
async def house(path: Path, *targets: Target, at_work: bool = True) -> AsyncIterator[House]:
    """As `efir.assembly` has it: what was pending is looked at before anybody can call."""
    journal = SqliteJournal(path / "show.sqlite")
    await journal.open()
    show: Show = make_show(calls=targets)
    controller = Controller(journal, SystemClock(), show, seeds(await installation_key(journal, "draws")))
    await controller.open()
    await controller.system(Open())
    worker = asyncio.create_task(Calls(controller, "1.0").run()) if at_work else None
    try:
        yield House(controller)
        assert worker is None or not worker.done()
    finally:
        if worker is not None:
            worker.cancel()
            await asyncio.wait({worker})
        await controller.close()
        await journal.close()


# --- what arrives ---


async def test_a_webhook_arrives_with_its_body_its_id_and_its_token(tmp_path: Path) -> None:
    async with device() as made, house(tmp_path, webhook(made)) as ours:
        await ours.do(Webhook(HOOK, body={"пара": 2, "счёт": [10, 5]}))
        call = await ours.ends()
        assert (call.status, call.detail, call.name) == ("done", "200", "Табло hook")
        (arrival,) = made.arrived
        assert arrival.method == "POST"
        assert arrival.body.decode() == '{"пара":2,"счёт":[10,5]}'
        assert arrival.header("Content-Type") == "application/json"
        assert arrival.header("Idempotency-Key") == call.id
        assert arrival.header("Authorization") == f"Bearer {TOKEN}"


async def test_every_method_and_no_body(tmp_path: Path) -> None:
    async with device() as made, house(tmp_path, webhook(made)) as ours:
        for number, method in enumerate(("GET", "PUT", "DELETE", "PATCH"), 1):
            await ours.do(Webhook(HOOK, method=method))  # type: ignore[arg-type]
            await ours.ends(number)
        assert [arrival.method for arrival in made.arrived] == ["GET", "PUT", "DELETE", "PATCH"]
        assert all(arrival.body == b"" for arrival in made.arrived)
        assert len({arrival.header("Idempotency-Key") for arrival in made.arrived}) == 4


async def test_osc_arrives_with_its_types(tmp_path: Path) -> None:
    async with osc_device() as made, house(tmp_path, osc(made.port)) as ours:
        await ours.do(Osc(LIGHTS, "/scene/1/go", (1, 0.5, "красный", True, False, 2**40, -(2**31))))
        assert (await ours.ends()).status == "done"
        await until(lambda: made.arrived, 5)
        ((_, address, args),) = made.arrived
        assert (address, args) == ("/scene/1/go", [1, 0.5, "красный", True, False, 2**40, -(2**31)])
        assert made.types == [",ifsTFhi"]


async def test_what_cannot_be_made_is_told_and_the_next_goes_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(call: Osc) -> bytes:
        if call.address == "/bad":
            raise ValueError("no such type")
        return message(call)

    monkeypatch.setattr("webui.outside.osc_out.message", breaks)
    async with osc_device() as made, house(tmp_path, osc(made.port)) as ours:
        await ours.do(Osc(LIGHTS, "/bad"))
        call = await ours.ends()
        assert (call.status, call.code, call.detail) == ("failed", "call-broken", "ValueError")
        await ours.do(Osc(LIGHTS, "/good", (3.4e38,)))
        assert (await ours.ends(2)).status == "done"


async def test_osc_finds_a_device_by_its_name(tmp_path: Path) -> None:
    async with osc_device() as made:
        target = replace(osc(made.port), osc=f"localhost:{made.port}")
        async with house(tmp_path, target) as ours:
            await ours.do(Osc(LIGHTS, "/go"))
            assert (await ours.ends()).status == "done"
            if socket.getaddrinfo("localhost", made.port, type=socket.SOCK_DGRAM)[0][4][0] == "127.0.0.1":
                await until(lambda: made.arrived, 5)


async def test_osc_is_out_before_the_others_hear_of_the_commit(tmp_path: Path) -> None:
    """Pages, checks and feeds take milliseconds of the loop; a lamp does not wait for them."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as lamp:
        lamp.bind(("127.0.0.1", 0))
        lamp.setblocking(False)
        async with house(tmp_path, osc(lamp.getsockname()[1])) as ours:
            heard: list[bytes] = []

            def look(state: State, seq: int) -> None:
                if not heard:
                    heard.append(lamp.recv(64))  # BlockingIOError: it has heard nothing yet

            ours.controller.on_commit(look)
            await ours.do(Osc(LIGHTS, "/go"))
            assert heard == [message(Osc(LIGHTS, "/go"))]


def test_an_osc_message_is_the_specifications() -> None:
    """OSC 1.0, "Examples": /oscillator/4/frequency 440.0."""
    golden = bytes.fromhex("2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000")
    assert message(Osc(LIGHTS, "/oscillator/4/frequency", (440.0,))) == golden


# --- beside the commit ---


@asynccontextmanager
async def held_disk(ours: House, *, fails: bool = False) -> AsyncIterator[None]:
    """Nothing comes to the disk until the end; `fails`: and then it is lost."""
    journal = cast(SqliteJournal, ours.controller._journal)
    writer = journal._writer
    assert writer is not None
    write, may_write = writer._write, threading.Event()

    def late(group: Sequence[Pending]) -> Settled:
        may_write.wait(10)
        writer._write = write  # type: ignore[method-assign]
        if fails:
            writer._failed = JournalBroken("journal-broken", path="", reason="it says so")
            return Settled(group, (), writer._failed)
        return write(group)

    writer._write = late  # type: ignore[method-assign]
    try:
        yield
    finally:
        may_write.set()


async def test_a_connection_waits_for_the_disk_and_says_nothing_before(tmp_path: Path) -> None:
    async with device() as made, house(tmp_path, webhook(made)) as ours:
        async with held_disk(ours):
            receipt = asyncio.create_task(ours.do(Webhook(HOOK, body={"n": 1})))
            await until(lambda: made.here == 1, 5)
            for _ in range(50):  # what was said would be heard by now: device and Efir share this loop
                await asyncio.sleep(0)
            assert not receipt.done()
            assert not made.arrived
        await receipt
        assert (await ours.ends()).status == "done"
        assert (made.most, len(made.arrived)) == (1, 1)


async def test_a_call_that_is_lost_with_its_decision_was_never_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller_module, "RECOVER_EVERY", 0.02)
    async with device() as made, house(tmp_path, webhook(made)) as ours:
        back = asyncio.Event()
        ours.controller.on_journal(lambda fault: back.set() if fault is None else None)
        async with held_disk(ours, fails=True):
            lost = asyncio.create_task(
                ours.controller.submit(Envelope(CommandId("lost"), OPERATOR, Webhook(HOOK, body={"n": 1})))
            )
            await until(lambda: made.here == 1, 5)
        assert not (await lost).ok
        await until(lambda: made.here == 0, 5)
        await until(lambda: not any(task.get_name().startswith("call ") for task in asyncio.all_tasks()), 5)
        await asyncio.wait_for(back.wait(), 5)
        await ours.do(Webhook(HOOK, body={"n": 2}))
        assert (await ours.ends()).status == "done"
        assert [arrival.body for arrival in made.arrived] == [b'{"n":2}']


async def test_a_connection_that_waited_too_long_is_opened_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calls_module, "AHEAD", 0.05)
    async with device() as made, house(tmp_path, webhook(made)) as ours:
        async with held_disk(ours):
            receipt = asyncio.create_task(ours.do(Webhook(HOOK, body={"n": 1})))
            await until(lambda: made.here == 1, 5)
            await until(lambda: made.here == 0, 5)
        await receipt
        assert (await ours.ends()).status == "done"
        assert len(made.arrived) == 1


async def test_what_went_wrong_before_the_decision_was_durable_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A device that is just starting, while the disk is slow: it was told nothing, so nothing has failed."""
    async with device() as made:
        nowhere = webhook(made, timeout=100)
    tried: list[str] = []
    perform = Calls._perform

    async def noted(self: Calls, *args: Any) -> str:
        try:
            return await perform(self, *args)
        except CallFailed as failed:
            tried.append(failed.code)
            raise

    monkeypatch.setattr(Calls, "_perform", noted)
    async with house(tmp_path, nowhere) as ours, AsyncExitStack() as later:
        async with held_disk(ours):
            receipt = asyncio.create_task(ours.do(Webhook(HOOK)))
            await until(lambda: tried, 5)
            back = await later.enter_async_context(device(port=made.port))
        await receipt
        assert (await ours.ends()).status == "done"
        assert len(back.arrived) == 1


# --- what goes wrong ---

NOT_HTTP = b"220 mail.example.org ESMTP\r\n"
REDIRECT = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/elsewhere\r\nContent-Length: 0\r\n\r\n"
BROKEN = b"HTTP/1.1 500 Oops\r\nContent-Length: 4\r\n\r\n<h1>"
ENDLESS = b"HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nand so on"


@pytest.mark.parametrize(
    "says, after, status, code, detail",
    [
        (None, 0, "failed", "call-timeout", "0.4 s"),
        (Device.says, 3.0, "failed", "call-timeout", "0.4 s"),
        (NOT_HTTP, 0, "failed", "call-garbage", ""),
        (b"", 0, "failed", "call-garbage", ""),
        (b"\x00\xff" * 5000, 0, "failed", "call-garbage", ""),
        (REDIRECT, 0, "failed", "call-status", "302"),
        (BROKEN, 0, "failed", "call-status", "500"),
        (ENDLESS, 0, "done", None, "200"),
    ],
)
async def test_a_device_that_misbehaves_is_told_of_once(
    tmp_path: Path, says: bytes | None, after: float, status: str, code: str | None, detail: str
) -> None:
    patience = 400 if code == "call-timeout" else 10_000
    async with device(says, after=after) as made, house(tmp_path, webhook(made, timeout=patience)) as ours:
        began = time.monotonic()
        await ours.do(Webhook(HOOK, body=1))
        call = await ours.ends()
        assert (call.status, call.code, call.detail) == (status, code, detail)
        assert time.monotonic() - began < 2.7
        await asyncio.sleep(max(0.0, after - 0.3))
        assert len(made.arrived) == 1, "never a second time"
        assert len(ours.over) == 1, "a late answer changes nothing"
        codes = [entry.code for entry in ours.controller.state.log.entries]
        assert codes == (["log-called"] if status == "done" else ["log-called", "log-call-failed"])


async def test_a_refused_connection_is_tried_once_more(tmp_path: Path, free_port: int) -> None:
    gone = Device(port=free_port)
    async with house(tmp_path, webhook(gone)) as ours:
        await ours.do(Webhook(HOOK))
        call = await ours.ends()
        assert (call.status, call.code) == ("failed", "call-refused")


async def test_once_more_by_hand_is_a_call_of_its_own(tmp_path: Path, free_port: int) -> None:
    gone = Device(port=free_port)
    async with house(tmp_path, webhook(gone)) as ours:
        await ours.do(Webhook(HOOK, body={"n": 1}))
        failed = await ours.ends()
        async with device(port=free_port) as made:
            await ours.do(Again(failed.id))
            call = await ours.ends(2)
            assert (call.status, call.id != failed.id) == ("done", True)
            (arrival,) = made.arrived
            assert (arrival.body, arrival.header("Idempotency-Key")) == (b'{"n":1}', call.id)


async def test_a_device_that_is_just_starting_is_met_at_the_second_try(tmp_path: Path, free_port: int) -> None:
    gone = Device(port=free_port)
    async with house(tmp_path, webhook(gone)) as ours:
        await ours.do(Webhook(HOOK))
        await asyncio.sleep(0.1)
        async with device(port=free_port) as made:
            assert (await ours.ends()).status == "done"
            assert len(made.arrived) == 1


async def test_a_host_that_is_not_there(tmp_path: Path) -> None:
    nowhere = Target(id=HOOK, name="Нигде", webhook="http://nowhere.invalid/")
    lights = Target(id=LIGHTS, name="Свет", osc="nowhere.invalid:9000")
    async with house(tmp_path, nowhere, lights) as ours:
        await ours.do(Webhook(HOOK))
        await ours.do(Osc(LIGHTS, "/a"))
        await ours.ends(2, 15)
        assert [(call.status, call.code) for call in ours.over] == [("failed", "call-unreachable")] * 2


# --- together ---


async def test_one_that_never_answers_delays_nobody_else(tmp_path: Path) -> None:
    async with device(None) as silent, device() as good, osc_device() as lights:
        targets = webhook(silent, timeout=60_000), webhook(good, OTHER), osc(lights.port)
        async with house(tmp_path, *targets) as ours:
            for _ in range(12):
                await ours.do(Webhook(HOOK))
            await until(lambda: silent.here == AT_ONCE, 5)
            began = time.monotonic()
            await asyncio.gather(ours.do(Webhook(OTHER)), ours.do(Osc(LIGHTS, "/now")))
            await ours.ends(2)
            assert good.arrived[0].at - began < 0.5
            assert lights.arrived[0][0] - began < 0.5
            assert silent.most == AT_ONCE


async def test_calls_to_one_target_are_begun_in_order(tmp_path: Path) -> None:
    async with osc_device() as lights, house(tmp_path, osc(lights.port)) as ours:
        await asyncio.gather(*(ours.do(Osc(LIGHTS, "/n", (n,))) for n in range(30)))
        await ours.ends(30)
        await until(lambda: len(lights.arrived) == 30, 5)
        assert [args for _, _, args in lights.arrived] == [[n] for n in range(30)]


async def test_the_outbox_has_an_end(tmp_path: Path) -> None:
    async with device(None) as silent, house(tmp_path, webhook(silent, timeout=60_000)) as ours:
        for _ in range(MOST_PENDING):
            await ours.do(Webhook(HOOK))
        receipt = await ours.controller.submit(Envelope(CommandId("more"), OPERATOR, Webhook(HOOK)))
        assert receipt.error is not None
        assert receipt.error.code == "calls-too-many"


# --- a crash ---


async def test_what_was_pending_at_a_crash_is_unsure_and_never_repeated(tmp_path: Path) -> None:
    async with device(None) as silent:
        target = webhook(silent, timeout=60_000)
        async with house(tmp_path, target) as ours:
            await ours.do(Webhook(HOOK, body="раз"))
            await until(lambda: silent.arrived, 5)
        async with house(tmp_path, target, at_work=False) as ours:
            (call,) = ours.over
            assert (call.status, call.code) == ("unsure", "call-unsure")
            assert ours.controller.state.log.entries[-1].code == "log-calls-unsure"
            await ours.do(Webhook(HOOK, body="два"))  # decided, and down before it is begun
        silent.says = Device.says
        async with house(tmp_path, target) as ours:
            assert [call.status for call in ours.over] == ["unsure", "unsure"]
            await ours.do(Webhook(HOOK, body="три"))
            assert (await ours.ends(3)).status == "done"
            assert [arrival.body.decode() for arrival in silent.arrived] == ['"раз"', '"три"']
            assert len({call.id for call in ours.over}) == 3


async def test_nothing_is_performed_before_it_is_durable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with device() as made, house(tmp_path, webhook(made)) as ours:
        settle = ours.controller._settle
        held: list[Any] = []
        monkeypatch.setattr(ours.controller, "_settle", lambda *args: held.append(args))
        doing = asyncio.create_task(ours.do(Webhook(HOOK)))
        await until(lambda: held, 5)
        assert ours.controller.head.calls.pending
        await asyncio.sleep(0.2)
        assert made.arrived == []
        monkeypatch.undo()
        settle(*held[0])
        await doing
        assert (await ours.ends()).status == "done"


async def test_a_report_waits_for_a_journal_that_refuses(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with device(after=0.2) as made, house(tmp_path, webhook(made)) as ours:
        await ours.do(Webhook(HOOK))
        await until(lambda: made.arrived, 5)
        submit, refused = ours.controller.submit, 0

        async def refusing(envelope: Envelope) -> Receipt:
            nonlocal refused
            refused += 1
            if refused > 2:
                return await submit(envelope)
            from control.errors import reject

            return Receipt(envelope.id, False, 0, reject("journal-refusing"))

        monkeypatch.setattr(ours.controller, "submit", refusing)
        monkeypatch.setattr("webui.outside.calls.REPORT_AGAIN", 0.05)
        assert (await ours.ends()).status == "done"
        assert (refused, len(made.arrived)) == (3, 1)


# --- secrets ---


async def test_addresses_and_secrets_stay_out_of_journal_and_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    structlog.reset_defaults()
    async with device(BROKEN) as made:
        target = replace(webhook(made), webhook=f"{made.url}?key={TOKEN}")
        async with house(tmp_path, target) as ours:
            await ours.do(Webhook(HOOK))
            await ours.ends()
            assert TOKEN in made.arrived[0].head
    written = await asyncio.to_thread(contents, tmp_path)
    assert b"calls.reported" in written
    said = caplog.text + "".join(capsys.readouterr())
    assert "a call has failed" in said
    for kept in (written.decode("latin-1"), said, repr(target.token)):
        assert TOKEN not in kept
        assert made.url not in kept


def contents(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.iterdir())


def test_who_reports_is_efir_alone() -> None:
    from control.access import COMMAND_ROLES
    from control.core.calls import Report

    assert {COMMAND_ROLES[kind] for kind in (Report, Open)} == {frozenset({SYSTEM.role})}
