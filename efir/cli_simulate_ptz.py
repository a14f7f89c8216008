"""`efir simulate ptz`: a camera with motors that is not there."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager
from typing import cast, get_args

import typer

from devices.ptz import cgi, discovery, onvif
from devices.ptz.simulated import discovery as sign
from devices.ptz.simulated.cgi import SimulatedCgi, serve_cgi
from devices.ptz.simulated.commands import Commands
from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import Motors, Preset
from devices.ptz.simulated.onvif import SimulatedOnvif, serve_onvif
from devices.ptz.simulated.server import ViscaServer, serve_visca
from devices.ptz.visca.transport import DEFAULT_PORTS, ViscaProtocol
from efir.assembly import until_interrupted
from efir.cli_output import Output
from efir.cli_typed import listen, obeying
from webui.addresses import is_wildcard, lan_address
from webui.ports import port_error

PROTOCOLS: dict[str, int] = {
    **cast(dict[str, int], DEFAULT_PORTS),
    "cgi": cgi.DEFAULT_PORT,
    "onvif": onvif.DEFAULT_PORT,
}
"""And their ports."""
FOUND_AT = {"visca": discovery.SONY[1], "onvif": discovery.ONVIF[1]}
"""Those that can be looked for, and where."""


def simulate_ptz(
    protocol: str, host: str, port: int | None, faults: str, seed: int, user: str, findable: bool, output: Output
) -> int:
    """Until it is interrupted. `findable`: it answers `efir find cameras`. typer.BadParameter, PortTakenError."""
    if protocol not in PROTOCOLS:
        raise typer.BadParameter(" | ".join(PROTOCOLS), param_hint="--protocol")
    if findable and protocol not in FOUND_AT:
        raise typer.BadParameter(" | ".join(FOUND_AT), param_hint="--protocol")
    rates = read_faults(faults)
    where = PROTOCOLS[protocol] if port is None else port

    async def stand() -> None:
        camera = _camera(protocol, host, where, Faults(rates, seed), user)
        try:
            async with camera as server:
                output.say("cli-simulate-ptz-runs", address=f"{host}:{server.port}", protocol=protocol)
                async with _findable(protocol if findable else "", host, server.port):
                    _take_commands(server, output)
                    output.say("cli-run-stop")
                    await until_interrupted()
        except OSError as error:
            raise port_error(error, host, where) from error

    asyncio.run(stand())
    return 0


def _take_commands(camera: ViscaServer | SimulatedCgi | SimulatedOnvif, output: Output) -> None:
    commands = Commands(camera)

    def obey(line: str) -> None:
        commands.obey(line)
        output.say("simulate-obeyed", line=line)

    output.say("simulate-commands", words=" · ".join(commands.words))
    listen(obeying(obey, "simulate-ptz-help", output))


@contextlib.asynccontextmanager
async def _findable(protocol: str, host: str, port: int) -> AsyncIterator[None]:
    if not protocol:
        yield
        return
    where = FOUND_AT[protocol]
    own_address = await asyncio.to_thread(lan_address) if is_wildcard(host) else host
    own = sign.Sign("visca" if protocol == "visca" else "onvif", own_address or "127.0.0.1", port)
    async with contextlib.AsyncExitStack() as stack:
        try:
            await stack.enter_async_context(sign.findable(own, host, where))
        except OSError as error:
            raise port_error(error, host, where) from error
        yield


def _motors() -> Motors:
    """With a few presets, as a camera has that was set up: left, right, wide."""
    motors = Motors()
    motors.presets |= {0: Preset(-40, 5, 0.5, 0.5), 1: Preset(40, 5, 0.5, 0.5), 2: Preset(0, 0, 0, 0.5)}
    return motors


def _camera(
    protocol: str, host: str, port: int, faults: Faults, user: str
) -> AbstractAsyncContextManager[ViscaServer | SimulatedCgi | SimulatedOnvif]:
    name, _, password = user.partition(":")
    if protocol == "cgi":
        return serve_cgi(host, port, _motors(), faults, name, password)
    if protocol == "onvif":
        return serve_onvif(host, port, _motors(), faults, name, password)
    assert protocol in get_args(ViscaProtocol)
    return serve_visca(cast(ViscaProtocol, protocol), host, port, _motors(), faults)


def read_faults(text: str) -> dict[Fault, float]:
    """`lose=0.1,late=0.05`. typer.BadParameter for what is not so."""
    rates = {}
    for part in (part.strip() for part in text.split(",") if part.strip()):
        name, _, chance = part.partition("=")
        try:
            rates[Fault(name)] = float(chance)
        except ValueError:
            raise typer.BadParameter(part, param_hint="--faults") from None
        if not 0 <= rates[Fault(name)] <= 1:
            raise typer.BadParameter(part, param_hint="--faults")
    return rates
