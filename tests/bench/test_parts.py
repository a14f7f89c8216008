"""The parts of the benchmarks that can be wrong without anybody noticing: their arithmetic and their peers."""

from __future__ import annotations

import asyncio
import importlib
import itertools
import json
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from aiohttp import ClientSession

from bench import clocks, go
from bench.__main__ import names
from bench.common_broadcast import broadcast
from bench.common_crowd import Group, crowd
from bench.common_devices import Arrivals, StampedObs, Told, osc, page, webhook
from bench.common_efir import check, nowhere, token_of
from bench.common_figures import machine, quantile, spread
from bench.common_page import PageClock, clock_of
from bench.common_proxy import Line, Weather, proxy
from bench.common_script import Script, script
from bench.common_show import write
from control.core.rundown.plan import MOST_CUES, Item
from control.show import Canvas
from control.showfile import read_show
from webui.built import ROOT


def test_every_benchmark_of_the_house_is_named_and_its_helpers_are_not() -> None:
    assert {"take", "ballot", "journal", "idle", "go", "clocks", "multiview"} <= set(names())
    assert not [name for name in names() if name.startswith("common")]


@pytest.mark.parametrize("name", ["take", "ballot", "idle", "journal", "go", "clocks", "multiview"])
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


# --- go ---


def test_arrivals_wait_for_every_device_and_count_the_first_time_it_is_told() -> None:
    async def told() -> dict[str, float]:
        arrivals = Arrivals()
        waiting = arrivals.expect({"stage": "<2>", "osc-1": "<2>"})
        arrivals.came("stage", "still <1>")
        arrivals.came("stage", "now <2>")
        arrivals.came("stage", "again <2>")
        arrivals.came("nobody", "<2>")
        assert arrivals.silent == {"osc-1"}
        assert not waiting.done()
        between = time.perf_counter()
        arrivals.came("osc-1", "/go <2>")
        came = await waiting
        assert came["stage"] <= between <= came["osc-1"]
        return came

    assert set(asyncio.run(told())) == {"stage", "osc-1"}


def test_the_last_device_and_the_way_from_the_first_to_it() -> None:
    goes = [Told({"take": 0.002, "webhook": 0.012}), Told({"take": 0.004, "webhook": 0.006})]
    assert goes[0].last == 0.012
    assert goes[0].spread == pytest.approx(0.010)
    found = go.figures(goes)
    assert (found["last_max_ms"], found["spread_median_ms"], found["take_median_ms"]) == (12.0, 6.0, 3.0)


def test_each_go_has_eight_start_cues_of_which_each_changes_something_after_the_one_before() -> None:
    items = [msgspec.convert(go.item(number), Item, strict=True) for number in range(3)]
    for one in items:
        assert len(one.cues) == 8 <= MOST_CUES
        assert {cue.when for cue in one.cues} == {"start"}
    for before, after in itertools.pairwise(items):
        assert all(a.act != b.act for a, b in zip(before.cues, after.cues, strict=True))
    assert set(go.wanted(0)) == {"take", "mute", "graphics", "stage", "osc-1", "osc-2", "webhook"}
    assert go.wanted(1)["stage"] not in go.wanted(11)["stage"]


async def test_the_bare_script_tells_every_device() -> None:
    arrivals = Arrivals()
    async with (
        StampedObs(Canvas(width=64, height=36, fps=30), arrivals) as obs,
        osc("osc-1", arrivals) as one,
        osc("osc-2", arrivals) as other,
        webhook("webhook", arrivals) as hook,
        script(Script(obs.url, go.SOUND, [one, other], hook)) as at,
        page("graphics", arrivals, f"{at}page/graphics", ""),
        page("stage", arrivals, f"{at}page/stage", ""),
        ClientSession() as http,
        http.ws_connect(f"{at}go") as button,
    ):
        obs.furnish([name for _, name in go.SCENES], go.SOUND)
        for number in range(2):
            told = arrivals.expect(go.wanted(number))
            await button.send_json({"mark": go.mark_of(number), "scene": go.SCENES[number][1], "muted": number == 0})
            assert set(await asyncio.wait_for(told, 10)) == set(go.wanted(number))
        assert obs.model.program == go.SCENES[1][1]


# --- clocks ---


def test_what_comes_through_a_bad_network_is_late_and_in_order() -> None:
    weather = Weather(delay=(0.010, 0.080), stall=1.0, stall_every=5.0)
    line, again, other = (Line(weather, name, 0.0) for name in ("1 up", "1 up", "1 down"))
    asked = [number * 0.1 for number in range(600)]
    out = [line.through(now) for now in asked]
    assert out == [again.through(now) for now in asked]
    assert out != [other.through(now) for now in asked]
    assert out == sorted(out)
    late = [at - now for at, now in zip(out, asked, strict=True)]
    assert min(late) >= 0.010
    assert 0.9 < max(late) < 2.1
    assert sum(one > 0.081 for one in late) < 300


async def test_the_proxy_changes_nothing_but_the_time() -> None:
    async def shout(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write((await reader.read()).upper())
        writer.close()

    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    async with server, proxy(server.sockets[0].getsockname()[1], Weather(delay=(0.05, 0.06))) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        began = time.perf_counter()
        writer.write(b"one ")
        await writer.drain()
        writer.write(b"two")
        writer.write_eof()
        assert await asyncio.wait_for(reader.read(), 10) == b"ONE TWO"
        assert time.perf_counter() - began >= 0.1
        writer.close()


def test_pings_narrow_the_server_s_clock_down() -> None:
    # The server is 5000.25 ms ahead; it tells whole milliseconds.
    found = clocks.server_time([(0.0100, 5020, 0.0300), (0.1000, 5100, 0.1004), (0.2006, 5201, 0.2008)])
    assert abs(found.offset_ms - 5000.25) <= found.error_ms < 0.51
    assert clocks.ServerTime(5000.25, 0).here(5100.25) == pytest.approx(0.1)
    with pytest.raises(ValueError, match="was set"):
        clocks.server_time([(0.0, 5000, 0.001), (0.1, 9000, 0.101)])


def test_what_two_clocks_disagree_about_is_part_of_the_error() -> None:
    assert clocks.both(PageClock(1.0, 0.001), PageClock(1.004, 0.002)) == PageClock(1.002, 0.002 + (1.004 - 1.0) / 2)
    whole = clocks.ServerTime.of(clocks.ServerTime(100, 1), clocks.ServerTime(104, 2))
    assert whole == clocks.ServerTime(102, 4)


@pytest.mark.parametrize(
    "text, seconds", [("4:07", 247), ("1:02:03", 3723), ("0:00", 0), ("+0:05", None), ("", None), ("0:09.5", None)]
)
def test_times_are_read_from_the_figures_of_a_clock(text: str, seconds: int | None) -> None:
    assert clocks.seconds_of(text) == seconds


def test_a_run_is_the_errors_of_its_changes() -> None:
    # The target is at 100 s of ours, so 0:50 comes true at 50 s and 0:47 at 53 s.
    server, page_clock = clocks.ServerTime(1000, 0), PageClock(2.0, 0)
    shown = [(48_010.0, "0:50"), (48_990.0, "0:49"), (51_005.0, "0:47"), (60_000.0, "+")]
    run = clocks.Run.of(shown, page_clock, server, 101_000)
    assert run.errors == pytest.approx([10, -10, 5])
    assert run.skipped == 1
    assert run.at == pytest.approx([0, 0.98 / 60, 2.995 / 60])


def test_a_clock_that_drifts_is_found_out() -> None:
    minutes = [number / 60 for number in range(600)]
    drifting = clocks.Run(minutes, [5 + 2 * minute for minute in minutes], 0)
    steady = clocks.Run(minutes, [5.0, -5.0] * 300, 0)
    assert clocks.figures([drifting])["slope_ms_per_min"] == pytest.approx(2)
    assert clocks.figures([drifting])["moved_ms"] == pytest.approx(16, abs=0.1)
    assert clocks.result([drifting], [steady], 0.1, {}).holds is False
    held = clocks.result([steady], [drifting], 0.1, {"abs_p99_ms": 80.0})
    assert held.holds
    assert (held.n, held.ours["abs_p99_ms"]) == (600, 5.0)
    assert held.peer is not None
    assert held.peer["ontime_abs_p99_ms"] == 80.0
    wild = clocks.Run(minutes, [40.0, -40.0] * 300, 0)
    assert clocks.result([wild], [steady], 0.1, {}).holds is False
