"""Stream and recording: switched, and told of as OBS has them."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final

from control.core.outputs import Actual, ObserveOutput, Output
from control.show import Outputs
from scenes.known import Known
from scenes.outputs import ALREADY_SO, CHAPTER, EVENTS, observation, prepare_record, prepare_stream
from scenes.picture import Key, Recording, Streaming
from scenes.protocol import ObsError, ObsRefused
from scenes.requests import Requests

OUTPUTS: Final[dict[Key, Output]] = {Streaming(): Output.STREAM, Recording(): Output.RECORD}
_KEYS: Final = {output: key for key, output in OUTPUTS.items()}
_NAMES: Final = {Output.STREAM: "Stream", Output.RECORD: "Record"}
"""In the names of OBS's requests."""

CLOSING = 2.0
"""Seconds for which an output that was told to have ended is waited for."""

LOOK = 0.02
"""Seconds between two looks at it."""

UNTOLD = 10.0
"""Seconds after which OBS is asked what became of a start or stop that it accepted and said nothing more about."""


class OutputSwitch:
    """Part of the worker, which says when something is to be sent or read.

    `wanted` is what the show wants by now, `report` brings an observation to the controller, `look_at` has a key read,
    `offers` tells whether this OBS knows a request.
    """

    def __init__(
        self,
        request: Requests,
        outputs: Outputs,
        recordings: Path,
        known: Known,
        wanted: Callable[[Output], bool],
        report: Callable[[ObserveOutput, Key | None], None],
        look_at: Callable[[Key], None],
        offers: Callable[[str], bool],
    ) -> None:
        self._request = request
        self._outputs = outputs
        self._recordings = recordings
        self._known = known
        self._wanted = wanted
        self._report = report
        self._look_at = look_at
        self._offers = offers
        self._actual = dict.fromkeys(Output, Actual.OFF)
        self._asked: dict[Output, bool] = {}
        self._ending: set[Output] = set()
        """Those of which OBS itself said that they end: a long film takes its time to be closed."""

    def may_send(self, key: Key) -> bool:
        """Not while it ends: OBS starts nothing until then, and tells."""
        return self._actual[OUTPUTS[key]] is not Actual.STOPPING

    def gone(self) -> None:
        """OBS is: nothing runs any more."""
        self._asked = {}
        self._ending.clear()
        for output, actual in self._actual.items():
            if actual is not Actual.OFF:
                self._actual[output] = Actual.OFF
                self._report(ObserveOutput(output, Actual.OFF), None)

    def on_event(self, event: str, data: dict[str, Any]) -> bool:
        """Whether it was one of an output."""
        output = EVENTS.get(event)
        if output is None:
            return False
        seen = observation(output, data, self._wanted(output), self._actual[output], self._asked.get(output))
        if seen is not None:
            self._actual[output] = seen.actual
            (self._ending.add if seen.actual is Actual.STOPPING else self._ending.discard)(output)
            if seen.actual is not Actual.STOPPING and seen.actual is not Actual.STARTING:
                self._asked.pop(output, None)
            self._known.learn(_KEYS[output], seen.actual in (Actual.STARTING, Actual.ON, Actual.RECONNECTING))
            self._report(seen, _KEYS[output])
        return True

    async def switch(self, key: Key, on: bool) -> None:
        """A start that OBS refuses is a failure that people see, not something to be tried for ever."""
        output = OUTPUTS[key]
        self._asked[output] = on
        try:
            if on:
                await self._prepare(output)
                await self._closed(output)
            await self._request(f"{'Start' if on else 'Stop'}{_NAMES[output]}")
            self._ask_later(output, on)
            if not on and self._actual[output] not in (Actual.OFF, Actual.FAILED):
                self._actual[output] = Actual.STOPPING  # its event may be late
        except ObsRefused as error:
            self._asked.pop(output, None)
            if on and error.code not in ALREADY_SO:
                self._actual[output] = Actual.FAILED
                self._report(ObserveOutput(output, Actual.FAILED, error.comment), key)
            raise
        except ObsError:
            self._asked.pop(output, None)
            raise

    async def _prepare(self, output: Output) -> None:
        stream, record = self._outputs.stream, self._outputs.record
        if output is Output.STREAM and stream is not None:
            await prepare_stream(self._request, stream)
        if output is Output.RECORD and record is not None:
            await prepare_record(self._request, record, str(self._recordings), hybrid=self._offers(CHAPTER))

    async def _closed(self, output: Output) -> None:
        """OBS tells of an end some milliseconds before it, and of the very end not at all; a start between the two it
        accepts and forgets."""
        for _ in range(round(CLOSING / LOOK)):
            if not (await self._status(output))["outputActive"]:
                return
            await asyncio.sleep(LOOK)

    # --- read ---

    async def _status(self, output: Output) -> dict[str, Any]:
        return await self._request(f"Get{_NAMES[output]}Status")

    def _ask_later(self, output: Output, on: bool) -> None:
        asyncio.get_running_loop().call_later(UNTOLD, self._ask_after, output, on)

    def _ask_after(self, output: Output, on: bool) -> None:
        """OBS said yes and then nothing. (Connecting may take its time: what is said to start, ends in an event.)"""
        if self._asked.get(output) is on and self._actual[output] is not Actual.STARTING:
            self._look_at(_KEYS[output])

    async def read_all(self) -> None:
        """Of an OBS that was just met."""
        for output, key in _KEYS.items():
            if self._actual[output] in (Actual.STARTING, Actual.STOPPING):
                self._known.learn(key, self._actual[output] is Actual.STARTING)  # the event of its end tells more
            else:
                await self.read(key)

    async def read(self, key: Key) -> None:
        output = OUTPUTS[key]
        status = await self._status(output)
        actual = Actual.ON if status["outputActive"] else Actual.OFF
        if status.get("outputReconnecting"):
            actual = Actual.RECONNECTING
        asked = self._asked.get(output)
        if asked is False and actual is not Actual.OFF:
            self._ask_later(output, asked)
            if output not in self._ending:  # the stop was forgotten
                with suppress(ObsRefused):
                    await self._request(f"Stop{_NAMES[output]}")
            return
        self._asked.pop(output, None)
        self._known.learn(key, actual is not Actual.OFF)
        if actual is Actual.OFF and self._actual[output] is Actual.FAILED:
            return  # its reason was told
        if actual is Actual.OFF and asked:
            actual = Actual.FAILED
        self._actual[output] = actual
        # A failure ends the wish: until the controller has heard of it, nothing is sent.
        self._report(ObserveOutput(output, actual), key if actual is Actual.FAILED else None)
