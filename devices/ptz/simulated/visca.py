"""How a camera answers VISCA: bytes in, bytes out at their time. No network here, so that tests need no waiting.

Two sockets; a command is acknowledged within a frame and completed when what it does is over; inquiries are answered
from no socket. Sequence numbers as in Sony's list: what is not newer than the last is abnormal, RESET begins again.
"""

from collections.abc import Callable, Iterator
from typing import Literal

from msgspec import Struct

from devices.ptz.simulated.faults import Fault, Faults
from devices.ptz.simulated.motors import (
    FASTEST_ZOOM,
    FOCUS_SPEED,
    PAN_SPEEDS,
    TILT_SPEEDS,
    UNITS_PER_DEGREE,
    Motors,
    zoom_speed,
)
from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.codec import (
    BAD_KIND,
    BAD_SEQUENCE,
    RESET,
    SEQUENCES,
    TO_CAMERA,
    Ack,
    Completion,
    Deframer,
    Error,
    ErrorCode,
    Frame,
    Kind,
    Malformed,
    Reply,
    build_reply,
    parse_frame,
    payload_of,
)
from devices.ptz.visca.patterns import Command, Inquiry, parse_request

FRAME = 0.02
"""Seconds, at 50 frames a second."""
ACK_AFTER = 0.005
LATE_BY = 0.25
FOCUS_END = 0xF000
WAIT_FOR_SWAP = 0.5


class Out(Struct, frozen=True):
    """To be sent at `due`; `stranger`: from another address than the camera's."""

    due: float
    data: bytes
    stranger: bool = False


class _Job(Struct, frozen=True):
    socket: int
    ends: float
    sequence: int
    moves: bool
    """Another motion ends it."""


class Asked(Struct, frozen=True):
    """What arrived, for tests."""

    at: float
    message: Command | Inquiry
    sequence: int


class SimulatedVisca:
    """`framing`: with Sony's header or without. `one_socket`: everything on socket 1, as some cameras do."""

    def __init__(
        self, motors: Motors, faults: Faults, framing: Literal["sony", "raw"], *, one_socket: bool = False
    ) -> None:
        self.motors = motors
        self.faults = faults
        self.asked: list[Asked] = []
        self.on = True
        self.deaf = False
        """As after a power cycle: nothing is done until RESET or IF_Clear."""
        self.focus_mode = m.FocusMode.AUTO
        self.white_balance = m.WhiteBalanceMode.AUTO
        self.exposure = m.ExposureMode.AUTO
        self.iris, self.gain = 0x0C, 0x01
        self.red = self.green = self.lamp = False
        self._sony = framing == "sony"
        self._one_socket = one_socket
        self._deframer = Deframer(TO_CAMERA)
        self._last = -1
        self._jobs: list[_Job] = []
        self._out: list[Out] = []
        self._swapped: list[Out] = []

    # --- the wire

    def cycle_power(self) -> None:
        """Presets and position stay; sequence numbers and the ear are lost."""
        self.deaf, self._last = True, -1
        self._jobs.clear()
        self._out.clear()
        self._swapped.clear()

    def receive(self, data: bytes, now: float) -> None:
        """A datagram, or what came of a stream."""
        self._work(now)
        if self._sony:
            frame = parse_frame(data)
            if frame is not None and not self.faults.hit(Fault.DROP):
                self._framed(frame, now)
            return
        for packet in self._deframer.feed(data):
            if not self.faults.hit(Fault.DROP):
                self._packet(packet, 0, now)

    def take(self, now: float) -> list[Out]:
        """What is due, in order."""
        self._work(now)
        due = sorted((out for out in self._out if out.due <= now), key=lambda out: out.due)
        self._out = [out for out in self._out if out.due > now]
        return due

    def next_due(self) -> float | None:
        moments = [*(out.due for out in self._out), *(job.ends for job in self._jobs), *(o.due for o in self._swapped)]
        return min(moments, default=None)

    def _framed(self, frame: Frame, now: float) -> None:
        if frame.kind is Kind.CONTROL:
            if frame.payload == RESET:
                self._last, self.deaf = 0, False
                self._control(RESET, frame.sequence, now)
        elif self.deaf and not _clears(frame.payload):
            return
        elif frame.kind not in (Kind.COMMAND, Kind.INQUIRY, Kind.DEVICE_SETTING):
            self._control(BAD_KIND, frame.sequence, now)
        elif self._last >= 0 and not 0 < (frame.sequence - self._last) % SEQUENCES < SEQUENCES // 2:
            self._control(BAD_SEQUENCE, frame.sequence, now)
        else:
            self._last = frame.sequence
            self._packet(frame.payload, frame.sequence, now)

    def _control(self, payload: bytes, sequence: int, now: float) -> None:
        self._put(Out(now, Frame(Kind.CONTROL_REPLY, sequence, payload).encode()), now)

    def _say(self, reply: Reply, sequence: int, now: float, after: float = 0.0) -> None:
        packed = build_reply(reply)
        data = Frame(Kind.REPLY, sequence, packed).encode() if self._sony else packed
        out = Out(now + after, data)
        if isinstance(reply, Completion) and reply.socket:
            if self.faults.hit(Fault.SWAP):
                self._swapped.append(Out(now + WAIT_FOR_SWAP, data))
                return
            self._put(out, now)
            for held in self._swapped:
                self._put(Out(out.due + 1e-6, held.data), now)
            self._swapped.clear()
            return
        self._put(out, now)

    def _put(self, out: Out, now: float) -> None:
        if self.faults.hit(Fault.GARBAGE):
            self._out.append(Out(out.due - 1e-6, bytes.fromhex("00 90 13 37 FF 90")))
        if self.faults.hit(Fault.ELSEWHERE):
            stray = build_reply(Completion(1, b""))
            self._out.append(Out(out.due - 1e-6, Frame(Kind.REPLY, 0, stray).encode() if self._sony else stray, True))
        if self.faults.hit(Fault.LOSE):
            return
        if self.faults.hit(Fault.LATE):
            out = Out(out.due + LATE_BY, out.data)
        self._out.append(out)
        if self.faults.hit(Fault.TWICE):
            self._out.append(Out(out.due + 1e-6, out.data))

    @property
    def busy(self) -> bool:
        """Something it was told to do is not over: a socket is taken."""
        return bool(self._jobs)

    # --- the camera

    def _work(self, now: float) -> None:
        for job in sorted(self._jobs, key=lambda job: job.ends):
            if job.ends <= now:
                self._jobs.remove(job)
                self._say(Completion(job.socket, b""), job.sequence, job.ends)
        late = [out for out in self._swapped if out.due <= now]
        self._swapped = [out for out in self._swapped if out.due > now]
        self._out += late

    def _packet(self, packet: bytes, sequence: int, now: float) -> None:
        if self.deaf and not _clears(packet):
            return
        try:
            message = parse_request(payload_of(packet))
        except Malformed:
            self._say(Error(0, ErrorCode.SYNTAX), sequence, now)
            return
        self.asked.append(Asked(now, message, sequence))
        if isinstance(message, Inquiry):
            self._inquiry(message, sequence, now)
        elif isinstance(message, m.IfClear):
            self.deaf = False
            self._jobs.clear()
            self._say(Completion(0, b""), sequence, now)
        elif isinstance(message, m.Cancel):
            self._cancel(message.socket, sequence, now)
        else:
            self._command(message, sequence, now)

    def _cancel(self, socket: int, sequence: int, now: float) -> None:
        job = next((job for job in self._jobs if job.socket == socket), None)
        if job is None:
            self._say(Error(socket, ErrorCode.NO_SOCKET), sequence, now)
            return
        self._jobs.remove(job)
        self.motors.stop(now)
        self._say(Error(socket, ErrorCode.CANCELLED), sequence, now)

    def _command(self, command: Command, sequence: int, now: float) -> None:
        socket = self._free_socket()
        if socket is None or self.faults.hit(Fault.FULL):
            self._say(Error(0, ErrorCode.BUFFER_FULL), sequence, now)
            return
        off = not self.on and not isinstance(command, m.SetPower)
        ends = None if off or self.faults.hit(Fault.REFUSE) else self._do(command, now)
        if ends is None:
            self._say(Error(socket, ErrorCode.NOT_EXECUTABLE), sequence, now, ACK_AFTER)
            return
        moves = isinstance(command, _MOTIONS) or command == m.Memory(m.MemoryAct.RECALL, getattr(command, "slot", 0))
        if moves:
            self._interrupt(now)
        self._say(Ack(socket), sequence, now, ACK_AFTER)
        self._jobs.append(_Job(socket, max(ends, now + ACK_AFTER + FRAME), sequence, moves))

    def _free_socket(self) -> int | None:
        if self._one_socket:
            return 1
        busy = {job.socket for job in self._jobs}
        return next((socket for socket in (1, 2) if socket not in busy), None)

    def _interrupt(self, now: float) -> None:
        """A motion ends the one before it."""
        for job in [job for job in self._jobs if job.moves and job.ends > now + FRAME]:
            self._jobs.remove(job)
            self._jobs.append(_Job(job.socket, now + FRAME, job.sequence, job.moves))

    def _do(self, command: Command, now: float) -> float | None:
        """When it is over; None if it cannot be done now."""
        for kinds, act in self._acts():
            if isinstance(command, kinds):
                return act(command, now)
        return now

    def _acts(self) -> Iterator[tuple[tuple[type[Command], ...], Callable[..., float | None]]]:
        yield (m.PanTilt,), self._pan_tilt
        yield (m.PanTiltTo, m.PanTiltBy, m.PanTiltHome, m.PanTiltReset), self._go
        yield (m.Zoom, m.ZoomTele, m.ZoomWide, m.ZoomTo), self._zoom
        yield (m.MoveFocus, m.FocusFar, m.FocusNear, m.FocusTo, m.FocusOnce), self._focus
        yield (m.Memory,), self._memory
        yield (m.SetPower,), self._power
        yield _SETTINGS, self._set

    def _pan_tilt(self, drive: m.PanTilt, now: float) -> float:
        across = {m.Across.LEFT: -1, m.Across.RIGHT: 1, m.Across.STOP: 0}[drive.across]
        along = {m.Along.UP: 1, m.Along.DOWN: -1, m.Along.STOP: 0}[drive.along]
        self.motors.drive("pan", across * PAN_SPEEDS[drive.pan_speed - 1], now)
        self.motors.drive("tilt", along * TILT_SPEEDS[min(drive.tilt_speed, len(TILT_SPEEDS)) - 1], now)
        return now

    def _go(self, command: Command, now: float) -> float:
        if not isinstance(command, m.PanTiltTo | m.PanTiltBy):
            return self.motors.home(now)
        pan, tilt = command.pan / UNITS_PER_DEGREE, command.tilt / UNITS_PER_DEGREE
        if isinstance(command, m.PanTiltBy):
            pan, tilt = pan + self.motors.at("pan", now), tilt + self.motors.at("tilt", now)
        speeds = PAN_SPEEDS[command.pan_speed - 1], TILT_SPEEDS[min(command.tilt_speed, len(TILT_SPEEDS)) - 1]
        return self.motors.send({"pan": (pan, speeds[0]), "tilt": (tilt, speeds[1])}, now)

    def _zoom(self, command: Command, now: float) -> float:
        match command:
            case m.ZoomTo(position):
                return self.motors.send({"zoom": (position / m.ZOOM_END, FASTEST_ZOOM)}, now)
            case m.ZoomTele(speed):
                velocity = zoom_speed(speed)
            case m.ZoomWide(speed):
                velocity = -zoom_speed(speed)
            case m.Zoom(way):
                velocity = {m.ZoomWay.TELE: 1, m.ZoomWay.WIDE: -1, m.ZoomWay.STOP: 0}[way] * zoom_speed(4)
            case _:
                raise AssertionError(command)
        self.motors.drive("zoom", velocity, now)
        return now

    def _focus(self, command: Command, now: float) -> float | None:
        if self.focus_mode is m.FocusMode.AUTO:
            return None
        match command:
            case m.FocusOnce():
                return now + 1 / FOCUS_SPEED
            case m.FocusTo(position):
                return self.motors.send({"focus": (position / FOCUS_END, FOCUS_SPEED)}, now)
            case m.FocusFar(speed):
                velocity = FOCUS_SPEED * (speed + 1) / 8
            case m.FocusNear(speed):
                velocity = -FOCUS_SPEED * (speed + 1) / 8
            case m.MoveFocus(way):
                velocity = {m.FocusWay.FAR: 1, m.FocusWay.NEAR: -1, m.FocusWay.STOP: 0}[way] * FOCUS_SPEED
            case _:
                raise AssertionError(command)
        self.motors.drive("focus", velocity, now)
        return now

    def _memory(self, memory: m.Memory, now: float) -> float | None:
        match memory.act:
            case m.MemoryAct.SET:
                self.motors.store(memory.slot, now)
            case m.MemoryAct.RESET:
                self.motors.presets.pop(memory.slot, None)
            case m.MemoryAct.RECALL:
                return self.motors.recall(memory.slot, now) if memory.slot in self.motors.presets else None
        return now

    def _power(self, command: m.SetPower, now: float) -> float:
        self.on = command.power is m.Power.ON
        self.motors.stop(now)
        return now + 1.0

    def _set(self, command: Command, now: float) -> float:
        match command:
            case m.SetFocusMode(mode):
                swapped = m.FocusMode.MANUAL if self.focus_mode is m.FocusMode.AUTO else m.FocusMode.AUTO
                self.focus_mode = swapped if mode is m.FocusMode.TOGGLE else mode
            case m.SetWhiteBalance(mode):
                self.white_balance = mode
            case m.SetExposure(mode):
                self.exposure = mode
            case m.SetIris(position):
                self.iris = position
            case m.StepIris(step):
                self.iris = min(max(self.iris + {m.Step.UP: 1, m.Step.DOWN: -1, m.Step.RESET: 0}[step], 0), 0x14)
            case m.SetGain(position):
                self.gain = position
            case m.TallyRed(on):
                self.red = on is m.Switch.ON
            case m.TallyGreen(on):
                self.green = on is m.Switch.ON
            case m.TallyOptics(lamp):
                self.lamp = lamp is not m.Lamp.OFF
        return now

    def _inquiry(self, inquiry: Inquiry, sequence: int, now: float) -> None:
        pan, tilt = (round(self.motors.at(axis, now) * UNITS_PER_DEGREE) for axis in ("pan", "tilt"))
        answers: dict[type[Inquiry], object] = {
            q.AskVersion: q.Version(0x0001, 0x0515, 0x0100, 2),
            q.AskPanTilt: q.PanTiltAt(pan, tilt),
            q.AskPanTiltSpeeds: q.Speeds(m.PAN_STEPS, m.TILT_STEPS),
            q.AskZoom: q.Number16(round(self.motors.at("zoom", now) * m.ZOOM_END)),
            q.AskFocus: q.Number16(round(self.motors.at("focus", now) * FOCUS_END)),
            q.AskFocusMode: q.FocusIs(self.focus_mode),
            q.AskPower: q.PowerIs(m.Power.ON if self.on else m.Power.OFF),
            q.AskWhiteBalance: q.WhiteBalanceIs(self.white_balance),
            q.AskExposure: q.ExposureIs(self.exposure),
            q.AskIris: q.Number8(self.iris),
            q.AskGain: q.Number8(self.gain),
            q.AskTallyRed: q.SwitchIs(m.Switch.ON if self.red else m.Switch.OFF),
        }
        answer = answers[type(inquiry)]
        assert isinstance(answer, inquiry.ANSWER)
        self._say(Completion(0, answer.encode()), sequence, now, ACK_AFTER)


def _clears(packet: bytes) -> bool:
    return packet[1:4] == b"\x01\x00\x01"


_MOTIONS = (m.PanTilt, m.PanTiltTo, m.PanTiltBy, m.PanTiltHome, m.PanTiltReset)
_SETTINGS: tuple[type[Command], ...] = (
    m.SetFocusMode,
    m.SetWhiteBalance,
    m.SetExposure,
    m.SetIris,
    m.StepIris,
    m.SetGain,
    m.TallyRed,
    m.TallyGreen,
    m.TallyOptics,
)
