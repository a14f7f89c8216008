"""`efir simulate phone`: a phone that is not there publishes into a camera of the show, until Ctrl+C."""

import asyncio
from urllib.parse import parse_qs, urlsplit

import aiohttp

from devices.feeds.simulated.phone import PhoneSettings, SimulatedPhone
from efir.cli_output import Output

__all__ = ["PhoneSettings", "endpoint", "publishing", "simulate_phone"]

USAGE = 2
RETRY_S = 2.0


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


async def publishing(address: str, token: str, settings: PhoneSettings) -> SimulatedPhone:
    """One that publishes. Refused."""
    phone = SimulatedPhone(settings)

    async def exchange(offer: str) -> str:
        headers = {"Content-Type": "application/sdp", "Authorization": f"Bearer {token}"}
        # Like a phone whose holder went past the warning: Efir's own certificate is known to nobody.
        connector = aiohttp.TCPConnector(ssl=False)
        async with (
            aiohttp.ClientSession(connector=connector) as http,
            http.post(address, data=offer, headers=headers) as answer,
        ):
            if answer.status == 201:
                return await answer.text()
            said = await answer.json() if answer.content_type == "application/json" else {}
            raise Refused(said.get("error", {}).get("text") or f"{answer.status} {answer.reason}")

    try:
        await phone.publish(exchange)
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        await phone.close()
        raise Refused(str(error) or type(error).__name__) from error
    except BaseException:
        await phone.close()
        raise
    return phone


def simulate_phone(link: str, settings: PhoneSettings, output: Output) -> int:
    """Runs until interrupted; the exit status if it could not."""
    found = endpoint(link)
    if found is None:
        output.error("simulate-phone-link", link=link.partition("?")[0])
        return USAGE
    asyncio.run(_run(*found, settings, output))
    return 0


async def _run(address: str, token: str, settings: PhoneSettings, output: Output) -> None:
    """Comes back by itself, as the page does."""
    while True:
        try:
            phone = await publishing(address, token, settings)
        except Refused as error:
            output.say("simulate-feed-lost", reason=str(error))
        else:
            output.say("simulate-phone-live", label=settings.label)
            try:
                await phone.ended.wait()
                output.say("simulate-phone-ended")
            finally:
                await phone.close()
        await asyncio.sleep(RETRY_S)
