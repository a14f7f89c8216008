"""What every test has: a guard against blocking calls on the event loop, and a free port."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from blockbuster import BlockBuster
from hypothesis import HealthCheck, settings

from tests.ports import free_port

# How long an example takes says something of the machine and nothing of us.
settings.register_profile("efir", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("efir")

# Calls made by our packages only: what a test itself does on the loop slows nobody's programme.
GUARDED = ["control", "scenes", "devices", "overlays", "webui", "efir"]


@pytest.fixture(scope="session", autouse=True)
def no_blocking_calls() -> Iterator[BlockBuster]:
    """A blocking call of ours (file, socket, sleep, lock, SQLite) on a running event loop is an error."""
    guard = BlockBuster(scanned_modules=GUARDED)
    guard.activate()
    yield guard
    guard.deactivate()


@pytest.fixture(name="free_port")
def _free_port() -> int:
    """A TCP port of 127.0.0.1 that was free a moment ago, for programs that cannot choose one themselves."""
    return free_port()
