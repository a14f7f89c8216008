"""The order in which a camera is spoken to: one session, from connecting to losing it. Pure.

`now` is seconds of a steady clock. What goes in: `submit`, `halt`, `receive`, `tick`; what comes out of each: actions.
`wake` says when `tick` is wanted.

The rules (Sony, "VISCA command/ACK protocol" and "VISCA over IP", delivery confirmation; facts of other makers):
- one message a video frame, and the next only after the reply to the last — except what is urgent, which waits for no
  reply: stops, and what makes a camera listen;
- a command is acknowledged and completed, by its socket, in any order; several on one socket are done in order;
- inquiries have no socket and no acknowledgement;
- no reply: again with the same sequence number. *Abnormal sequence* to that means that it ran and the reply was lost;
- buffer full: again when a socket is free; a stop cancels what occupies them;
- RESET and IF_Clear begin every session: after a power cycle cameras answer and do not obey until then. A stop goes
  right behind them, before it is known whether the camera is there;
- of values of one key (a joystick's) only the newest is sent, and none again that a newer one has replaced;
- what goes somewhere by itself goes soon or not at all;
- a halt takes back what goes somewhere by itself and is not acknowledged: or the camera would jump after its stop.
"""

from devices.ptz.visca import inquiries as q
from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Accepted, Action, Down, Failed, Finished, Request, Send, Ticket, Up, Why
from devices.ptz.visca.codec import (
    BAD_KIND,
    BAD_SEQUENCE,
    FROM_CAMERA,
    RESET,
    SEQUENCES,
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
    kind_of,
    packet,
    parse_frame,
    parse_reply,
)
from devices.ptz.visca.items import Item, Items
from devices.ptz.visca.patience import (
    BEAT,
    BUSY_LIMIT,
    FRAME,
    JUMP_LIMIT,
    LATE,
    LONGEST_MOVE,
    PATIENCE,
    TRIES,
    Patience,
)
from devices.ptz.visca.patterns import Answer


class Session:
    """`sony`: with its header. `stream`: over TCP."""

    def __init__(self, *, sony: bool, stream: bool) -> None:
        self._sony = sony
        self._stream = stream
        self._patience = Patience(sony=sony, stream=stream)
        self._deframer = Deframer(FROM_CAMERA)
        self._items = Items()
        self._greeting: set[Ticket] = set()
        self._tickets = 0
        self._sequence = 0
        self._next_send = 0.0
        self._late_until = -1.0
        """Until when an error may still come to a question that is not waited for any more."""
        self._heard = -1.0
        self._started = 0.0
        self._up = self._down = False
        self._actions: list[Action] = []

    # --- in

    def connect(self, now: float) -> list[Action]:
        """The first call, once. Urgent requests may follow at once, all others wait for `Up`."""
        self._started = now
        greeting = [self._item(Request(m.IfClear(), urgent=True)), self._item(Request(q.AskVersion()))]
        if self._sony:
            greeting.insert(0, self._reset())
        self._greeting = {item.ticket for item in greeting}
        self._items.queue[:0] = greeting
        return self._settle(now)

    def submit(self, request: Request, now: float) -> tuple[Ticket, list[Action]]:
        """Malformed if the message cannot be sent."""
        item = self._item(request)
        if self._down:
            self._fail(item, Why.AWAY)
            return item.ticket, self._settle(now)
        item.asked = now
        if request.key:
            for older in self._items.unanswered(request.key):
                older.deadline = now + self._patience.of(older)  # it was to be sent again
        for older in self._items.put(item, before_questions=self._up):
            self._fail(older, Why.SUPERSEDED)
        return item.ticket, self._settle(now)

    def halt(self, now: float) -> list[Action]:
        """What jumps and is not acknowledged fails with CANCELLED and is sent no more. The stop is to be submitted at
        once: nothing goes before it."""
        items = self._items
        for item in [item for item in (*items.queue, *items.waiting) if item.jumps and not item.taken_back]:
            self._take_back(item, now, Why.CANCELLED)
        actions, self._actions = self._actions, []
        return actions

    def receive(self, data: bytes, now: float) -> list[Action]:
        """A datagram, or what came of the stream."""
        if self._down:
            return []
        if self._sony:
            frame = parse_frame(data)
            if frame is not None:
                self._framed(frame, now)
        else:
            deframer = self._deframer if self._stream else Deframer(FROM_CAMERA)
            for piece in deframer.feed(data):
                self._reply(parse_reply(piece), None, now)
        return self._settle(now)

    def tick(self, now: float) -> list[Action]:
        items = self._items
        for item in items.overdue(now):
            if not self._down:
                self._overdue(item, now)
        for executing in items.sockets.values():
            while executing and executing[0].first_sent + LONGEST_MOVE <= now:
                self._fail(executing.popleft(), Why.NO_ANSWER)
        if self._idle() and self._heard + BEAT <= now:
            beat = self._item(Request(q.AskVersion()))
            beat.asked = now
            items.queue.append(beat)
        return self._settle(now)

    def give_up(self) -> list[Action]:
        """The network said that it is over: everything under way fails with AWAY."""
        if not self._down:
            self._go_down()
        actions, self._actions = self._actions, []
        return actions

    def wake(self) -> float | None:
        """When to call `tick`, whatever happens; None after Down."""
        if self._down:
            return None
        items = self._items
        moments = [item.deadline for item in items.waiting if item.deadline is not None]
        moments += [item.asked + JUMP_LIMIT for item in items.jumps()]
        item = items.next()
        if item is not None:
            moments.append(max(self._next_send, item.not_before))
        if self._idle():
            moments.append(self._heard + BEAT)
        moments += [executing[0].first_sent + LONGEST_MOVE for executing in items.sockets.values() if executing]
        return min(moments, default=None)

    # --- out

    def _settle(self, now: float) -> list[Action]:
        """Sends what may be sent now; hands out what there is to say."""
        for late in [jump for jump in self._items.jumps() if jump.asked + JUMP_LIMIT <= now]:
            self._take_back(late, now, Why.REFUSED, ErrorCode.BUFFER_FULL)
        if not self._up and not self._down and not self._greeting:
            self._up = self._heard >= self._started
            if self._up:
                self._actions.append(Up())
            else:
                self._go_down()
        while not self._down and now >= self._next_send:
            item = self._items.next()
            if item is None or now < item.not_before:
                break
            self._transmit(item, now)
        actions, self._actions = self._actions, []
        return actions

    def _transmit(self, item: Item, now: float) -> None:
        self._items.sent(item)
        if item.sequence is None:
            if item.kind is Kind.CONTROL:
                self._count_anew()
            item.sequence = self._sequence
            self._sequence = (self._sequence + 1) % SEQUENCES
            item.first_sent = item.first_sent or now
        item.tries += 1
        item.deadline = now + self._patience.of(item)
        # One command a frame; a question is no command, and what comes next waits for its answer anyway.
        self._next_send = now if item.inquiry else now + FRAME
        data = Frame(item.kind, item.sequence, item.data).encode() if self._sony else item.data
        self._actions.append(Send(data))

    def _count_anew(self) -> None:
        """With a RESET: the camera's number is 0 then, and it wants a greater one of whatever follows. Its answer
        is not waited for: if it was lost, the camera says that the numbers behind it are not as they should be."""
        self._sequence = 0
        for executing in self._items.sockets.values():
            for old in executing:
                old.sequence = None  # its number will be another's

    # --- what did not come

    def _overdue(self, item: Item, now: float) -> None:
        if self._superseded(item):
            return
        if self._patience.again(item):
            item.deadline = None  # again, as soon as a frame is over
            return
        self._items.drop(item)
        self._fail(item, Why.NO_ANSWER)
        if item.optional and not self._sony:
            self._late_until = now + LATE
        if self._up and self._heard <= item.first_sent and self._patience.over(item):
            self._go_down()

    def _superseded(self, item: Item) -> bool:
        """What is newer says it all; this is sent no more."""
        if not self._items.superseded(item):
            return False
        self._items.drop(item)
        self._fail(item, Why.SUPERSEDED)
        return True

    def _take_back(self, item: Item, now: float, why: Why, code: ErrorCode | None = None) -> None:
        """It is sent no more; if it was, its reply is waited for."""
        self._fail(item, why, code)
        item.taken_back = True
        if item in self._items.queue:
            self._items.queue.remove(item)
        elif item.deadline is None:
            item.deadline = now + self._patience.of(item)

    # --- what came

    def _framed(self, frame: Frame, now: float) -> None:
        if frame.kind is Kind.REPLY:
            self._reply(parse_reply(frame.payload), frame.sequence, now)
            return
        if frame.kind is not Kind.CONTROL_REPLY:
            return
        self._heard = now
        if frame.payload == RESET:
            reset = self._items.reset
            if reset is not None and reset.tries:
                self._finish(reset, None)
            return
        item = self._items.find(frame.sequence)
        if item is None or item.kind is Kind.CONTROL:
            return
        if frame.payload == BAD_SEQUENCE:
            self._abnormal(item)
        elif frame.payload == BAD_KIND:
            if item.kind is Kind.DEVICE_SETTING:
                item.kind = Kind.COMMAND  # cameras that know no such type
                self._items.again(item)
            else:
                self._items.drop(item)
                self._fail(item, Why.REFUSED, ErrorCode.SYNTAX)

    def _abnormal(self, item: Item) -> None:
        """Its number is not newer than the camera's last."""
        if item.taken_back:
            self._items.drop(item)
            return
        ran = item.tries > 1 and item.sequence == (self._sequence - 1) % SEQUENCES
        if ran and item.acknowledged:
            self._items.accepted(item, 0)  # its completion may still come
            self._tell(item, Accepted(item.ticket))
            return
        strange = item.tries <= 1  # somebody else's numbers, or a camera that forgot ours
        if item.resets >= TRIES:
            self._items.drop(item)
            self._fail(item, Why.NO_ANSWER)
            return
        if item.urgent or not self._superseded(item):
            item.resets += 1
            self._items.again(item)
        if strange:
            self._reset_first()

    def _reset_first(self) -> None:
        """One RESET, before everything: without it not even a stop is done."""
        reset = self._items.reset
        if reset is not None:
            self._items.drop(reset)
            reset.deadline = None
        self._items.put_first(reset or self._reset())

    def _reply(self, reply: Reply | None, sequence: int | None, now: float) -> None:
        if reply is None:
            return
        self._heard = now
        match reply:
            case NetworkChange():
                if self._up:
                    self._go_down()  # it has just started
            case Ack(socket):
                accepted = self._items.find(sequence, lambda item: item.acknowledged)
                if accepted is not None:
                    self._items.accepted(accepted, socket)
                    self._tell(accepted, Accepted(accepted.ticket))
            case Completion(socket, data):
                if data:
                    self._answer(data, sequence)
                else:
                    self._completion(socket, sequence)
            case Error(socket, code):
                self._error(socket, code, sequence, now)

    def _answer(self, data: bytes, sequence: int | None) -> None:
        for item in self._items.waiting:
            if item.inquiry is not None and sequence in (None, item.sequence):
                try:
                    answer = item.inquiry.ANSWER.decode(data)
                except Malformed:
                    continue  # the answer to another inquiry, or to none
                self._finish(item, answer)
                return

    def _completion(self, socket: int, sequence: int | None) -> None:
        executing = self._items.executing(socket, sequence)
        if executing is not None:
            self._items.free(executing)
            self._tell(executing, Finished(executing.ticket, None))
            return
        # Its ACK was lost, or this camera gives none.
        unacknowledged = self._items.find(sequence, lambda item: item.inquiry is None and item.kind is not Kind.CONTROL)
        if unacknowledged is not None:
            self._finish(unacknowledged, None)

    def _error(self, socket: int, code: ErrorCode, sequence: int | None, now: float) -> None:
        items = self._items
        if code is ErrorCode.SYNTAX and sequence is None and now < self._late_until:
            self._late_until = now  # it knows no such question; who else was meant does not hear it, and asks again
            return
        if code in (ErrorCode.CANCELLED, ErrorCode.NO_SOCKET):
            cancel = Request(m.Cancel(socket), urgent=True) if socket else None
            for asked in [asked for asked in items.waiting if cancel is not None and asked.request == cancel]:
                self._finish(asked, None)
            gone = items.executing(socket, None)
            if gone is not None:
                items.free(gone)
                self._fail(gone, Why.CANCELLED, code)
            return
        item = items.find(sequence)
        if item is None:
            executing = items.executing(socket, sequence)
            if executing is not None:
                items.free(executing)
                self._fail(executing, Why.REFUSED, code)
        elif code is ErrorCode.BUFFER_FULL and now - item.first_sent < BUSY_LIMIT:
            self._full(item, now)
        else:
            items.drop(item)
            self._fail(item, Why.REFUSED, code)

    def _full(self, item: Item, now: float) -> None:
        items = self._items
        if item.taken_back:
            items.drop(item)
            return
        if not item.urgent and self._superseded(item):
            return  # not behind its stop; a stop is said again: it goes before whatever is newer
        items.again(item)
        item.not_before = now + PATIENCE  # or sooner, when a socket is free
        if item.urgent and not item.cancels:
            item.cancels = True
            item.not_before = now
            for socket in [socket for socket, executing in items.sockets.items() if socket and executing]:
                items.put_first(self._item(Request(m.Cancel(socket), urgent=True)))

    # --- small

    def _idle(self) -> bool:
        return self._up and not self._items.queue and not self._items.waiting

    def _item(self, request: Request) -> Item:
        payload = request.message.encode()
        self._tickets += 1
        return Item(self._tickets, request, kind_of(payload), packet(payload))

    def _reset(self) -> Item:
        self._tickets += 1
        return Item(self._tickets, None, Kind.CONTROL, RESET)

    def _finish(self, item: Item, answer: Answer | None) -> None:
        self._items.drop(item)
        self._greeting.discard(item.ticket)
        self._tell(item, Finished(item.ticket, answer))

    def _fail(self, item: Item, why: Why, code: ErrorCode | None = None) -> None:
        self._greeting.discard(item.ticket)
        self._tell(item, Failed(item.ticket, why, code))

    def _tell(self, item: Item, action: Accepted | Finished | Failed) -> None:
        if not item.taken_back:
            self._actions.append(action)

    def _go_down(self) -> None:
        self._down = True
        for item in self._items:
            self._fail(item, Why.AWAY)
        self._items.clear()
        self._actions.append(Down())
