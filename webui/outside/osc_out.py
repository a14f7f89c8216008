"""One OSC 1.0 message over UDP: nobody answers, so sent is done."""

from __future__ import annotations

import asyncio
import socket

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
    loop = asyncio.get_running_loop()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM, flags=socket.AI_NUMERICHOST)
    except socket.gaierror:  # a name: asking takes as long as it takes, on a thread
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
    for number, (family, kind, protocol, _, address) in enumerate(found, 1):
        try:
            with socket.socket(family, kind, protocol) as udp:
                udp.setblocking(False)
                await loop.sock_sendto(udp, datagram, address)
            return
        except OSError:
            if number == len(found):
                raise
