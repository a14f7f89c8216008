"""The parts of the benchmarks that can be wrong without anybody noticing: their arithmetic and their peers."""

from __future__ import annotations

import asyncio
import importlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bench.__main__ import names
from bench.common_broadcast import broadcast
from bench.common_crowd import Group, crowd
from bench.common_efir import check, nowhere, token_of
from bench.common_figures import machine, quantile, spread
from bench.common_page import clock_of
from bench.common_show import write
from control.showfile import read_show
from webui.built import ROOT


def test_every_benchmark_of_the_house_is_named_and_its_helpers_are_not() -> None:
    assert {"take", "ballot", "journal", "idle"} <= set(names())
    assert not [name for name in names() if name.startswith("common")]


@pytest.mark.parametrize("name", ["take", "ballot", "idle", "journal"])
async def test_a_benchmark_tells_its_options(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"bench.{name}")
    with pytest.raises(SystemExit) as ended:
        await module.main(["--help"])
    assert ended.value.code == 0
    assert f"python -m bench {name}" in capsys.readouterr().out


def test_an_unknown_benchmark_is_refused_with_the_names() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bench", "nonesuch"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "ballot" in done.stderr


def test_quantiles_lie_between_the_samples() -> None:
    samples = [5.0, 1.0, 3.0]
    assert quantile(samples, 0) == 1
    assert quantile(samples, 0.5) == 3
    assert quantile(samples, 0.75) == 4
    assert quantile(samples, 1) == 5
    assert quantile([7.0], 0.99) == 7
    with pytest.raises(ValueError, match="no samples"):
        quantile([], 0.5)


def test_a_spread_is_in_milliseconds_and_keeps_the_worst() -> None:
    assert spread([0.010] * 99 + [0.5], "page_") == {
        "page_median_ms": 10.0,
        "page_p99_ms": 14.9,
        "page_max_ms": 500.0,
    }


def test_the_machine_is_named_with_its_cores() -> None:
    assert "cores" in machine()


def test_the_page_s_clock_is_that_of_the_quickest_ping() -> None:
    # The page's time zero is at 100 s of ours; one ping was held up on its way back by 40 ms.
    clock = clock_of([(100.010, 12.0, 100.054), (100.110, 111.0, 100.112)])
    assert clock.here(111.0) == pytest.approx(100.111)
    assert clock.error == pytest.approx(0.001)


def test_tokens_are_found_in_both_kinds_of_links() -> None:
    assert token_of("http://127.0.0.1:1/judge?t=a%2Bb") == "a+b"
    assert token_of("http://127.0.0.1:1/graphics?token=x") == "x"


def test_a_refused_command_stops_a_benchmark() -> None:
    check({"ok": True})
    with pytest.raises(RuntimeError, match="reveal-first"):
        check({"ok": False, "error": {"code": "reveal-first"}})


async def test_nobody_listens_nowhere() -> None:
    port = int(nowhere().rpartition(":")[2])
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection("127.0.0.1", port)


@pytest.mark.parametrize("marks", [False, True])
def test_the_benchmarks_show_is_a_good_one(tmp_path: Path, marks: bool) -> None:
    cameras = [tmp_path / "one.mkv", tmp_path / "two.mkv"]
    for camera in cameras:
        camera.touch()
    show = read_show(write(tmp_path, cameras, pairs=3, marks=marks), {})
    assert show.contest is not None
    assert len(show.contest.participants) == 6
    assert len(show.contest.topics) == 3
    assert len(show.contest.judges) == show.contest.rules.min_judges == 1
    assert show.theme.marks is marks


async def test_the_peer_passes_a_message_on_to_everybody_in_the_crowd() -> None:
    async with broadcast() as url, crowd([Group(f"{url}live", "", 5)]), ClientSession() as http:
        async with http.get(url) as page:
            assert "score" in await page.text()
        async with http.ws_connect(f"{url}live") as one, http.ws_connect(f"{url}live") as other:
            await one.send_str(json.dumps({"score": 7}))
            assert (await other.receive_json(timeout=5)) == {"score": 7}
            assert (await one.receive_json(timeout=5)) == {"score": 7}


async def test_a_crowd_that_is_not_let_in_is_told_of() -> None:
    with pytest.raises(RuntimeError, match="did not come"):
        async with crowd([Group("http://127.0.0.1:9/live", "", 1)]):
            pass
