"""kill -9 at random moments while ballots pour in: what a judge was told is received is there, once.

`EFIR_KILLS` is the number of kills, `EFIR_KILL_SEED` repeats a run that failed.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from ruamel.yaml import YAML

from control.journal.base import Entry
from control.journal.chain import check
from control.journal.rows import entries_after
from control.journal.schema import open_reader
from tests.e2e.product import Product
from tests.e2e.shows import debate_show

KILLS = int(os.environ.get("EFIR_KILLS", "50"))
SEED = int(os.environ.get("EFIR_KILL_SEED", "0")) or random.SystemRandom().randrange(1, 1_000_000)
AT_ONCE = 2
"""Independent shows that are killed side by side: most of the time goes into starting again."""
LIVES = 0.8
"""Seconds after it is up within which it is killed."""
IN_FLIGHT = 4
"""Ballots a judge has under way at once: no page sends so many, the worst case does."""
JUDGES = 6
PASSWORD = "длинная фраза владельца"
CRITERIA = ("topic", "rhetoric", "persuasion")
LEVELS = 6
PATIENCE = 30.0
NOT_NOW = frozenset({"too-many-commands", "journal-closed"})
"""Nothing was decided: to be sent again."""

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("served_pages")]

Scores = dict[str, dict[str, int]]


class Judge:
    """Sends ballot after ballot, each another correction; what has no receipt is sent again under its own id."""

    def __init__(self, name: str, token: str, pair: str, debaters: tuple[str, str], *, by_socket: bool) -> None:
        self.name, self.pair, self.debaters, self.by_socket = name, pair, debaters, by_socket
        self._token = token
        self._numbers = itertools.count(1)
        self.sent: dict[str, Scores] = {}
        """Every ballot that ever left, by its id."""
        self.received: dict[str, int] = {}
        """Id → the entry it was told of."""
        self._doubtful: list[str] = []
        self.repeated = 0

    def _next(self) -> str:
        if self._doubtful:
            self.repeated += 1
            return self._doubtful.pop(0)
        number = next(self._numbers)
        command = f"{self.name}-{number}"
        digits = [number // LEVELS**place % LEVELS for place in range(2 * len(CRITERIA))]  # no two are the same
        self.sent[command] = {
            debater: dict(zip(CRITERIA, digits[start : start + 3], strict=True))
            for debater, start in zip(self.debaters, (0, 3), strict=True)
        }
        return command

    def _command(self, command: str) -> dict[str, Any]:
        return {"type": "ballot.cast", "pair": self.pair, "scores": self.sent[command]}

    def _told(self, command: str, receipt: dict[str, Any]) -> None:
        if "error" not in receipt:
            assert self.received.setdefault(command, receipt["seq"]) == receipt["seq"], "two receipts that differ"
        else:
            assert receipt["error"]["code"] in NOT_NOW, receipt
            self._doubtful.append(command)

    async def vote(self, web: aiohttp.ClientSession, url: str) -> None:
        """Until the server is gone."""
        away = (aiohttp.ClientError, ConnectionError, asyncio.IncompleteReadError)
        with contextlib.suppress(*away):
            await (self._by_socket(web, url) if self.by_socket else self._by_http(web, url))

    async def _by_socket(self, web: aiohttp.ClientSession, url: str) -> None:
        async with web.ws_connect(f"{url}/live") as socket:
            await socket.send_json({"type": "hello", "token": self._token, "view": "judge"})
            under_way: list[str] = []
            try:
                while True:
                    while len(under_way) < IN_FLIGHT:
                        command = self._next()
                        under_way.append(command)
                        await socket.send_json({"type": "do", "id": command, "command": self._command(command)})
                    answer = await socket.receive()
                    if answer.type is not aiohttp.WSMsgType.TEXT:
                        return
                    message = answer.json()
                    if message["type"] == "bye":
                        assert message["code"] == "going-away", message
                        return
                    if message["type"] == "receipt":
                        under_way.remove(message["id"])
                        self._told(message["id"], message)
                        if "error" in message:
                            await asyncio.sleep(0.1)  # thirty a second are allowed
            finally:
                self._doubtful += under_way

    async def _by_http(self, web: aiohttp.ClientSession, url: str) -> None:
        headers = {"Authorization": f"Bearer {self._token}"}
        while True:
            command = self._next()
            body = {"id": command, "command": self._command(command)}
            try:
                async with web.post(f"{url}/api/commands", json=body, headers=headers) as answer:
                    told = await answer.json()
            except BaseException:
                self._doubtful.append(command)
                raise
            self._told(command, told)
            if "error" in told:
                await asyncio.sleep(0.1)

    async def revision(self, web: aiohttp.ClientSession, url: str) -> int:
        """Of the ballot that Efir, just started, shows this judge as received."""
        headers = {"Authorization": f"Bearer {self._token}"}
        async with web.get(f"{url}/api/views/judge", headers=headers) as answer:
            me = (await answer.json())["data"]["me"]
        assert me["judge"] == self.name
        ballot = me["ballots"].get(self.pair)
        return 0 if ballot is None else int(ballot["revision"])


def show_with_judges(folder: Path, clips: Sequence[Path]) -> Path:
    folder.mkdir()
    files = debate_show(folder, clips, stream=False)
    yaml = YAML()
    show: dict[str, Any] = yaml.load(files.show)
    show["contest"]["judges"] = {f"judge-{n}": {"name": f"Эксперт {n}"} for n in range(JUDGES)}
    yaml.dump(show, files.show)
    return files.show


async def open_judging(efir: Product, web: aiohttp.ClientSession) -> tuple[str, tuple[str, str]]:
    """As its owner, over HTTP: a pair on stage, in the phase of judging. The pair and who debates in it."""
    url = efir.addresses.panel
    assert efir.addresses.setup is not None
    token = efir.addresses.setup.partition("#")[2]
    origin = {"Origin": url}
    async with web.post(f"{url}/api/setup", json={"token": token, "password": PASSWORD}, headers=origin) as answer:
        assert answer.status == 200, await answer.text()
    numbers = itertools.count()

    async def do(**command: Any) -> None:
        body = {"id": f"owner-{next(numbers)}", "command": command}
        async with web.post(f"{url}/api/commands", json=body, headers=origin) as answer:
            assert (await answer.json())["ok"], await answer.text()

    async def debate() -> dict[str, Any]:
        async with web.get(f"{url}/api/views/panel") as answer:
            found: dict[str, Any] = (await answer.json())["data"]["debate"]
        return found

    async def draw(what: str) -> None:
        await do(type="draw.commit", draw=what)
        await do(type="draw.reveal", id=(await debate())["draw"]["id"])

    await draw("pairs")
    await do(type="debate.next")
    await draw("topic")
    await draw("positions")
    for _ in range(3):
        await do(type="debate.next")
    now = await debate()
    assert now["phase"] == "judging"
    first, second = (debater["participant"] for debater in now["pairs"]["byId"][now["pair"]]["debaters"])
    return now["pair"], (first, second)


def entries(journal: Path) -> list[Entry]:
    """All, read as anybody may read them beside a running Efir."""
    found: list[Entry] = []
    with contextlib.closing(open_reader(journal)) as reader:
        while batch := entries_after(reader, found[-1].seq if found else 0, 1000):
            found += batch
    return found


def ballots(found: list[Entry]) -> Iterator[tuple[str, Entry, dict[str, Any]]]:
    """(command id, entry, event) of every ballot in the journal."""
    for entry in found:
        for raw in entry.events:
            event = msgspec.json.decode(raw)
            if event["type"] == "ballot.received":
                yield entry.command_id, entry, event


def revision_of(journal: Path, judge: Judge) -> int:
    return max(
        (event["revision"] for _, _, event in ballots(entries(journal)) if event["judge"] == judge.name), default=0
    )


def nothing_lost_nothing_twice(journal: Path, judges: list[Judge]) -> tuple[int, int]:
    """(ballots in the journal, receipts given)."""
    found = entries(journal)
    assert check(found) is None, "the chain is broken"
    kept: dict[str, tuple[Entry, dict[str, Any]]] = {}
    for command, entry, event in ballots(found):
        assert command not in kept, f"{command} is there twice: {kept[command][0].seq} and {entry.seq}"
        kept[command] = (entry, event)
    for judge in judges:
        for command, seq in judge.received.items():
            assert command in kept, f"{command} was receipted with entry {seq} and is gone"
            entry, event = kept[command]
            assert (entry.seq, entry.actor) == (seq, f"judge:{judge.name}")
            tenths = {
                who: {what: points * 10 for what, points in each.items()} for who, each in judge.sent[command].items()
            }
            assert event["scores"] == tenths, command
        revisions = [event["revision"] for _, event in kept.values() if event["judge"] == judge.name]
        assert revisions == list(range(1, len(revisions) + 1)), f"{judge.name}: revisions are not one after another"
    strangers = kept.keys() - {command for judge in judges for command in judge.sent}
    assert not strangers, strangers
    return len(kept), sum(len(judge.received) for judge in judges)


async def killed_again_and_again(show: Path, port: int, kills: int, chance: random.Random) -> str:
    efir = Product(show, show.parent / "data", obs=f"ws://127.0.0.1:{port}")
    journal = efir.data / "show.sqlite"
    kept, receipts, moments = 0, 0, []
    # No cookie of an IP address is kept otherwise.
    async with efir, aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as web:
        pair, debaters = await open_judging(efir, web)
        judges = [
            Judge(f"judge-{n}", efir.addresses.judge_tokens[f"Эксперт {n}"], pair, debaters, by_socket=n % 2 == 0)
            for n in range(JUDGES)
        ]
        for _ in range(kills):
            moment = chance.uniform(0, LIVES)
            moments.append(f"{moment:.3f}")
            voting = [asyncio.create_task(judge.vote(web, efir.addresses.panel)) for judge in judges]
            await asyncio.sleep(moment)
            assert efir.running, efir.said()
            await efir.kill()
            async with asyncio.timeout(PATIENCE):
                await asyncio.gather(*voting)
            before = kept
            kept, receipts = await asyncio.to_thread(nothing_lost_nothing_twice, journal, judges)
            assert kept >= before, "ballots that were there after the last crash are gone"
            await efir.start()
            for judge in judges:
                kept_one = await asyncio.to_thread(revision_of, journal, judge)
                assert await judge.revision(web, efir.addresses.panel) == kept_one
        # What was in doubt after the last crash is sent again; then a farewell of the polite kind.
        voting = [asyncio.create_task(judge.vote(web, efir.addresses.panel)) for judge in judges]
        await asyncio.sleep(LIVES)
        await efir.stop()
        async with asyncio.timeout(PATIENCE):
            await asyncio.gather(*voting)
        kept, receipts = await asyncio.to_thread(nothing_lost_nothing_twice, journal, judges)
        found = await efir.verify(journal)
        assert found["ok"], found["protocol"]["findings"]
    repeated = sum(judge.repeated for judge in judges)
    return (
        f"{kills} kills ({' '.join(moments)} s), {receipts} receipts, {kept} ballots kept, {repeated} sent again, "
        f"{found['entries']} entries verify"
    )


@pytest.mark.timeout(180 + 30 * KILLS)
async def test_every_receipted_ballot_survives_kill_9(tmp_path: Path, clips: Sequence[Path], free_port: int) -> None:
    print(f"\nEFIR_KILL_SEED={SEED}")
    chance = random.Random(SEED)
    async with asyncio.TaskGroup() as tasks:
        told = [
            tasks.create_task(
                killed_again_and_again(
                    show_with_judges(tmp_path / str(n), clips),
                    free_port,
                    KILLS // AT_ONCE + (n < KILLS % AT_ONCE),
                    random.Random(chance.random()),
                )
            )
            for n in range(AT_ONCE)
        ]
    print("\n".join(task.result() for task in told))
