"""OSC in: every address, whatever bytes, floods; and the state told out. Real sockets where there are any."""

from __future__ import annotations

import asyncio
import logging
import socket
import struct
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pythonosc.osc_bundle_builder import IMMEDIATELY, OscBundleBuilder
from pythonosc.osc_message_builder import build_msg
from pythonosc.osc_packet import OscPacket

from control.core import feeds, switches
from control.core.program import Preview
from control.core.rundown.commands import Go
from control.core.types import SceneId
from control.registry import State, decode_command
from control.show import OscIn, OscPeer, Outside
from tests.control.core.rundowns import Playout
from tests.control.core.test_switches import MAIN, ONE, OURS, TWO
from tests.webui.outside.machines import house, plan
from tests.webui.served import Served, until
from webui.outside.door import TAGS
from webui.outside.osc import LARGEST, MOST_MESSAGES, TABLE, Garbage, Message, command, messages, read
from webui.ports import PortTakenError


def osc(address: str, *args: Any) -> bytes:
    return build_msg(address, list(args)).dgram


def bundle(*contents: bytes) -> bytes:
    body = b"".join(struct.pack(">i", len(content)) + content for content in contents)
    return b"#bundle\0" + struct.pack(">Q", 1) + body


# --- bytes ---


def test_messages_and_bundles() -> None:
    assert read(osc("/efir/take", "one")) == [Message("/efir/take", ("one",))]
    assert read(b"/efir/panic\0") == [Message("/efir/panic", ())]  # without type tags: as old senders do
    builder = OscBundleBuilder(IMMEDIATELY)
    for number in range(3):
        builder.add_content(build_msg(f"/a/{number}", number))
    assert [message.args for message in read(builder.build().dgram)] == [(0,), (1,), (2,)]
    assert len(read(bundle(osc("/a"), bundle(osc("/b"), osc("/c"))))) == 3


@pytest.mark.parametrize(
    "datagram, why",
    [
        (b"", "no address"),
        (b"hello", "no address"),
        (b"\xff" * 40, "no address"),
        (b"/efir", "not a message"),
        (b"/efir/\xff\xfe\0\0,\0\0\0", "not a message"),
        (b"/efir\0\0\0,i\0\0", "not a message"),
        (b"/efir\0\0\0,s\0\0abc", "not a message"),
        (b"/efir\0\0\0,QQQQ\0\0\0", "unknown types of arguments"),
        (b"/efir\0\0\0nope\0\0\0\0", "unknown types of arguments"),
        (b"/efir\0\0\0,b\0\0" + struct.pack(">i", 2**31 - 1), "not a message"),
        (b"#bundle\0", "bundle cut off"),
        (b"#bundle\0" + bytes(8) + b"\0\0", "bundle cut off"),
        (b"#bundle\0" + bytes(8) + struct.pack(">i", 400) + b"/a\0\0", "wrong size in a bundle"),
        (b"#bundle\0" + bytes(8) + struct.pack(">i", -4) + b"/a\0\0", "wrong size in a bundle"),
        (b"#bundle\0" + bytes(8) + struct.pack(">i", 0) + b"/a\0\0", "wrong size in a bundle"),
        (bundle(osc("/a"), b"hello\0\0\0"), "no address"),
        (b"/" + b"a" * LARGEST, "too large"),
    ],
)
def test_garbage_is_told_apart(datagram: bytes, why: str) -> None:
    with pytest.raises(Garbage, match=why):
        read(datagram)


def test_bundles_in_bundles_end_somewhere() -> None:
    datagram = osc("/a")
    for _ in range(200):
        datagram = bundle(datagram)
    with pytest.raises(Garbage, match="too deep"):
        read(datagram)
    with pytest.raises(Garbage, match="too many"):
        read(bundle(*[osc("/a")] * (MOST_MESSAGES + 1)))


@settings(max_examples=400, deadline=None)
@given(st.binary(max_size=300))
def test_random_bytes_never_do_anything(datagram: bytes) -> None:
    _attempt(datagram)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from([osc("/efir/take", "one"), osc("/x", -3.5, True, b"q"), bundle(osc("/a", 1), bundle(osc("/b")))]),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 255)), max_size=6),
    st.integers(0, 200),
)  # fmt: skip
def test_damaged_messages_are_read_or_refused(datagram: bytes, damage: list[tuple[int, int]], length: int) -> None:
    data = bytearray(datagram)
    for place, value in damage:
        data[place % len(data)] = value
    _attempt(bytes(data[: length or None]))


def _attempt(datagram: bytes) -> None:
    try:
        for message in read(datagram):
            made = command(message, State())
            assert made is None or isinstance(made["type"], str)
    except Garbage:
        pass


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.integers(-(2**31), 2**31 - 1), st.text(max_size=20), st.booleans(), st.binary(min_size=1, max_size=9)
        )
    )
)
def test_what_others_send_is_read_as_python_osc_reads_it(args: list[Any]) -> None:
    args = [arg.replace("\0", "") if isinstance(arg, str) else arg for arg in args]
    datagram = osc("/x", *args)
    (theirs,) = OscPacket(datagram).messages
    assert [message.args for message in messages(datagram)] == [tuple(theirs.message.params)]


# --- addresses ---

SAMPLES: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "/efir/rundown/go": (("b",), {"type": "rundown.go", "item": "b"}),
    "/efir/rundown/back": ((), {"type": "rundown.back"}),
    "/efir/rundown/load": (("b",), {"type": "rundown.load", "item": "b"}),
    "/efir/rundown/next": (("b",), {"type": "rundown.choose", "item": "b"}),
    "/efir/rundown/pause": ((), {"type": "rundown.pause"}),
    "/efir/rundown/stop": ((), {"type": "rundown.stop"}),
    "/efir/rundown/add": ((-30,), {"type": "rundown.add-time", "ms": -30_000}),
    "/efir/rundown/roll": ((1,), {"type": "rundown.roll", "on": True}),
    "/efir/rundown/arm": ((0.0,), {"type": "rundown.arm", "on": False}),
    "/efir/take": ((), {"type": "program.take", "scene": "two", "auto": False}),
    "/efir/take/SCENE": ((), {"type": "program.take", "scene": "SCENE", "auto": False}),
    "/efir/auto": (("one",), {"type": "program.take", "scene": "one", "auto": True}),
    "/efir/auto/SCENE": ((1.0,), {"type": "program.take", "scene": "SCENE", "auto": True}),
    "/efir/preview": (("one",), {"type": "program.preview", "scene": "one"}),
    "/efir/preview/SCENE": ((), {"type": "program.preview", "scene": "SCENE"}),
    "/efir/panic": ((), {"type": "program.panic"}),
    "/efir/camera/ID/preset/PRESET": ((), {"type": "cameras.recall", "camera": "ID", "preset": "PRESET"}),
    "/efir/camera/ID/preset/PRESET/on-air": (
        (1,),
        {"type": "cameras.recall", "camera": "ID", "preset": "PRESET", "confirmed": True},
    ),
    "/efir/camera/ID/home": ((), {"type": "cameras.home", "camera": "ID"}),
    "/efir/camera/ID/feed": (("backup",), {"type": "feeds.use", "camera": "ID", "use": "backup"}),
    "/efir/switch/ID/cut/CAMERA": ((), {"type": "switches.switch", "switch": "ID", "camera": "CAMERA"}),
    "/efir/switch/ID/auto/CAMERA": (
        (),
        {"type": "switches.switch", "switch": "ID", "camera": "CAMERA", "auto": True},
    ),
    "/efir/switch/ID/follow": ((1,), {"type": "switches.follow", "switch": "ID", "on": True}),
    "/efir/graphics/ID/play": ((), {"type": "graphics.play", "graphic": "ID"}),
    "/efir/graphics/ID/stop": ((), {"type": "graphics.stop", "graphic": "ID"}),
    "/efir/graphics/clear": ((), {"type": "graphics.clear"}),
    "/efir/item/SCENE/ITEM": ((1,), {"type": "sources.item", "scene": "SCENE", "item": "ITEM", "visible": True}),
    "/efir/sound/ID/mute": ((True,), {"type": "sources.mute", "input": "ID", "muted": True}),
    "/efir/sound/ID/volume": ((-6.5,), {"type": "sources.volume", "input": "ID", "volume": -6.5}),
    "/efir/stream": ((1,), {"type": "outputs.set", "output": "stream", "on": True}),
    "/efir/record": ((0,), {"type": "outputs.set", "output": "record", "on": False}),
    "/efir/say": (("Минута", "warning"), {"type": "stage.say", "text": "Минута", "tone": "warning"}),
    "/efir/hush": ((), {"type": "stage.hush"}),
    "/efir/second": (("Вопросы",), {"type": "stage.second", "source": "text", "text": "Вопросы"}),
    "/efir/second/timer/ID": ((), {"type": "stage.second", "source": "timer", "timer": "ID"}),
    "/efir/second/off": ((), {"type": "stage.second", "source": "nothing"}),
    "/efir/timer/ID/start": ((), {"type": "timers.start", "timer": "ID"}),
    "/efir/timer/ID/pause": ((), {"type": "timers.pause", "timer": "ID"}),
    "/efir/timer/ID/reset": ((), {"type": "timers.reset", "timer": "ID"}),
    "/efir/timer/ID/switch": ((), {"type": "timers.switch", "timer": "ID"}),
    "/efir/timer/ID/add": ((90,), {"type": "timers.adjust", "timer": "ID", "ms": 90_000}),
    "/efir/do": (("rundown.arm", '{"on":true}'), {"type": "rundown.arm", "on": True}),
}


@pytest.fixture(scope="module")
def playing() -> State:
    played = Playout(plan())
    played.do(Go())
    played.do(Preview(SceneId("two")))
    return played.state


@pytest.mark.parametrize("way", TABLE, ids=lambda way: way.address)
def test_every_address_becomes_its_command(way: Any, playing: State) -> None:
    args, wanted = SAMPLES[way.address]
    (message,) = read(osc(way.address, *args))
    made = command(message, playing)
    assert made == wanted
    if made["type"] in TAGS:  # named timers may come with a later version
        decode_command(msgspec.json.encode(made))


@pytest.mark.parametrize(
    "way", [way for way in TABLE if way.args == "" or way.args.startswith("[")], ids=lambda w: w.address
)
def test_a_button_let_go_does_nothing(way: Any, playing: State) -> None:
    """TouchOSC and its like send 1 and then 0: one press is one GO."""
    for zero in (0, 0.0, False):
        assert command(Message(way.address, (zero,)), playing) is None
    assert command(Message(way.address, (1.0,)), playing) is not None


@pytest.mark.parametrize(
    "message",
    [
        Message("/efir", ()),
        Message("/efir/nothing", ()),
        Message("/ontime/start", ()),
        Message("/efir/rundown/*", ()),
        Message("/efir/rundown/go", ("a", "b")),
        Message("/efir/rundown/load", ()),
        Message("/efir/rundown/load", (5,)),
        Message("/efir/rundown/add", ("soon",)),
        Message("/efir/rundown/add", (float("nan"),)),
        Message("/efir/rundown/add", (float("inf"),)),
        Message("/efir/rundown/add", (True,)),
        Message("/efir/rundown/roll", ()),
        Message("/efir/panic", ("x",)),
        Message("/efir/camera/ID/feed", ()),
        Message("/efir/camera/ID/feed", (1,)),
        Message("/efir/camera/ID/preset", ("close",)),
        Message("/efir/switch/ID/follow", ("yes",)),
        Message("/efir/panic", (1, 1)),
        Message("/efir/say", ()),
        Message("/efir/say", (5,)),
        Message("/efir/do", ()),
        Message("/efir/do", ("rundown.go", "{")),
        Message("/efir/do", ("rundown.go", "[]")),
        Message("/efir/do", ("rundown.go", "[" * 2_000)),
    ],
)
def test_what_is_not_understood(message: Message) -> None:
    with pytest.raises(Garbage):
        command(message, State())


def test_taking_the_preview_when_there_is_none() -> None:
    with pytest.raises(Garbage):
        command(Message("/efir/take", ()), State())


# --- sockets ---


@pytest.fixture
def udp() -> Any:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        sender.bind(("127.0.0.1", 0))
        sender.setblocking(False)
        yield sender


def on(port: int = 0, *feedback: int, open_to: Any = "local") -> Outside:
    peers = tuple(OscPeer(host="127.0.0.1", port=one) for one in feedback)
    return Outside(osc=OscIn(port=port, open_to=open_to, feedback=peers))


def throw(udp: socket.socket, efir: Served, *datagrams: bytes) -> None:
    assert efir.server.outside.osc is not None
    for datagram in datagrams:
        udp.sendto(datagram, ("127.0.0.1", efir.server.outside.osc.port))


async def test_a_show_by_osc(tmp_path: Path, udp: socket.socket) -> None:
    async with house(tmp_path, outside=on()) as efir:
        controller = efir.controller
        throw(udp, efir, osc("/efir/rundown/go", 1.0), osc("/efir/rundown/go", 0.0))
        await until(lambda: controller.state.rundown.run.gos == 1)
        throw(udp, efir, bundle(osc("/efir/take/one"), osc("/efir/graphics/title/play"), osc("/efir/say", "Пора")))
        await until(lambda: controller.state.stage.message is not None)
        assert (controller.state.program.scene, set(controller.state.graphics.playing)) == ("one", {"title"})
        throw(udp, efir, osc("/efir/do", "rundown.add-time", '{"ms":60000}'))
        await until(lambda: controller.state.rundown.run.playing.added == 60_000)
        assert controller.state.rundown.run.gos == 1
        assert controller.state.log.entries[-1].actor == "operator:osc"


async def test_cameras_by_osc(tmp_path: Path, udp: socket.socket) -> None:
    async with house(tmp_path, outside=on(), show=OURS) as efir:
        controller = efir.controller
        throw(udp, efir, osc("/efir/switch/main/cut/two", 1.0))
        await until(lambda: switches.camera_of(controller.state.switches, OURS, MAIN) == TWO)
        throw(udp, efir, osc("/efir/switch/main/follow", 1))
        await until(lambda: switches.of(controller.state.switches, MAIN).follows)
        throw(udp, efir, osc("/efir/camera/one/feed", "slate"))
        await until(lambda: feeds.of(controller.state.feeds, ONE).use == "slate")
        assert switches.of(controller.state.switches, MAIN) == switches.SwitchState(camera=TWO, follows=True)
        throw(udp, efir, osc("/efir/switch/main/auto/one"))
        await until(lambda: switches.camera_of(controller.state.switches, OURS, MAIN) == ONE)
        assert switches.of(controller.state.switches, MAIN).how == OURS.transition
        throw(udp, efir, osc("/efir/camera/one/feed", "nothing"), osc("/efir/camera/one/preset/stage"))
        port = efir.server.outside.osc
        assert port is not None
        await until(lambda: sum(port.dropped.values()) == 2)
        assert feeds.of(controller.state.feeds, ONE).use == "slate"


async def test_garbage_is_counted_and_the_next_message_is_heard(
    tmp_path: Path, udp: socket.socket, caplog: pytest.LogCaptureFixture
) -> None:
    async with house(tmp_path, outside=on()) as efir:
        port = efir.server.outside.osc
        assert port is not None
        caplog.set_level(logging.WARNING)
        throw(udp, efir, b"", b"hello", b"#bundle\0" + bytes(8) + struct.pack(">i", -4) * 2, osc("/efir/nothing"))
        throw(udp, efir, osc("/efir/take", "nowhere"), osc("/efir/timer/x/start"), osc("/efir/do", "program.observe"))
        throw(udp, efir, osc("/efir/take", "two"))
        await until(lambda: efir.controller.state.program.scene == "two")
        await until(lambda: sum(port.dropped.values()) == 7)
        assert dict(port.dropped) == {
            "no address": 2,
            "wrong size in a bundle": 1,
            "unknown address": 1,
            "no-such-scene": 1,
            "no-such-timer": 1,
            "not-allowed": 1,
        }
        assert [record.name for record in caplog.records if record.name == "root"] == []


async def test_a_flood_does_not_stop_the_show(tmp_path: Path, udp: socket.socket) -> None:
    async with house(tmp_path, outside=on()) as efir:
        port = efir.server.outside.osc
        assert port is not None
        before = efir.controller.seq
        async with asyncio.timeout(20):
            while port.dropped.total() < 300:  # the system, too, drops what it has no room for
                throw(udp, efir, *[osc("/efir/say", f"{number}") for number in range(20)])
                await asyncio.sleep(0)
        assert set(port.dropped) <= {"too many datagrams", "too-many-commands", "too many commands at once"}
        assert len(port._tasks) <= 64
        async with efir.http.get(f"{efir.url}/healthz") as answer:
            assert answer.status == 200
        assert efir.controller.seq - before < 60 + 30 * 20


async def test_nothing_listens_unless_the_show_file_says_so(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        assert efir.server.outside.osc is None


async def test_only_this_computer_unless_the_show_file_says_otherwise(tmp_path: Path) -> None:
    for open_to, address in (("local", "127.0.0.1"), ("network", "0.0.0.0")):
        (tmp_path / open_to).mkdir()
        async with house(tmp_path / open_to, outside=on(open_to=open_to)) as efir:
            assert efir.server.outside.osc is not None
            assert efir.server.outside.osc._transport is not None
            assert efir.server.outside.osc._transport.get_extra_info("sockname")[0] == address


async def test_a_taken_port_is_told(tmp_path: Path, udp: socket.socket) -> None:
    taken = udp.getsockname()[1]
    with pytest.raises(PortTakenError) as refused:
        async with house(tmp_path, outside=on(taken)):
            pass
    assert (refused.value.code, refused.value.arguments["port"]) == ("port-taken", taken)


async def test_the_state_is_told_out(tmp_path: Path, udp: socket.socket) -> None:
    async with house(tmp_path, outside=on(0, udp.getsockname()[1])) as efir:
        told: dict[str, Any] = {}

        async def hear(address: str, value: Any) -> None:
            async with asyncio.timeout(5):
                while told.get(address) != value:
                    data = await asyncio.get_running_loop().sock_recv(udp, 4096)
                    (message,) = read(data)
                    (told[message.address],) = message.args

        await hear("/efir/state/rundown/next/title", "Начало")
        await hear("/efir/state/obs/connected", 0)
        assert told["/efir/state/rundown/on/title"] == ""
        throw(udp, efir, osc("/efir/take/one"))
        await hear("/efir/state/scene/one/on", 1)
        throw(udp, efir, osc("/efir/take/nowhere"))
        await hear("/efir/error", "Такой сцены в шоу нет")
