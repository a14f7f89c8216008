"""What a process for cameras imports, and when: in a process of its own, for tests import everything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = """
import sys
from devices.ptz import child
from devices.ptz.make import make_head, prepare
from devices.ptz.wire import HeadConfig

protocols = sys.argv[1:]
prepare(protocols)
if "onvif" in protocols:
    from devices.ptz.onvif import load
    load().result(60)
prepared = set(sys.modules)
for protocol in protocols:
    make_head(HeadConfig(camera="one", protocol=protocol, host="localhost", port=1, password="secret"))
print("later:", *(set(sys.modules) - prepared))
print("heavy:", *sorted({"aiohttp", "onvif", "zeep"} & prepared))
"""


@pytest.mark.parametrize(
    "protocols, heavy",
    [
        (["visca", "visca-raw", "visca-tcp"], []),
        (["cgi"], ["aiohttp"]),
        (["onvif", "visca"], ["aiohttp", "onvif", "zeep"]),
    ],
)
def test_what_a_show_needs_is_imported_before_its_cameras_are_known_and_no_more(
    protocols: list[str], heavy: list[str]
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, *protocols],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    later, needed = done.stdout.splitlines()
    assert later.split() == ["later:"]
    assert needed.split() == ["heavy:", *heavy]
