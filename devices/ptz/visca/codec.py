"""The packets of VISCA: addressed payloads, replies, Sony's UDP header, and packets in a stream. Pure.

Sources: Sony "VISCA Command List" of BRC-X400/SRG-X400 (E-042-100-12) and SRG-300H (A-ES6-100-11), chapters "VISCA
packet structure" and "VISCA over IP"; PTZOptics "VISCA over IP commands".
"""

from collections.abc import Container, Iterator
from enum import IntEnum
from struct import Struct as Layout

from msgspec import Struct

END = 0xFF
LONGEST = 16
"""Bytes of a packet with its address and its end."""
CAMERA = 1
"""The address over IP: a camera has a host of its own, so it is always the first of its chain."""
BROADCAST = 8
COMMAND, INQUIRY = 0x01, 0x09
"""First byte of a payload."""


class Malformed(ValueError):
    """Not VISCA. Nothing that a person reads: the sender is asked again or not heard."""


# --- Packets


def packet(payload: bytes, address: int = CAMERA) -> bytes:
    """What goes to the camera: `8x payload FF`. Malformed if it would be longer than 16 bytes or end in its middle."""
    if not payload or len(payload) > LONGEST - 2 or END in payload:
        raise Malformed(f"not a payload: {payload.hex(' ')}")
    return bytes((0x80 | address, *payload, END))


def payload_of(packet: bytes) -> bytes:
    """What a camera was sent, without address and end. Malformed if that was no packet."""
    if not 3 <= len(packet) <= LONGEST or packet[0] & 0xF0 != 0x80 or packet.find(END) != len(packet) - 1:
        raise Malformed(f"not a packet: {packet[:LONGEST].hex(' ')}")
    return packet[1:-1]


# --- Replies


class Ack(Struct, frozen=True):
    """`90 4y FF`: accepted; what it does occupies socket `y`."""

    socket: int


class Completion(Struct, frozen=True):
    """`90 5y … FF`: done; or the answer to an inquiry, then with `data`. Socket 0 is none."""

    socket: int
    data: bytes


class ErrorCode(IntEnum):
    LENGTH = 0x01
    SYNTAX = 0x02
    BUFFER_FULL = 0x03
    CANCELLED = 0x04
    NO_SOCKET = 0x05
    NOT_EXECUTABLE = 0x41


_ERRORS = frozenset(ErrorCode)


class Error(Struct, frozen=True):
    """`90 6y code FF`."""

    socket: int
    code: ErrorCode


class NetworkChange(Struct, frozen=True):
    """`90 38 FF`: the chain behind the camera changed. Over IP it means that the camera has started."""


Reply = Ack | Completion | Error | NetworkChange


def parse_reply(packet: bytes) -> Reply | None:
    """What a camera said; None for what is no reply. Never raises: it comes from the network."""
    if not 3 <= len(packet) <= LONGEST or packet.find(END) != len(packet) - 1:
        return None
    head, kind, data = packet[0], packet[1], packet[2:-1]
    if head < 0x90 or head & 0x0F:  # from address 1 … 7 to the controller, who is 0
        return None
    socket = kind & 0x0F
    match kind >> 4:
        case 3 if kind == 0x38 and not data:
            return NetworkChange()
        case 4 if not data:
            return Ack(socket)
        case 5:
            return Completion(socket, data)
        case 6 if len(data) == 1 and data[0] in _ERRORS:
            return Error(socket, ErrorCode(data[0]))
    return None


def build_reply(reply: Reply) -> bytes:
    """What a camera with address 1 says: the other way round of `parse_reply`."""
    match reply:
        case Ack(socket):
            return bytes((0x90, 0x40 | socket, END))
        case Completion(socket, data):
            return bytes((0x90, 0x50 | socket, *data, END))
        case Error(socket, code):
            return bytes((0x90, 0x60 | socket, code, END))
        case NetworkChange():
            return bytes((0x90, 0x38, END))


# --- Sony's header on UDP


class Kind(IntEnum):
    """Payload type, the first two bytes of the header."""

    COMMAND = 0x0100
    INQUIRY = 0x0110
    REPLY = 0x0111
    DEVICE_SETTING = 0x0120
    CONTROL = 0x0200
    CONTROL_REPLY = 0x0201


_KINDS = frozenset(Kind)

RESET = b"\x01"
"""Control: the camera's sequence number begins again at 0. Its answer is the same byte."""
BAD_SEQUENCE = b"\x0f\x01"
BAD_KIND = b"\x0f\x02"
"""Control replies to a message that was not as it should be."""

_HEADER = Layout(">HHI")
SEQUENCES = 1 << 32


class Frame(Struct, frozen=True):
    """One datagram: type(2), length of the payload(2), sequence(4), all big-endian, and 1 … 16 bytes of payload."""

    kind: Kind
    sequence: int
    payload: bytes

    def encode(self) -> bytes:
        return _HEADER.pack(self.kind, len(self.payload), self.sequence) + self.payload


def parse_frame(datagram: bytes) -> Frame | None:
    """None for what is not one. Never raises."""
    if len(datagram) < _HEADER.size:
        return None
    kind, length, sequence = _HEADER.unpack_from(datagram)
    payload = datagram[_HEADER.size :]
    if kind not in _KINDS or length != len(payload) or not 1 <= length <= LONGEST:
        return None
    return Frame(Kind(kind), sequence, payload)


def kind_of(payload: bytes) -> Kind:
    """Of what goes to the camera, without address and end."""
    if payload[0] == INQUIRY:
        return Kind.INQUIRY
    # IF_Clear and address set change the interface, not the camera.
    return Kind.DEVICE_SETTING if payload[0] == 0x30 or payload[:2] == b"\x01\x00" else Kind.COMMAND


# --- Packets in a stream

FROM_CAMERA = frozenset(range(0x90, 0x100, 0x10))
TO_CAMERA = frozenset(range(0x81, 0x89))


class Deframer:
    """Cuts a stream of bytes into packets. Garbage costs itself and at most the packet it touches; the next FF brings
    it in step again. Keeps at most a packet's worth of bytes."""

    def __init__(self, heads: Container[int]) -> None:
        """`heads` are the first bytes that a packet may have: FROM_CAMERA or TO_CAMERA."""
        self._heads = heads
        self._held = bytearray()

    def feed(self, data: bytes) -> Iterator[bytes]:
        """The packets that are whole now. To be read to the end."""
        for byte in data:
            if not self._held and byte not in self._heads:
                continue
            self._held.append(byte)
            if byte == END:
                if 3 <= len(self._held) <= LONGEST:
                    yield bytes(self._held)
                self._held.clear()
            elif len(self._held) >= LONGEST:
                self._shed()

    def _shed(self) -> None:
        """Too long to be one packet: what is left may begin another."""
        del self._held[0]
        while self._held and self._held[0] not in self._heads:
            del self._held[0]
