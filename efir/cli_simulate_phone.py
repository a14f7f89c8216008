"""`efir simulate phone`: a phone that is not there publishes into a camera of the show, until Ctrl+C, with what its
holder does to it typed as commands."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from urllib.parse import parse_qs, urljoin, urlsplit

import aiohttp

from devices.feeds.simulated.holder import WORDS, Holder, obey
from devices.feeds.simulated.phone import PhoneSettings, SimulatedPhone
from efir.cli_output import Output
from efir.cli_typed import listen, obeying

__all__ = ["PhoneSettings", "endpoint", "simulate_phone"]

USAGE = 2
RETRY_S = 2.0
TELL_S = 5.0
"""So often it tells how it is, and at once when that changes."""


class Refused(Exception):
    """The server's words, or the system's."""


def endpoint(link: str) -> tuple[str, str] | None:
    """The WHIP endpoint and the token of a phone's link, `https://host:8443/phone?t=TOKEN`; None: it is none."""
    try:
        parts = urlsplit(link)
    except ValueError:
        return None
    token = parse_qs(parts.query).get("t", [""])[0]
    if parts.scheme not in ("http", "https") or not parts.hostname or not token:
        return None
    return f"{parts.scheme}://{parts.netloc}/whip", token


def simulate_phone(link: str, settings: PhoneSettings, output: Output) -> int:
    """Runs until interrupted; the exit status if it could not."""
    found = endpoint(link)
    if found is None:
        output.error("simulate-phone-link", link=link.partition("?")[0])
        return USAGE
    asyncio.run(_run(*found, settings, output))
    return 0


async def _run(address: str, token: str, settings: PhoneSettings, output: Output) -> None:
    async with session(token) as http:
        phone = TypedPhone(http, address, settings, output)
        output.say("simulate-commands", words=" · ".join(WORDS))
        listen(obeying(phone.obey, "simulate-phone-help", output))
        await phone.run()


def session(token: str) -> contextlib.AbstractAsyncContextManager[aiohttp.ClientSession]:
    # Like a phone whose holder went past the warning: Efir's own certificate is known to nobody.
    connector = aiohttp.TCPConnector(ssl=False)
    return aiohttp.ClientSession(connector=connector, headers={"Authorization": f"Bearer {token}"})


class TypedPhone:
    """A phone and its holder. `address`: of WHIP."""

    def __init__(self, http: aiohttp.ClientSession, address: str, settings: PhoneSettings, output: Output) -> None:
        self._http, self._address, self._settings, self._output = http, address, settings, output
        self._holder = Holder()
        self._phone: SimulatedPhone | None = None
        self._changed = asyncio.Event()

    def obey(self, line: str) -> None:
        """CommandUnknown."""
        before, self._holder = self._holder, obey(self._holder, line)
        if self._phone is not None:
            _set(self._phone, before, self._holder)
        self._changed.set()
        self._output.say("simulate-obeyed", line=line)

    async def run(self) -> None:
        """Comes back by itself, as the page does."""
        while True:
            try:
                async with self._published() as (phone, state):
                    self._output.say("simulate-phone-live", label=self._settings.label)
                    async with asyncio.TaskGroup() as tasks:
                        telling = tasks.create_task(self._tell(state))
                        await phone.ended.wait()
                        telling.cancel()
                self._output.say("simulate-phone-ended")
            except Refused as error:
                self._output.say("simulate-feed-lost", reason=str(error))
            await asyncio.sleep(RETRY_S)

    @contextlib.asynccontextmanager
    async def _published(self) -> AsyncIterator[tuple[SimulatedPhone, str]]:
        """One that publishes, and where it tells how it is. Refused."""
        phone = SimulatedPhone(self._settings)
        location = ""

        async def exchange(offer: str) -> str:
            nonlocal location
            headers = {"Content-Type": "application/sdp"}
            async with self._http.post(self._address, data=offer, headers=headers) as answer:
                if answer.status == 201:
                    location = urljoin(self._address, answer.headers.get("Location", ""))
                    return await answer.text()
                said = await answer.json() if answer.content_type == "application/json" else {}
                raise Refused(said.get("error", {}).get("text") or f"{answer.status} {answer.reason}")

        try:
            try:
                await phone.publish(exchange)
            except (aiohttp.ClientError, OSError, TimeoutError) as error:
                raise Refused(str(error) or type(error).__name__) from error
            _set(phone, Holder(), self._holder)
            self._phone = phone
            yield phone, f"{location}/state"
        finally:
            self._phone = None
            await phone.close()

    async def _tell(self, state: str) -> None:
        """How it is, until cancelled. Efir may be away for a while: the connection tells that."""
        while True:
            self._changed.clear()
            told = self._holder.told(sound=self._settings.audio)
            with contextlib.suppress(aiohttp.ClientError, OSError, TimeoutError):
                async with self._http.post(state, json=told):
                    pass
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(TELL_S):
                    await self._changed.wait()


def _set(phone: SimulatedPhone, before: Holder, now: Holder) -> None:
    phone.hold(now.locked)
    phone.mute(now.muted)
    if now.turned != before.turned:
        phone.turn()
