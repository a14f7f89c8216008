"""What is typed to a simulated phone, and what its page would tell of it."""

from __future__ import annotations

import msgspec
import pytest

from devices.commands import CommandUnknown
from devices.feeds.simulated.holder import Holder, obey


def after(*lines: str) -> Holder:
    holder = Holder()
    for line in lines:
        holder = obey(holder, line)
    return holder


def test_what_is_done_to_it_is_what_it_tells() -> None:
    told = after("lock", "mute", "battery 20", "charging", "torch", "turn").told(sound=True)
    assert told == {
        "battery": 0.2, "charging": True, "hidden": True, "muted": True, "torch": True, "facing": "user"
    }  # fmt: skip
    assert "muted" not in after("mute").told(sound=False)


def test_it_is_taken_back() -> None:
    every = ("lock", "mute", "torch", "charging")
    assert after(*every, *(f"{one} off" for one in every), "turn", "turn") == Holder()
    assert after(*every, "battery 1", "ok") == Holder()
    assert after("lock on") == after("lock")


def test_the_server_takes_what_it_tells() -> None:
    from webui.bodies import PhoneState

    for holder in (Holder(), after("lock", "mute", "battery 0", "turn"), after("battery 100")):
        msgspec.convert(holder.told(sound=True), PhoneState)


@pytest.mark.parametrize("line", ["", "fly", "battery", "battery 101", "battery low", "lock 3", "turn off", "ok now"])
def test_what_is_no_command_is_refused(line: str) -> None:
    with pytest.raises(CommandUnknown):
        obey(Holder(), line)
