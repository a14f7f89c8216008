"""How a phone that is a camera is, as the operator is told: pure, in the pages' own functions."""

from __future__ import annotations

from typing import Any

import pytest

from tests.webui.pure import call

WELL: dict[str, Any] = {"state": "live", "battery": 0.8, "rtt": 60, "loss": 0.01}


@pytest.mark.parametrize(
    "phone, faults, signal",
    [
        (WELL, [], "good"),
        ({"state": "live"}, [], "good"),  # a browser that tells neither battery nor times
        ({**WELL, "battery": 0.15}, ["low"], "good"),
        ({**WELL, "battery": 0.16}, [], "good"),
        ({**WELL, "battery": 0.02, "charging": True}, [], "good"),
        ({**WELL, "loss": 0.06}, ["weak"], "poor"),
        ({**WELL, "loss": 0.05}, [], "good"),
        ({**WELL, "rtt": 401}, ["weak"], "poor"),
        ({**WELL, "hidden": True, "battery": 0.1, "rtt": 900}, ["asleep", "weak", "low"], "poor"),
        ({**WELL, "state": "lost", "loss": 0.9}, ["away"], "none"),
        ({"state": "connecting"}, [], "none"),
    ],
)
def test_what_is_wrong_with_a_phone_the_worst_first(phone: dict[str, Any], faults: list[str], signal: str) -> None:
    assert call([("phones", "phoneFaults", phone), ("phones", "signalOf", phone)]) == [faults, signal]
