"""One OSC 1.0 message over UDP: nobody answers, so sent is done."""

from __future__ import annotations

import asyncio

from pythonosc.osc_message_builder import OscMessageBuilder

from control.core.calls import Osc, OscValue

INT32 = 2**31


def message(call: Osc) -> bytes:
    """OSC has two lengths of integers; the shorter, which every device understands, wherever it does."""
    builder = OscMessageBuilder(address=call.address)
    for value in call.args:
        builder.add_arg(value, _type(value))
    datagram: bytes = builder.build().dgram
    return datagram


def _type(value: OscValue) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return None  # as the library has it: T, F, f, s
    return "i" if -INT32 <= value < INT32 else "h"


async def send(host: str, port: int, datagram: bytes) -> None:
    """OSError: there is no such host, or no way to it."""
    transport, _ = await asyncio.get_running_loop().create_datagram_endpoint(
        asyncio.DatagramProtocol, remote_addr=(host, port)
    )
    try:
        transport.sendto(datagram)
    finally:
        transport.close()  # what is buffered is sent before
