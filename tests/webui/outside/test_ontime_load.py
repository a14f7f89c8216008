"""How much work the clients made for Ontime are: counted, not timed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from control.core.rundown.forecast import forecast
from control.core.rundown.plan import Entry, Plan
from control.core.types import Role
from tests.control.core.rundowns import SHOW, Playout, group, item
from tests.webui.outside.machines import OntimeClient, get, house, ontime
from webui.outside import door, facts, ontime_data
from webui.outside.facts import Reader
from webui.outside.ontime_state import rundown_data

GROUPS, EACH, CLIENTS = 200, 9, 10


def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each of the files is made."""
    made: Counter[str] = Counter()

    def counting(what: str, make: Callable[[Any], Any]) -> Callable[[Any], Any]:
        def count(seen: Any) -> Any:
            made[what] += 1
            return make(seen)

        return count

    for what, make in ontime_data._MADE.items():
        monkeypatch.setitem(ontime_data._MADE, what, counting(what, make))
    return made


async def test_ten_clients_that_read_the_plan_again_cost_one_reading(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counted(monkeypatch)

    async def all_read(clients: list[OntimeClient]) -> list[Any]:
        """Each of them what it is told to."""
        answers = []
        for client in clients:
            targets = await told(client)
            assert targets == ["rundown", "custom-fields"]
            for path in ("rundowns/current", "custom-fields"):
                status, body = await get(efir, f"/ontime/data/{path}", token)
                assert status == 200
                answers.append(body)
        return answers

    async with house(tmp_path) as efir, AsyncExitStack() as stack:
        token = await efir.token(Role.OPERATOR)
        url = f"{efir.url}/ontime/ws?token={token}".replace("http", "ws")
        clients = [await stack.enter_async_context(ontime(url)) for _ in range(CLIENTS)]
        for client in clients:
            assert await client.ask("version")
        for edits, title in enumerate(("Открытие", "Начало"), 1):
            assert await clients[0].ask("change", {"a": {"title": title}}) == "success"
            answers = await all_read(clients)
            assert made == {"rundowns/current": edits, "custom-fields": edits}
            assert {body["entries"]["a"]["title"] for body in answers[::2]} == {title}


async def told(client: OntimeClient) -> list[str]:
    """What it is to read again: two things at every edit."""
    while sum(packet["tag"] == "refetch" for packet in client.others) < 2:
        await client.next()
    targets = [packet["payload"]["target"] for packet in client.others if packet["tag"] == "refetch"]
    client.others.clear()
    return targets


def test_a_long_plan_is_walked_a_few_times_and_not_once_for_each_group(monkeypatch: pytest.MonkeyPatch) -> None:
    entries: list[Entry] = []
    for number in range(GROUPS):
        entries.append(group(f"g{number}"))
        entries += [item(f"i{number}-{each}", 1, group=f"g{number}") for each in range(EACH)]
    played = Playout(Plan.of(*entries, date="2026-03-10"), "12:00")
    steps = 0
    walk = Plan.__iter__

    def walked(plan: Plan) -> Iterator[Entry]:
        nonlocal steps
        for entry in walk(plan):
            steps += 1
            yield entry

    monkeypatch.setattr(Plan, "__iter__", walked)
    data = rundown_data(Reader(SHOW).read(played.state, played.now))
    assert len(data["entries"]) == GROUPS * (EACH + 1)
    assert data["entries"]["g7"]["entries"] == [f"i7-{each}" for each in range(EACH)]
    assert 0 < steps < 20 * len(entries)


async def test_a_command_needs_no_forecast(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = 0

    def counting(*args: Any) -> Any:
        nonlocal made
        made += 1
        return forecast(*args)

    monkeypatch.setattr(facts, "forecast", counting)
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        for path in ("load/index/2", "start", "auxtimer/1/start", "addtime/add/60000"):
            assert (await get(efir, f"/ontime/api/{path}", token))[0] == 202
        assert made == 0
        assert (await get(efir, "/ontime/api/poll", token))[0] == 202
        assert made == 1


async def test_who_asks_too_much_is_told_and_can_still_act(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "COMMANDS", (0, 60))  # nothing is forgiven while the test runs
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        asked = [(await get(efir, "/ontime/data/custom-fields", token))[0] for _ in range(40)]
        asked += [(await get(efir, "/ontime/api/poll", token))[0] for _ in range(25)]
        assert asked == [200] * 40 + [202] * 20 + [429] * 5
        assert (await get(efir, "/ontime/data/rundowns/current", token))[0] == 429
        async with ontime(f"{efir.url}/ontime/ws?token={token}".replace("http", "ws")) as client:
            assert await client.ask("poll") == "too-many-commands"
            assert await client.ask("start", "next") == "success"
        assert efir.controller.state.rundown.run.gos == 1
