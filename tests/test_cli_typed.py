"""Commands that are typed to what stands in for a device."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from aiortc import RTCPeerConnection, RTCSessionDescription
from rich.console import Console

from control.core.types import Role
from control.language import Texts
from devices.commands import CommandUnknown, read
from devices.feeds.simulated.phone import PhoneSettings
from devices.feeds.wire import Publish, Published
from efir.cli_output import Output
from efir.cli_simulate_phone import TypedPhone, endpoint, session
from efir.cli_typed import each_line, listen, obeying
from tests.webui.served import until
from tests.webui.test_whip import YARD, house


def spoken() -> tuple[Output, io.StringIO, io.StringIO]:
    said, wrong = io.StringIO(), io.StringIO()
    return Output(Texts("en"), Console(file=said, width=200), Console(file=wrong, width=200)), said, wrong


def test_lines_come_one_by_one_until_there_are_no_more() -> None:
    out, into = os.pipe()
    os.write(into, "late 3\n\n  ok  \r\nтише\n".encode())
    os.close(into)
    lines: list[str] = []
    each_line(lines.append, out)
    os.close(out)
    assert lines == ["late 3", "ok", "тише"]


def test_where_nothing_can_be_typed_nothing_is() -> None:
    out, into = os.pipe()
    os.close(into)
    os.close(out)
    each_line(pytest.fail, out)


IN_THE_BACKGROUND = """
import fcntl, os, pty, signal, sys, termios, threading
from efir import cli_typed

_, terminal = pty.openpty()
fcntl.ioctl(terminal, termios.TIOCSCTTY, 0)
child = os.fork()
if child == 0:
    os.setpgid(0, 0)  # not the terminal's foreground
    cli_typed.time.sleep = lambda seconds: os._exit(7)  # it would wait, and try again
    reading = threading.Thread(target=cli_typed.each_line, args=(print, terminal))
    reading.start()
    reading.join()
    os._exit(0)
_, status = os.waitpid(child, os.WUNTRACED)
if os.WIFSTOPPED(status):
    os.kill(child, signal.SIGKILL)
    sys.exit("stopped")
sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows stops nobody for reading in the background")
def test_in_the_background_of_a_terminal_it_waits_and_is_not_stopped() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IN_THE_BACKGROUND],
        start_new_session=True, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (7, "")


async def test_they_are_obeyed_on_the_loop() -> None:
    out, into = os.pipe()
    heard: asyncio.Queue[tuple[str, asyncio.AbstractEventLoop]] = asyncio.Queue()
    listen(lambda line: heard.put_nowait((line, asyncio.get_running_loop())), out)
    os.write(into, b"silent 5\n")
    assert await asyncio.wait_for(heard.get(), 10) == ("silent 5", asyncio.get_running_loop())
    os.close(into)


def test_help_and_what_is_no_command_are_answered() -> None:
    output, said, wrong = spoken()
    done: list[str] = []

    def obey(line: str) -> None:
        read(line, ("late", "ok"))
        done.append(line)

    take = obeying(obey, "simulate-ptz-help", output)
    for line in ("help", "late 2", "rain"):
        take(line)
    assert done == ["late 2"]
    assert "silent [SECONDS]" in said.getvalue()
    assert "There is no command “rain”. There are: late · ok" in wrong.getvalue()
    with pytest.raises(CommandUnknown):
        obey("rain")


async def test_the_operator_sees_what_is_typed_to_a_phone(tmp_path: Path) -> None:
    """Through Efir's own web server; the feed's process is played by a peer that takes whatever comes."""
    peers: list[RTCPeerConnection] = []
    async with house(tmp_path) as (efir, whip, process):

        async def answer(offer: Publish) -> None:
            peer = RTCPeerConnection()
            peers.append(peer)
            await peer.setRemoteDescription(RTCSessionDescription(offer.sdp, "offer"))
            await peer.setLocalDescription(await peer.createAnswer())
            whip.heard(YARD, Published(offer.session, peer.localDescription.sdp))

        answering: set[asyncio.Task[None]] = set()
        process.says = lambda offer: answering.add(asyncio.create_task(answer(offer)))
        found = endpoint(f"{efir.url}/phone?t={await efir.token(Role.PHONE, YARD)}")
        assert found is not None
        output, said, _ = spoken()

        def told(**expected: object) -> bool:
            phone = efir.telemetry.latest.get("phones", {}).get(YARD, {})
            return all(phone.get(key) == value for key, value in expected.items())

        async with session(found[1]) as http:
            phone = TypedPhone(http, found[0], PhoneSettings(width=320, height=180, fps=10), output)
            running = asyncio.create_task(phone.run())
            try:
                await until(lambda: told(battery=0.8, charging=False, hidden=False, muted=False))
                for line in ("battery 12", "lock", "mute", "turn"):
                    phone.obey(line)
                await until(lambda: told(battery=0.12, hidden=True, muted=True, facing="user"))
                phone.obey("ok")
                await until(lambda: told(battery=0.8, hidden=False, muted=False, facing="environment"))
                assert "is live" in said.getvalue()
                assert "Done: battery 12" in said.getvalue()
            finally:
                running.cancel()
                await asyncio.gather(running, *answering, return_exceptions=True)
                for peer in peers:
                    await peer.close()


def test_only_a_phones_link_is_one() -> None:
    assert endpoint("https://h:8443/phone?t=T") == ("https://h:8443/whip", "T")
    assert endpoint("https://h:8443/phone") is None
