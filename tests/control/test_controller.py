"""The one writer, on a real journal."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from control import controller as controller_module
from control import registry
from control.clock import Duration, Instant, ManualClock
from control.contest import commands as contest
from control.controller import Controller, Envelope, Receipt
from control.core.graphics import Play
from control.core.log import Undo
from control.core.program import Preview, Take
from control.core.rundown.commands import Go, Open
from control.core.rundown.plan import Plan
from control.core.stage import Say
from control.core.timer_acts import Start, Switch
from control.core.types import Actor, Command, CommandId, GraphicId, JudgeId, Role
from control.journal import SqliteJournal
from control.journal.base import JournalBroken
from control.journal.writer import Pending, Settled
from control.keys import installation_key, seeds
from control.registry import State
from control.show import Show
from tests.control.core.rundowns import cue, item
from tests.control.core.shows import CLOSE, OPERATOR, SLATE, WIDE, make_show
from tests.control.core.test_timers import BLACK, CHESS, OPEN, PLANS, SPEECH, START

NOON = Instant(1_790_000_000_000)


@asynccontextmanager
async def running(path: Path, show: Show | None = None, clock: ManualClock | None = None) -> AsyncIterator[Controller]:
    journal = SqliteJournal(path)
    await journal.open()
    seed_for = seeds(await installation_key(journal, "draws"))
    controller = Controller(journal, clock or ManualClock(NOON), show or make_show(), seed_for)
    await controller.open()
    try:
        yield controller
    finally:
        await controller.close()
        await journal.close()


def envelope(command: Command, command_id: str, actor: Actor = OPERATOR) -> Envelope:
    return Envelope(CommandId(command_id), actor, command)


async def test_a_receipt_means_durable_and_a_restart_comes_back(tmp_path: Path) -> None:
    path = tmp_path / "show.sqlite"
    async with running(path) as controller:
        assert (await controller.submit(envelope(Take(WIDE), "1"))).ok
        await controller.submit(envelope(Preview(CLOSE), "2"))
        await controller.submit(envelope(Play(GraphicId("clock")), "3"))
        before = controller.state
    async with running(path) as controller:
        assert controller.state == before
        assert controller.seq == 3


async def test_state_without_a_snapshot_is_replayed_and_equal(tmp_path: Path) -> None:
    path = tmp_path / "show.sqlite"
    async with running(path) as controller:
        for n in range(controller_module.SNAPSHOT_EVERY + 10):
            await controller.submit(envelope(Take(WIDE if n % 2 else CLOSE), str(n)))
        before = controller.state
    connection = sqlite3.connect(path)
    with connection:
        connection.execute("DELETE FROM snapshots")
    connection.close()
    async with running(path) as controller:
        assert controller.state == before


async def test_the_same_id_changes_nothing_and_gives_the_same_receipt(tmp_path: Path) -> None:
    path = tmp_path / "show.sqlite"
    async with running(path) as controller:
        say = envelope(Say("Заканчивайте"), "same")
        receipts = await asyncio.gather(*(controller.submit(say) for _ in range(20)))
        assert len(set(map(str, receipts))) == 1
        assert controller.seq == 1
        other = await controller.submit(envelope(Say("Другое"), "same"))
        assert other.error is not None
        assert other.error.code == "id-used-before"
        stranger = await controller.submit(envelope(Say("Моё"), "same", Actor(Role.OPERATOR, "boris")))
        assert stranger.ok, "ids are each sender's own"
    async with running(path) as controller:
        again = await controller.submit(say)
        assert again == receipts[0], "also after a restart"
        assert controller.seq == 2


async def test_a_refusal_is_remembered_too(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        late = envelope(Take(CLOSE, over=SLATE), "late")
        await controller.submit(envelope(Take(WIDE), "1"))
        first = await controller.submit(late)
        await controller.submit(envelope(Take(SLATE), "2"))
        assert not first.ok
        assert await controller.submit(late) == first


async def test_two_operators_taking_at_once_get_one_take(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        await controller.submit(envelope(Take(SLATE), "0"))
        anna, boris = Actor(Role.OPERATOR, "anna"), Actor(Role.OPERATOR, "boris")
        receipts = await asyncio.gather(
            controller.submit(envelope(Take(WIDE, over=SLATE), "a", anna)),
            controller.submit(envelope(Take(CLOSE, over=SLATE), "b", boris)),
        )
        assert [receipt.ok for receipt in receipts] == [True, False]
        assert receipts[1].error is not None
        assert receipts[1].error.code == "already-taken"
        assert controller.state.program.scene == WIDE


async def test_the_head_is_told_before_the_commit_and_the_rest_after(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        told: list[str] = []
        controller.on_head(lambda state: told.append(f"head {state.program.scene}"))
        controller.on_commit(lambda state, seq: told.append(f"durable {state.program.scene} {seq}"))
        receipt = await controller.submit(envelope(Take(WIDE), "1"))
        await asyncio.sleep(0)
        assert told == ["head wide", "durable wide 1"]
        assert receipt == Receipt(CommandId("1"), True, 1)


async def test_a_take_is_sent_beside_its_commit_and_a_go_of_many_cues_after_it(tmp_path: Path) -> None:
    one = item("one", 5, "09:00", cues=(cue("take", Take(WIDE)), cue("play", Play(GraphicId("clock")))))
    two = item("two", 5, cues=(cue("take", Take(CLOSE)),))
    async with running(tmp_path / "show.sqlite") as controller:
        assert (await controller.system(Open(Plan.of(one, two)))).ok
        told: list[str] = []
        controller.on_head(lambda state: told.append(f"decided {state.program.scene}"))
        controller.on_release(lambda: told.append(f"sent {controller.head.program.scene} {controller.seq}"))
        for number, command in enumerate((Take(SLATE), Go(), Go())):
            assert (await controller.submit(envelope(command, str(number)))).ok
        assert told == [
            "decided slate", "sent slate 1",
            "decided wide", "sent wide 3",
            "decided close", "sent close 3",
        ]  # fmt: skip


async def test_what_leaves_the_house_is_out_before_the_others_are_told(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        told: list[str] = []
        tasks: list[asyncio.Task[None]] = []

        async def leave(seq: int) -> None:
            told.append(f"out {seq}")

        controller.on_commit(lambda state, seq: told.append(f"others {seq}"))
        stop = controller.on_commit(lambda state, seq: tasks.append(asyncio.create_task(leave(seq))), first=True)
        for number in (1, 2):
            await controller.submit(envelope(Take(WIDE if number == 1 else CLOSE), str(number)))
            told.append(f"receipt {number}")
        stop()
        await controller.submit(envelope(Take(SLATE), "3"))
        assert told == ["out 1", "others 1", "receipt 1", "out 2", "others 2", "receipt 2", "others 3"]


async def test_who_has_a_receipt_and_looks_sees_what_he_did(tmp_path: Path) -> None:
    """Also when commits follow each other so closely that the others are told of one while the next one lands."""
    async with running(tmp_path / "show.sqlite") as controller:
        first, others = [], []
        controller.on_commit(lambda state, seq: first.append(seq), first=True)
        controller.on_commit(lambda state, seq: others.append(seq))

        async def work(name: str) -> None:
            for number in range(20):
                receipt = await controller.submit(envelope(Say(f"{name} {number}"), f"{name} {number}"))
                assert receipt.ok
                assert first[-1] >= receipt.seq
                assert others[-1] >= receipt.seq
                for _ in range(number % 5):
                    await asyncio.sleep(0)

        await asyncio.gather(*(work(name) for name in "abcdefgh"))
        assert others == first == sorted(set(first)), "in order, each once, nobody ahead of who is told first"
        assert others[-1] == controller.seq == 160


@pytest.mark.parametrize("first", [True, False])
async def test_a_follower_that_breaks_keeps_no_receipt_back(tmp_path: Path, first: bool) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        said: list[object] = []
        asyncio.get_running_loop().set_exception_handler(lambda loop, context: said.append(context["exception"]))
        broken = RuntimeError("a view")

        def breaks(state: State, seq: int) -> None:
            raise broken

        controller.on_commit(breaks, first=first)
        receipt = await asyncio.wait_for(controller.submit(envelope(Take(WIDE), "1")), 10)
        assert receipt.ok
        assert said == [broken]


async def test_roles_are_checked_before_anything_is_decided(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        receipt = await controller.submit(envelope(Take(WIDE), "1", Actor(Role.JUDGE, "j1")))
        assert receipt.error is not None
        assert receipt.error.code == "not-allowed"
        assert controller.seq == 0


async def limit_pages(controller: Controller, pages: int | None) -> None:
    """The disk has room for so many pages more; None: for as many as you like."""

    def set_limit(connection: sqlite3.Connection) -> None:
        (used,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {used + pages if pages is not None else 2**31}")

    await controller._journal.run(set_limit)


async def test_a_full_disk_is_said_loudly_and_survived(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(controller_module, "RECOVER_EVERY", 0.02)
    async with running(tmp_path / "show.sqlite") as controller:
        faults: list[object] = []
        heads: list[State] = []
        controller.on_journal(faults.append)
        controller.on_head(heads.append)
        await controller.submit(envelope(Take(SLATE), "0"))
        await limit_pages(controller, 3)
        receipts = await asyncio.gather(
            *(controller.submit(envelope(Say(f"{n:0100}"), f"fill {n}")) for n in range(300))
        )
        refused = [receipt for receipt in receipts if not receipt.ok]
        assert refused, "the disk was not full"
        assert all(receipt.error is not None and receipt.error.code.startswith("journal-") for receipt in refused)
        assert controller.journal_fault is not None
        assert faults == [faults[0]]
        assert controller.head is controller.state, "what was not kept is not shown"
        kept = [receipt.seq for receipt in receipts if receipt.ok]
        assert len(kept) == len(set(kept)) == controller.seq - 1
        again = await controller.submit(envelope(Take(WIDE), "while full"))
        assert not again.ok

        back = asyncio.Event()
        controller.on_journal(lambda fault: back.set() if fault is None else None)
        await limit_pages(controller, None)
        await asyncio.wait_for(back.wait(), 10)
        retried = await controller.submit(envelope(Take(WIDE), "while full"))
        assert retried.ok, "the same command may be tried again: nothing was decided"
        assert controller.state.program.scene == WIDE


async def test_undo_does_the_inverse_once(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        await controller.submit(envelope(Take(SLATE), "0"))
        take = await controller.submit(envelope(Take(WIDE), "1"))
        assert (await controller.submit(envelope(Undo(take.seq), "2"))).ok
        assert controller.state.program.scene == SLATE
        entry = controller.state.log.find(take.seq)
        assert entry is not None
        assert entry.undone
        twice = await controller.submit(envelope(Undo(take.seq), "3"))
        assert twice.error is not None
        assert twice.error.code == "already-undone"
        nothing = await controller.submit(envelope(Undo(999), "4"))
        assert nothing.error is not None
        assert nothing.error.code == "cannot-undo"


async def debate_running(controller: Controller) -> None:
    """The first pair is on stage and the preparation clock runs."""

    async def do(command: Command, actor: Actor = OPERATOR) -> None:
        do.count += 1  # type: ignore[attr-defined]
        receipt = await controller.submit(envelope(command, f"run {do.count}", actor))  # type: ignore[attr-defined]
        assert receipt.ok, (command, receipt.error)

    do.count = 0  # type: ignore[attr-defined]
    await controller.system(contest.Open())
    for kind in ("pairs", "topic", "positions"):
        state = controller.state.debate
        pair = state.pair if kind != "pairs" else None
        await do(contest.CommitDraw(draw=kind, pair=pair))
        await do(contest.RevealDraw(controller.state.debate.draws[-1].id))
        if kind == "pairs":
            await do(contest.Select(controller.state.debate.pairs[0].id))
    await do(contest.Next())
    await do(contest.Start())


async def test_a_running_clock_survives_a_restart_and_an_overdue_one_is_told_at_once(tmp_path: Path) -> None:
    path, clock = tmp_path / "show.sqlite", ManualClock(NOON)
    async with running(path, clock=clock) as controller:
        await debate_running(controller)
        target = controller.state.debate.prepare.target
        assert target == NOON + 120_000
    clock.advance(Duration(30_000))
    async with running(path, clock=clock) as controller:
        assert controller.state.debate.prepare.target == target
    clock.advance(Duration(100_000))
    async with running(path, clock=clock) as controller:
        moment = registry.due(controller.state)
        assert moment is not None
        assert moment[0] <= clock.now()
        rang = asyncio.Event()
        controller.on_commit(lambda state, seq: rang.set())
        clocks = asyncio.create_task(controller.run_clocks())
        await asyncio.wait_for(rang.wait(), 5)
        assert registry.due(controller.state) is None
        assert any(entry.code == "log-debate-time-up" for entry in controller.state.log.entries)
        clocks.cancel()
        await asyncio.gather(clocks, return_exceptions=True)


async def test_named_timers_survive_a_restart_and_each_is_said_to_be_up_once(tmp_path: Path) -> None:
    path, clock, show = tmp_path / "show.sqlite", ManualClock(NOON), make_show(timers=PLANS)
    async with running(path, show, clock) as controller:
        for n, command in enumerate((Start(SPEECH), Start(CHESS), Switch(CHESS), Start(OPEN))):
            assert (await controller.submit(envelope(command, f"{n}"))).ok
        before = controller.state.timers
    clock.advance(Duration(8 * 60_000))
    async with running(path, show, clock) as controller:
        assert controller.state.timers == before
        quiet = asyncio.Event()
        controller.on_commit(lambda state, seq: quiet.set() if registry.due(state) is None else None)
        clocks = asyncio.create_task(controller.run_clocks())
        await asyncio.wait_for(quiet.wait(), 5)
        clocks.cancel()
        await asyncio.gather(clocks, return_exceptions=True)
        up = [entry.args for entry in controller.state.log.entries if entry.code == "log-timer-up"]
        assert up == [{"timer": CHESS, "bank": BLACK}, {"timer": SPEECH, "bank": "blank"}], "the first to end is first"


@pytest.mark.parametrize("turns", range(5))
async def test_the_clocks_stop_also_in_the_moment_of_a_commit(tmp_path: Path, turns: int) -> None:
    """Or Efir would not end."""
    async with running(tmp_path / "show.sqlite", make_show(timers=PLANS), ManualClock(NOON)) as controller:
        await controller.submit(envelope(Start(SPEECH), "0"))
        assert registry.due(controller.state) is not None
        clocks = asyncio.create_task(controller.run_clocks())
        await asyncio.sleep(0)

        async def stop() -> None:
            for _ in range(turns):
                await asyncio.sleep(0)
            clocks.cancel()

        stopping: list[asyncio.Task[None]] = []
        controller.on_commit(lambda state, seq: stopping.append(asyncio.create_task(stop())))
        await controller.submit(envelope(Take(WIDE), "1"))
        await asyncio.gather(*stopping)
        await asyncio.wait([clocks], timeout=5)
        assert clocks.cancelled()


async def test_no_decision_reads_the_time_zone_from_the_disk(tmp_path: Path) -> None:
    """The guard of the event loop would say so."""
    ZoneInfo.clear_cache()
    show = make_show(timers=PLANS, time_zone="Asia/Kathmandu")
    async with running(tmp_path / "show.sqlite", show) as controller:
        assert (await controller.submit(envelope(Start(START), "1"))).ok


async def test_a_clock_that_ran_out_while_the_disk_was_full_rings_when_there_is_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(controller_module, "RECOVER_EVERY", 0.02)
    clock = ManualClock(NOON)
    async with running(tmp_path / "show.sqlite", clock=clock) as controller:
        await debate_running(controller)
        await limit_pages(controller, 0)
        receipts = await asyncio.gather(*(controller.submit(envelope(Say(f"{n:0100}"), f"{n}")) for n in range(300)))
        assert not all(receipt.ok for receipt in receipts), "the disk was not full"
        told = len(controller.state.log.entries)
        clock.advance(Duration(121_000))
        refused = asyncio.Event()
        system = controller.system

        async def watched(command: Command) -> Receipt:
            receipt = await system(command)
            refused.set()
            return receipt

        monkeypatch.setattr(controller, "system", watched)
        rang = asyncio.Event()
        controller.on_commit(lambda state, seq: rang.set() if "prepare" in state.debate.rung else None)
        clocks = asyncio.create_task(controller.run_clocks())
        await asyncio.wait_for(refused.wait(), 5)
        assert len(controller.state.log.entries) == told
        await limit_pages(controller, None)
        await asyncio.wait_for(rang.wait(), 5)
        clocks.cancel()
        await asyncio.gather(clocks, return_exceptions=True)


async def test_nothing_is_decided_until_the_head_is_known_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The journal accepts before the controller has read what it kept: a decision in between would be on sand."""
    monkeypatch.setattr(controller_module, "RECOVER_EVERY", 0.02)
    async with running(tmp_path / "show.sqlite") as controller:
        await limit_pages(controller, 0)
        await asyncio.gather(*(controller.submit(envelope(Say(f"{n:0100}"), f"{n}")) for n in range(300)))
        assert controller.journal_fault is not None
        reads, may_read = asyncio.Event(), asyncio.Event()
        catch_up = controller._catch_up

        async def slow_catch_up() -> None:
            reads.set()
            await may_read.wait()
            await catch_up()

        monkeypatch.setattr(controller, "_catch_up", slow_catch_up)
        await limit_pages(controller, None)
        await asyncio.wait_for(reads.wait(), 5)
        early = await controller.submit(envelope(Take(WIDE), "early"))
        assert early.error is not None
        assert early.error.code == "journal-refusing"
        back = asyncio.Event()
        controller.on_journal(lambda fault: back.set() if fault is None else None)
        may_read.set()
        await asyncio.wait_for(back.wait(), 5)
        assert (await controller.submit(envelope(Take(WIDE), "early"))).ok


async def test_a_commit_that_failed_and_was_kept_all_the_same_reaches_the_switcher(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk says no after it has written: the head falls back, and comes again when the journal is read."""
    monkeypatch.setattr(controller_module, "RECOVER_EVERY", 0.02)
    async with running(tmp_path / "show.sqlite") as controller:
        await controller.submit(envelope(Take(SLATE), "0"))
        writer = controller._journal._writer  # type: ignore[attr-defined]
        write = writer._write

        def kept_but_refused(group: Sequence[Pending]) -> Settled:
            write(group)
            writer._failed = JournalBroken("journal-broken", path="", reason="it says so")
            monkeypatch.setattr(writer, "_write", write)
            return Settled(group, (), writer._failed)

        monkeypatch.setattr(writer, "_write", kept_but_refused)
        heads: list[State] = []
        controller.on_head(heads.append)
        back = asyncio.Event()
        controller.on_journal(lambda fault: back.set() if fault is None else None)
        assert not (await controller.submit(envelope(Take(WIDE), "1"))).ok
        await asyncio.wait_for(back.wait(), 5)
        assert [head.program.scene for head in heads] == [WIDE, SLATE, WIDE]
        assert controller.state.program.scene == WIDE
        assert (await controller.submit(envelope(Take(WIDE), "1"))).ok, "the sender asks again and is told"


async def test_a_ballot_reaches_the_state_of_its_judge_only(tmp_path: Path) -> None:
    async with running(tmp_path / "show.sqlite") as controller:
        await debate_running(controller)
        for n, command in enumerate((contest.Next(), contest.Next())):
            assert (await controller.submit(envelope(command, f"to judging {n}"))).ok
        pair = controller.state.debate.pairs[0]
        scores = {who: {"topic": 5, "rhetoric": 4, "persuasion": 3} for who in pair.debaters}
        cast = contest.Cast(pair.id, {str(who): dict(points) for who, points in scores.items()})
        judge = Actor(Role.JUDGE, "j1")
        await asyncio.gather(*(controller.submit(envelope(cast, "tap", judge)) for _ in range(2)))
        await controller.submit(envelope(cast, "second tap", judge))
        ballots = controller.state.debate.ballots[pair.id]
        assert set(ballots) == {JudgeId("j1")}
        assert ballots[JudgeId("j1")].revision == 1, "one judge, one ballot"
        stranger = await controller.submit(envelope(cast, "x", Actor(Role.JUDGE, "nobody")))
        assert not stranger.ok
