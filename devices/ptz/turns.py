"""One request after another, for heads that are asked over HTTP: a camera's web server takes one thing at a time."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

Work = Callable[[], Awaitable[Any]]


class _Turn:
    def __init__(self, key: str, work: Work, jumps: bool) -> None:
        self.key = key
        self.jumps = jumps
        self.work = work
        self.done: asyncio.Future[Any] = asyncio.get_running_loop().create_future()


class Turns:
    """`run()` in a task does what is asked."""

    def __init__(self) -> None:
        self._queue: list[_Turn] = []
        self._some = asyncio.Event()
        self._current: tuple[_Turn, asyncio.Task[Any]] | None = None

    async def ask(self, key: str, work: Work, *, jumps: bool = False) -> Any:
        """What `work` gives or raises. None if a newer one of the same key (not "") took its place: the newest wins.
        `jumps`: goes somewhere by itself, a halt takes it back."""
        self._forget(key)
        turn = _Turn(key, work, jumps)
        self._queue.append(turn)
        self._some.set()
        return await turn.done

    def drop(self, key: str) -> bool:
        """What has this key is given up. Whether that was under way: it may still reach the camera."""
        self._forget(key)
        if self._current is None or self._current[0].key != key:
            return False
        self._current[1].cancel()
        return True

    def halt(self, error: Exception) -> bool:
        """What jumps fails with `error`. Whether one was under way, as `drop`."""
        for turn in [turn for turn in self._queue if turn.jumps]:
            self._queue.remove(turn)
            _fail(turn, error)
        if self._current is None or not self._current[0].jumps:
            return False
        _fail(self._current[0], error)
        self._current[1].cancel()
        return True

    def _forget(self, key: str) -> None:
        for turn in [turn for turn in self._queue if key and turn.key == key]:
            self._queue.remove(turn)
            _settle(turn, None)

    async def run(self) -> None:
        try:
            while True:
                while not self._queue:
                    self._some.clear()
                    await self._some.wait()
                await self._take(self._queue.pop(0))
        finally:
            for turn in self._queue:
                turn.done.cancel()
            self._queue.clear()

    async def _take(self, turn: _Turn) -> None:
        task = asyncio.ensure_future(turn.work())
        self._current = (turn, task)
        try:
            await asyncio.wait((task,))
        finally:
            self._current = None
            if not task.done():
                task.cancel()
                turn.done.cancel()
        if task.cancelled():
            _settle(turn, None)
        elif (error := task.exception()) is not None:
            _fail(turn, error)
        else:
            _settle(turn, task.result())


def _settle(turn: _Turn, result: Any) -> None:
    if not turn.done.done():
        turn.done.set_result(result)


def _fail(turn: _Turn, error: BaseException) -> None:
    if not turn.done.done():
        turn.done.set_exception(error)
