"""Packets, replies, Sony's header and streams, each against golden bytes and against anything at all."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from devices.ptz.visca.codec import (
    BAD_SEQUENCE,
    FROM_CAMERA,
    RESET,
    TO_CAMERA,
    Ack,
    Completion,
    Deframer,
    Error,
    ErrorCode,
    Frame,
    Kind,
    Malformed,
    NetworkChange,
    Reply,
    build_reply,
    kind_of,
    packet,
    parse_frame,
    parse_reply,
    payload_of,
)

REPLIES: list[tuple[Reply, str]] = [
    (Ack(1), "90 41 FF"),
    (Ack(2), "90 42 FF"),
    (Completion(1, b""), "90 51 FF"),
    (Completion(0, b""), "90 50 FF"),
    (Completion(0, b"\x02"), "90 50 02 FF"),
    (Completion(0, bytes.fromhex("0F 06 07 00 00 05 01 00")), "90 50 0F 06 07 00 00 05 01 00 FF"),
    (Error(0, ErrorCode.LENGTH), "90 60 01 FF"),
    (Error(0, ErrorCode.SYNTAX), "90 60 02 FF"),
    (Error(0, ErrorCode.BUFFER_FULL), "90 60 03 FF"),
    (Error(2, ErrorCode.CANCELLED), "90 62 04 FF"),
    (Error(1, ErrorCode.NO_SOCKET), "90 61 05 FF"),
    (Error(1, ErrorCode.NOT_EXECUTABLE), "90 61 41 FF"),
    (NetworkChange(), "90 38 FF"),
]


@pytest.mark.parametrize("reply, packed", REPLIES, ids=lambda value: value if isinstance(value, str) else "")
def test_replies(reply: Reply, packed: str) -> None:
    assert build_reply(reply) == bytes.fromhex(packed)
    assert parse_reply(bytes.fromhex(packed)) == reply


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "FF",
        "90 FF",
        "90 41",  # no end
        "90 41 00 FF",  # an ACK says no more
        "90 41 FF FF",
        "90 60 06 FF",  # no such error
        "90 60 02 02 FF",
        "90 38 01 FF",
        "91 41 FF",  # to somebody else
        "81 41 FF",  # not from a camera
        "90 71 FF",
        "90 50 00 00 00 00 00 00 00 00 00 00 00 00 00 00 FF",  # 17 bytes
    ],
)
def test_what_is_no_reply(packed: str) -> None:
    assert parse_reply(bytes.fromhex(packed)) is None


@given(st.binary(max_size=24))
def test_any_bytes_are_a_reply_or_none(data: bytes) -> None:
    reply = parse_reply(data)
    if reply is not None:
        assert build_reply(reply)[1:] == data[1:]


def test_a_packet_is_at_most_sixteen_bytes_and_ends_once() -> None:
    assert packet(b"\x01" * 14) == b"\x81" + b"\x01" * 14 + b"\xff"
    assert packet(b"\x01\x00\x01", 8) == bytes.fromhex("88 01 00 01 FF")
    for payload in (b"", b"\x01" * 15, b"\x01\xff\x01"):
        with pytest.raises(Malformed):
            packet(payload)


@given(st.binary(max_size=20))
def test_any_bytes_are_a_packet_or_refused(data: bytes) -> None:
    try:
        payload = payload_of(data)
    except Malformed:
        return
    assert packet(payload, data[0] & 0x0F) == data


def test_sonys_header() -> None:
    frame = Frame(Kind.COMMAND, 0x01020304, packet(bytes.fromhex("01 06 04")))
    assert frame.encode() == bytes.fromhex("01 00 00 05 01 02 03 04 81 01 06 04 FF")
    assert parse_frame(frame.encode()) == frame
    assert Frame(Kind.INQUIRY, 1, packet(b"\x09\x04\x47")).encode().hex(" ") == "01 10 00 05 00 00 00 01 81 09 04 47 ff"
    assert Frame(Kind.CONTROL, 0, RESET).encode().hex(" ") == "02 00 00 01 00 00 00 00 01"
    assert parse_frame(bytes.fromhex("02 01 00 01 00 00 00 00 01")) == Frame(Kind.CONTROL_REPLY, 0, RESET)
    assert parse_frame(bytes.fromhex("02 01 00 02 00 00 00 09 0F 01")) == Frame(Kind.CONTROL_REPLY, 9, BAD_SEQUENCE)
    assert parse_frame(bytes.fromhex("01 11 00 03 FF FF FF FF 90 41 FF")) == Frame(
        Kind.REPLY, 0xFFFFFFFF, bytes.fromhex("90 41 FF")
    )


@pytest.mark.parametrize(
    "packed",
    [
        "",
        "01 11 00 03 00 00 00",
        "01 11 00 00 00 00 00 01",  # no payload
        "01 11 00 04 00 00 00 01 90 41 FF",  # shorter than it says
        "01 11 00 02 00 00 00 01 90 41 FF",  # longer
        "01 12 00 03 00 00 00 01 90 41 FF",  # no such type
        "01 11 00 11 00 00 00 01" + " 00" * 17,
    ],
)
def test_what_is_no_frame(packed: str) -> None:
    assert parse_frame(bytes.fromhex(packed)) is None


@given(st.binary(max_size=40))
def test_any_datagram_is_a_frame_or_none(data: bytes) -> None:
    frame = parse_frame(data)
    assert frame is None or frame.encode() == data


def test_the_type_in_the_header_follows_from_the_payload() -> None:
    assert kind_of(bytes.fromhex("01 06 04")) is Kind.COMMAND
    assert kind_of(bytes.fromhex("09 06 12")) is Kind.INQUIRY
    assert kind_of(bytes.fromhex("01 00 01")) is Kind.DEVICE_SETTING
    assert kind_of(bytes.fromhex("30 01")) is Kind.DEVICE_SETTING
    assert kind_of(bytes.fromhex("21")) is Kind.COMMAND


packed_replies = st.sampled_from([bytes.fromhex(packed) for _, packed in REPLIES])


@given(st.lists(packed_replies), st.data())
def test_a_stream_is_cut_the_same_however_it_arrives(packets: list[bytes], data: st.DataObject) -> None:
    stream = b"".join(packets)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(stream)), max_size=8)))
    deframer = Deframer(FROM_CAMERA)
    found: list[bytes] = []
    for start, end in zip([0, *cuts], [*cuts, len(stream)], strict=True):
        found += deframer.feed(stream[start:end])
    assert found == packets


@given(st.binary(max_size=200), st.lists(packed_replies, min_size=1))
@example(b"\x90" * 40, [b"\x90\x41\xff"])
def test_after_garbage_a_stream_is_in_step_again(garbage: bytes, packets: list[bytes]) -> None:
    deframer = Deframer(FROM_CAMERA)
    for piece in deframer.feed(garbage + b"\xff"):
        assert len(piece) <= 16
    assert list(deframer.feed(b"".join(packets))) == packets


def test_garbage_without_an_end_costs_no_memory_and_no_packet() -> None:
    deframer = Deframer(TO_CAMERA)
    for _ in range(1000):
        assert list(deframer.feed(bytes(range(0x70)))) == []
    assert list(deframer.feed(bytes.fromhex("81 01 06 04 FF"))) == [bytes.fromhex("81 01 06 04 FF")]
