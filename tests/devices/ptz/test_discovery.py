"""Looking for cameras: what they answer, and asking on loopback."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.ptz.discovery import SONY, SONY_INQUIRY, Found, discover, parse_matches, parse_sony, probe
from tests.devices.ptz.rigs import HOST

SONY_ANSWER = (
    b"\x02MAC:12-34-56-78-9a-bc\xffMODEL:IPCARD\xffSOFTVERSION:01.02.03\xffIPADR:192.168.0.100\xff"
    b"MASK:255.255.255.0\xffNAME:STAGE\xffWRITE:on\xff\x03"
)
SONY_FOUND = Found("192.168.0.100", 52381, "visca", "STAGE", "IPCARD")


def onvif_answer(types: str, scopes: str, addresses: str) -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://www.w3.org/2003/05/soap-envelope"
 xmlns:wsdd="http://schemas.xmlsoap.org/ws/2005/04/discovery"><SOAP-ENV:Body><wsdd:ProbeMatches><wsdd:ProbeMatch>
<wsdd:Types>{types}</wsdd:Types><wsdd:Scopes>{scopes}</wsdd:Scopes><wsdd:XAddrs>{addresses}</wsdd:XAddrs>
<wsdd:MetadataVersion>1</wsdd:MetadataVersion></wsdd:ProbeMatch></wsdd:ProbeMatches></SOAP-ENV:Body>
</SOAP-ENV:Envelope>""".encode()


ONVIF_ANSWER = onvif_answer(
    "tdn:NetworkVideoTransmitter tds:Device",
    "onvif://www.onvif.org/type/ptz onvif://www.onvif.org/name/Main%20hall onvif://www.onvif.org/hardware/X20",
    "http://[fe80::1]/onvif/device_service http://192.168.0.7:8080/onvif/device_service",
)
ONVIF_FOUND = Found("192.168.0.7", 8080, "onvif", "Main hall", "X20")


def test_what_sonys_cameras_answer() -> None:
    assert bytes.fromhex("02 45 4E 51 3A 6E 65 74 77 6F 72 6B FF 03") == SONY_INQUIRY
    assert parse_sony(SONY_ANSWER) == SONY_FOUND
    assert parse_sony(SONY_INQUIRY) is None  # a broadcast comes back to its sender
    assert parse_sony(SONY_ANSWER.replace(b"192.168.0.100", b"somewhere")) is None
    assert parse_sony(SONY_ANSWER[:-1]) is None


def test_what_onvif_devices_answer() -> None:
    assert parse_matches(ONVIF_ANSWER) == [ONVIF_FOUND]
    assert parse_matches(onvif_answer("tdn:Printer", "", "http://192.168.0.7/")) == []
    assert parse_matches(onvif_answer("dn:NetworkVideoTransmitter", "", "")) == []
    assert parse_matches(onvif_answer("dn:NetworkVideoTransmitter", "", "http://[broken/ http://a:99999/")) == []
    assert parse_matches(probe()) == []
    assert parse_matches(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') == []


@given(st.binary(max_size=200))
def test_any_datagram_is_an_answer_or_none(data: bytes) -> None:
    parse_sony(data)
    parse_sony(b"\x02" + data + b"\x03")
    parse_matches(data)


class Responder(asyncio.DatagramProtocol):
    def __init__(self, question: bytes, answer: bytes) -> None:
        self.question, self.answer = question, answer
        self.asked = 0

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: Any) -> None:
        if self.question in data:
            self.asked += 1
            self._transport.sendto(b"rubbish", addr)
            self._transport.sendto(self.answer, addr)


@contextlib.asynccontextmanager
async def responding(question: bytes, answer: bytes) -> AsyncIterator[tuple[Responder, tuple[str, int]]]:
    transport, responder = await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Responder(question, answer), local_addr=(HOST, 0)
    )
    try:
        yield responder, transport.get_extra_info("sockname")
    finally:
        transport.close()


async def test_both_are_asked_twice_and_named_once() -> None:
    async with (
        responding(b"ENQ:network", SONY_ANSWER) as (one, sony),
        responding(b"NetworkVideoTransmitter", ONVIF_ANSWER) as (other, onvif),
    ):
        assert await discover(0.8, interfaces=(HOST,), sony=sony, onvif=onvif) == (SONY_FOUND, ONVIF_FOUND)
        assert (one.asked, other.asked) == (2, 2)


async def test_every_interface_asks_from_its_own_address_and_answers_are_heard_where_they_are_broadcast(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A broadcast leaves by the network of the address that its socket is bound to."""
    loop = asyncio.get_running_loop()
    opened: list[tuple[str, int]] = []
    asked: list[tuple[str, tuple[str, int]]] = []
    create = loop.create_datagram_endpoint

    class Caught:
        """A real socket that sends nothing into any network."""

        def __init__(self, transport: asyncio.DatagramTransport) -> None:
            self._transport = transport
            self.close = transport.close
            self.get_extra_info = transport.get_extra_info

        def sendto(self, data: bytes, target: tuple[str, int]) -> None:
            asked.append((self._transport.get_extra_info("sockname")[0], target))

    async def caught(factory: Any, local_addr: tuple[str, int], **more: Any) -> tuple[Any, Any]:
        opened.append(local_addr)
        host, port = local_addr
        transport, protocol = await create(factory, local_addr=(host or HOST, 0 if port == SONY[1] else port), **more)
        return Caught(transport), protocol

    monkeypatch.setattr(loop, "create_datagram_endpoint", caught)
    await discover(0.02, interfaces=(HOST, "127.0.0.2"))
    assert opened.count(("", SONY[1])) == 1
    assert {interface for interface, target in asked if target == SONY} == {HOST, "127.0.0.2"}


@pytest.mark.parametrize("interface", [HOST, "203.0.113.1"])
async def test_nobody_answers_and_an_interface_that_is_not_ours(interface: str) -> None:
    async with responding(b"never", b"") as (_, nobody):
        assert await discover(0.2, interfaces=(interface,), sony=nobody, onvif=nobody) == ()
