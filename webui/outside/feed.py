"""State that is told as it changes: whole to whoever comes, then only what is different, at once and at each second.

Nothing is projected, and no clock runs, while nobody listens.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

from control.controller import Controller
from control.registry import State
from control.telemetry import Unsubscribe
from webui.outside.facts import Facts, Reader, until_next_second

Data = dict[str, Any]


class Feed:
    """`project` makes the data of a moment. `settled` gives what of a key's value is worth telling when it changes: a
    clock in milliseconds is another number every time, and is told once a second."""

    def __init__(
        self,
        controller: Controller,
        project: Callable[[Facts], Data],
        settled: Callable[[str, Any], Any] = lambda key, value: value,
    ) -> None:
        self._controller = controller
        self._project = project
        self._settled = settled
        self._reader = Reader(controller.show)
        self._listeners: list[Callable[[Data], None]] = []
        self._told: Data = {}
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._unsubscribe: Unsubscribe | None = None

    def now(self) -> Data:
        """The whole, as it is this moment."""
        return self._project(self.facts())

    def listen(self, callback: Callable[[Data], None]) -> Unsubscribe:
        """Called with what has changed; of a key that is gone the value is None. Must not block."""
        if not self._listeners:
            self._told = self._settle(self.now())
            self._unsubscribe = self._controller.on_commit(self._on_commit)
            self._task = asyncio.create_task(self._run())
        self._listeners.append(callback)

        def leave() -> None:
            if callback in self._listeners:
                self._listeners.remove(callback)
                if not self._listeners:
                    self._rest()

        return leave

    def close(self) -> None:
        self._listeners.clear()
        self._rest()

    def _rest(self) -> None:
        if self._unsubscribe is not None:
            self._unsubscribe()
            self._unsubscribe = None
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def facts(self) -> Facts:
        return self._reader.read(self._controller.state, self._controller.clock.now())

    def _settle(self, data: Data) -> Data:
        return {key: self._settled(key, value) for key, value in data.items()}

    def _on_commit(self, state: State, seq: int) -> None:
        self._wake.set()

    async def _run(self) -> None:
        while True:
            self._wake.clear()
            facts = self.facts()
            self._tell(self._project(facts))
            try:
                async with asyncio.timeout(until_next_second(facts)):
                    await self._wake.wait()
            except TimeoutError:
                continue

    def _tell(self, data: Data) -> None:
        settled = self._settle(data)
        changed = {
            key: data[key] for key, value in settled.items() if key not in self._told or self._told[key] != value
        }
        changed |= {key: None for key in self._told if key not in settled}
        self._told = settled
        if changed:
            for callback in tuple(self._listeners):
                callback(changed)
