"""The one writer: authorise → decide → append → evolve → publish → receipt (docs/architecture.md)."""

import asyncio
import contextlib
import secrets
from collections import OrderedDict
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

import structlog
from msgspec import Struct

from control import entries, registry
from control.access import may
from control.clock import Clock, zone
from control.core.context import Context
from control.core.types import SYSTEM, Actor, Command, CommandId, Event
from control.errors import Rejection, reject
from control.journal import chain
from control.journal.base import Draft, Entry, Journal, JournalBroken, JournalError, JournalRefusing
from control.registry import State
from control.show import Show
from control.telemetry import Unsubscribe

log = structlog.get_logger(__name__)
_C = TypeVar("_C")

REMEMBERED = 2_000
"""Answers kept in memory, newest first: what is in flight, and refusals. What was accepted, the journal knows."""
SNAPSHOT_EVERY = 256
RECOVER_EVERY = 1.0
"""Seconds between tries of a journal that refuses."""


class Envelope(Struct, frozen=True):
    """A command as it arrives: the sender's own id makes a retry harmless."""

    id: CommandId
    actor: Actor
    command: Command


class Receipt(Struct, frozen=True):
    """`ok`: what was decided is on the disk, up to entry `seq`. Otherwise nothing changed, and `error` says why."""

    id: CommandId
    ok: bool
    seq: int
    error: Rejection | None = None


class _Answer:
    """What a command id was answered, or will be."""

    __slots__ = ("digest", "future")

    def __init__(self, digest: str, future: asyncio.Future[Receipt]) -> None:
        self.digest = digest
        self.future = future


class Controller:
    """Holds two states: the *head*, decided but perhaps not yet durable, and the durable one that everybody reads.

    Decisions do not wait for one another's commit. When a commit fails, the head falls back to the durable state and
    every sender whose command was in flight is told that nothing was kept.
    """

    def __init__(self, journal: Journal, clock: Clock, show: Show, seed_for: Callable[[str], str]) -> None:
        self.clock = clock
        self.show = show
        self.epoch = secrets.token_hex(8)
        self.state = State()
        self.seq = 0
        self.journal_fault: JournalError | None = None
        self._journal = journal
        self._seed_for = seed_for
        self._head = self.state
        self._head_seq = 0
        self._newest: asyncio.Future[Entry] | None = None
        self._answers: OrderedDict[tuple[str, str], _Answer] = OrderedDict()
        self._on_head: list[Callable[[State], None]] = []
        self._on_release: list[Callable[[], None]] = []
        self._on_commit_first: list[Callable[[State, int], None]] = []
        self._on_commit: list[Callable[[State, int], None]] = []
        self._on_journal: list[Callable[[JournalError | None], None]] = []
        self._changed = asyncio.Event()
        self._snapshot_seq = 0
        self._publishing = False
        self._told = asyncio.Event()
        """Of the newest commit: everybody who follows knows it."""
        self._told.set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._hash = ""

    # --- life ---

    async def open(self) -> None:
        """Comes back to where the (already open) journal ends: the newest snapshot and the entries after it."""
        await asyncio.to_thread(zone, self.show.time_zone)  # read once, from a file
        snapshot = await self._journal.newest_snapshot(registry.SCHEMA)
        if snapshot is not None:
            try:
                self.state = registry.decode_state(snapshot.data)
                self.seq, self._hash = snapshot.seq, snapshot.hash
            except ValueError as error:
                log.warning("snapshot does not fit this version, replaying", error=str(error))
                self.state, self.seq = State(), 0
        self._snapshot_seq = self.seq
        await self._catch_up()
        self._head, self._head_seq = self.state, self.seq

    async def _catch_up(self) -> None:
        async for chunk in self._journal.read(self.seq):
            for entry in chunk:
                events = [registry.decode_event(raw) for raw in entry.events]
                self.state = entries.record(self.state, entry.seq, entry.at, entry.actor, events)
                self.seq, self._hash = entry.seq, entry.hash

    async def close(self) -> None:
        """Waits for what is in flight and leaves a snapshot for a quick start."""
        if self._newest is not None:
            await asyncio.wait([self._newest])
            await asyncio.sleep(0)  # the commit's callbacks
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.journal_fault is None and self.seq > self._snapshot_seq:
            await self._save_snapshot()

    # --- commands ---

    async def submit(self, envelope: Envelope) -> Receipt:
        """The only way in. The same id from the same sender gets the same receipt; with other content, a rejection."""
        key = (str(envelope.actor), envelope.id)
        digest = chain.digest(registry.encode_command(envelope.command))
        known = self._answers.get(key)
        if known is not None:
            if known.digest != digest:
                return Receipt(envelope.id, False, self.seq, reject("id-used-before"))
            return await asyncio.shield(known.future)
        entry = await self._journal.find(*key)  # an unknown id is answered without waiting
        if entry is not None:
            if entry.command_digest != digest:
                return Receipt(envelope.id, False, self.seq, reject("id-used-before"))
            return Receipt(envelope.id, True, entry.seq)
        answer = _Answer(digest, asyncio.get_running_loop().create_future())
        self._remember(key, answer)
        try:
            receipt = await self._answered(envelope, digest)
        except BaseException:
            self._answers.pop(key, None)
            answer.future.cancel()
            raise
        answer.future.set_result(receipt)
        if receipt.error is not None and receipt.error.code.startswith("journal-"):
            self._answers.pop(key, None)  # nothing was decided: the same command may be tried again
        return receipt

    async def system(self, command: Command) -> Receipt:
        """A command of Efir's own: a clock that ran out, a device that was seen to change."""
        return await self.submit(Envelope(CommandId(secrets.token_hex(8)), SYSTEM, command))

    async def _answered(self, envelope: Envelope, digest: str) -> Receipt:
        if not may(envelope.actor.role, type(envelope.command)):
            return Receipt(envelope.id, False, self.seq, reject("not-allowed", role=envelope.actor.role.value))
        now = self.clock.now()
        decision = entries.decide(self._head, envelope.command, Context(now, envelope.actor, self.show, self._seed_for))
        if isinstance(decision, Rejection):
            return Receipt(envelope.id, False, self.seq, decision)
        try:
            entry = await asyncio.shield(self._append(envelope, digest, decision))
        except JournalError as error:
            # Paths and the system's words are for those who run this computer (`journal_fault`), not for every sender.
            return Receipt(envelope.id, False, self.seq, reject(error.code))
        await self._told.wait()  # who has a receipt, and looks, sees what he did
        return Receipt(envelope.id, True, entry.seq if entry is not None else self.seq)

    def _append(
        self, envelope: Envelope, digest: str, events: tuple[Event, ...]
    ) -> "asyncio.Future[Entry] | asyncio.Future[None]":
        """The future of the commit. Nothing to change: that of the commit on which this decision stands, if any."""
        if not events:
            if self._newest is not None and not self._newest.done():
                return self._newest
            nothing: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            nothing.set_result(None)
            return nothing
        if self.journal_fault is not None:
            # Also while `_recover` reads: the journal accepts again before the head is known again.
            raise JournalRefusing("journal-refusing")
        now = self.clock.now()
        actor = str(envelope.actor)
        encoded = tuple(registry.encode_event(event) for event in events)
        future = self._journal.append(Draft(now, actor, envelope.id, digest, encoded))
        self._newest = future
        self._head_seq += 1
        self._head = head = entries.record(self._head, self._head_seq, now, actor, events)
        together = entries.moves_many(events)
        future.add_done_callback(lambda done: self._settle(done, head, together))
        self._tell_head(release=not together)
        return future

    def _remember(self, key: tuple[str, str], answer: _Answer) -> None:
        self._answers[key] = answer
        if len(self._answers) > REMEMBERED:
            self._answers.popitem(last=False)

    # --- commits ---

    def _settle(self, done: "asyncio.Future[Entry]", state: State, together: bool) -> None:
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            entry = done.result()
            self.state, self.seq, self._hash = state, entry.seq, entry.hash
            if together:
                self._release()
            self._publish_soon()
        elif self.journal_fault is None:
            self._fall_back(error)

    def _publish_soon(self) -> None:
        """Commits that land together are published together."""
        if not self._publishing:
            self._publishing = True
            self._told = asyncio.Event()
            asyncio.get_running_loop().call_soon(self._publish, self._told)

    def _publish(self, told: asyncio.Event) -> None:
        """The rest when the loop has had a turn: what those before put on its way is then out."""
        self._publishing = False
        try:
            for callback in tuple(self._on_commit_first):
                callback(self.state, self.seq)
        finally:
            asyncio.get_running_loop().call_soon(self._publish_rest, self.state, self.seq, told)

    def _publish_rest(self, state: State, seq: int, told: asyncio.Event) -> None:
        self._changed.set()
        try:
            for callback in tuple(self._on_commit):
                callback(state, seq)
        finally:
            told.set()
        if self.seq - self._snapshot_seq >= SNAPSHOT_EVERY and self.journal_fault is None:
            self._own(self._save_snapshot())

    async def _save_snapshot(self) -> None:
        seq, entry_hash, data = self.seq, self._hash, registry.encode_state(self.state)
        self._snapshot_seq = seq
        try:
            await self._journal.save_snapshot(seq, entry_hash, registry.SCHEMA, data)
        except JournalError as error:
            log.warning("snapshot not saved, the next start takes longer", code=error.code)

    # --- when the disk is full or broken ---

    def _fall_back(self, error: BaseException) -> None:
        fault = error if isinstance(error, JournalError) else JournalBroken("journal-broken", reason=str(error))
        log.error("the journal refuses: no command is accepted", code=fault.code, **fault.arguments)
        self.journal_fault = fault
        self._head, self._head_seq = self.state, self.seq
        self._tell_head(release=True)
        self._tell_journal()
        self._own(self._recover())

    async def _recover(self) -> None:
        while True:
            await asyncio.sleep(RECOVER_EVERY)
            try:
                await self._journal.recover()
                await self._catch_up()
            except JournalError as error:
                self.journal_fault = error
                continue
            break
        log.info("the journal accepts again", seq=self.seq)
        self._head, self._head_seq, self._newest = self.state, self.seq, None
        self._tell_head(release=True)  # a commit that failed may have been kept all the same
        self.journal_fault = None
        self._tell_journal()
        self._publish_soon()

    def _tell_journal(self) -> None:
        for callback in tuple(self._on_journal):
            callback(self.journal_fault)

    # --- those who follow ---

    def _tell_head(self, *, release: bool) -> None:
        for callback in tuple(self._on_head):
            callback(self._head)
        if release:
            self._release()

    def _release(self) -> None:
        for callback in tuple(self._on_release):
            callback()

    def on_head(self, callback: Callable[[State], None]) -> Unsubscribe:
        """Called the moment something is decided, beside the commit; with an older state when the disk did not take it.
        To get ready, because it may still come to nothing."""
        return _subscribe(self._on_head, callback)

    def on_release(self, callback: Callable[[], None]) -> Unsubscribe:
        """For the switcher's worker: called when what the head wants may be sent. That is at once, beside the commit: a
        take waits for no disk. But what moves many devices moves them together, so when it is on the disk."""
        return _subscribe(self._on_release, callback)

    def on_commit(self, callback: Callable[[State, int], None], *, first: bool = False) -> Unsubscribe:
        """Called with the durable state and the entry it belongs to, once for commits that land together.

        `first`: for what one GO shall reach at once, the air and other machines. What these callbacks leave to the loop
        (a task, a page's queue) goes out before the others are called; a receipt comes after all of them.
        """
        return _subscribe(self._on_commit_first if first else self._on_commit, callback)

    def on_journal(self, callback: Callable[[JournalError | None], None]) -> Unsubscribe:
        """Called when the journal begins to refuse (with the fault) and when it accepts again (with None)."""
        return _subscribe(self._on_journal, callback)

    @property
    def head(self) -> State:
        return self._head

    def _own(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def run_clocks(self) -> None:
        """Submits what clocks make happen by themselves, when it is due. Overdue after a restart: at once."""
        tried: tuple[int, Command] | None = None
        while True:
            self._changed.clear()
            moment = registry.due(self.state)
            wait: float | None = None
            if moment is not None and (self.seq, moment[1]) != tried:
                wait = (moment[0] - self.clock.now()) / 1000
                if wait <= 0:
                    tried = (self.seq, moment[1])
                    receipt = await self.system(moment[1])
                    if receipt.error is not None:
                        log.warning("a clock's command was refused", error=receipt.error)
                        if receipt.error.code.startswith("journal-"):
                            tried = None  # nothing was decided: once more when the journal accepts again
                            await self._changed.wait()
                    continue
            # Not `wait_for`: before Python 3.12 it forgets a cancellation if what it waits for comes in that moment.
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._changed.wait()


def _subscribe(callbacks: list[_C], callback: _C) -> Unsubscribe:
    callbacks.append(callback)
    return lambda: callbacks.remove(callback)
