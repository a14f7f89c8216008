"""Requests on their way to a camera: in the queue, sent and without a reply, being done. Pure.

Where each is and how it is found again; what is to be done about it is `session`'s.
"""

from collections import deque
from collections.abc import Callable, Iterator

from devices.ptz.visca import messages as m
from devices.ptz.visca.actions import Request, Ticket
from devices.ptz.visca.codec import Kind
from devices.ptz.visca.patterns import Inquiry

MOST_DONE = 32
"""On one socket at a time: a camera has two."""


QUESTION_WAITS = 0.15
"""Seconds for which commands go before a question. A stick gives one a frame: without an end the question would never
be asked, and a guest's range is kept by where the camera says it stands."""


class Item:
    """One request, or Sony's RESET (`request` is None). `sequence` is None before it is sent."""

    def __init__(self, ticket: Ticket, request: Request | None, kind: Kind, data: bytes) -> None:
        self.ticket = ticket
        self.request = request
        self.kind = kind
        self.data = data
        self.sequence: int | None = None
        self.tries = 0
        self.resets = 0
        self.not_before = self.asked = self.first_sent = 0.0
        self.deadline: float | None = None
        """For its reply; None while it is to be sent."""
        self.cancels = False
        self.taken_back = False
        """Its sender knows that it was cancelled; its reply is still waited for, so that it is taken for no other's."""

    @property
    def urgent(self) -> bool:
        return self.request is None or self.request.urgent

    @property
    def key(self) -> str:
        return self.request.key if self.request else ""

    @property
    def jumps(self) -> bool:
        return self.request is not None and self.request.jumps

    @property
    def optional(self) -> bool:
        return self.request is not None and self.request.optional

    @property
    def inquiry(self) -> Inquiry | None:
        message = self.request.message if self.request else None
        return message if isinstance(message, Inquiry) else None

    @property
    def acknowledged(self) -> bool:
        """Whether its first reply is an ACK."""
        return self.request is not None and not isinstance(self.request.message, Inquiry | m.IfClear | m.Cancel)


def anyone(_: Item) -> bool:
    return True


class Items:
    def __init__(self) -> None:
        self.queue: list[Item] = []
        self.waiting: list[Item] = []
        """Sent, without a reply so far, in order. More than one only when urgent ones overtook."""
        self.sockets: dict[int, deque[Item]] = {}
        """Being done, in the order of their acknowledgements."""
        self._newest: dict[str, Ticket] = {}

    def __iter__(self) -> Iterator[Item]:
        yield from self.queue
        yield from self.waiting
        for line in self.sockets.values():
            yield from line

    def clear(self) -> None:
        self.queue, self.waiting, self.sockets = [], [], {}

    def drop(self, item: Item) -> None:
        """Out of the queue, or no reply to it is waited for any more."""
        (self.queue if item in self.queue else self.waiting).remove(item)

    # --- to be sent

    def put(self, item: Item, *, before_questions: bool) -> list[Item]:
        """Into the queue: what is urgent before what is not, a command `before_questions` that have not waited long,
        the newest of a key in the place of the older ones. These are returned; what is urgent is taken back by nothing
        that is not."""
        if item.key:
            self._newest[item.key] = item.ticket
        older = [each for each in self.queue if item.key and each.key == item.key and (item.urgent or not each.urgent)]
        place = min((self.queue.index(each) for each in older), default=len(self.queue))
        for each in older:
            self.queue.remove(each)
        if item.urgent:
            place = self._after_what_is_urgent()
        elif before_questions and item.inquiry is None:
            place = min(place, self._before_questions(item.asked))
        self.queue.insert(min(place, len(self.queue)), item)
        return older

    def put_first(self, item: Item) -> None:
        """Before the queue, but not before what is urgent."""
        self.queue.insert(0 if item.urgent else self._after_what_is_urgent(), item)

    def again(self, item: Item) -> None:
        """As if it had not been sent, with a new number."""
        self.waiting.remove(item)
        item.sequence, item.tries, item.deadline = None, 0, None
        self.put_first(item)

    def unanswered(self, key: str) -> list[Item]:
        """Of this key, what was sent and is to be sent again with its number. Not a stop: it goes before the newer."""
        return [item for item in self.waiting if item.key == key and item.deadline is None and not item.urgent]

    def superseded(self, item: Item) -> bool:
        """There is a newer one of its key."""
        return bool(item.key) and self._newest[item.key] > item.ticket

    def jumps(self) -> list[Item]:
        """To be sent, for the first time or again, and going somewhere by itself."""
        unanswered = [item for item in self.waiting if item.deadline is None]
        return [item for item in (*self.queue, *unanswered) if item.jumps]

    def next(self) -> Item | None:
        """To be sent next: what is urgent, then what was not answered, then the queue — which waits for replies."""
        first = self.queue[0] if self.queue else None
        if first is not None and first.urgent:
            return first
        again = next((item for item in self.waiting if item.deadline is None), None)
        if again is not None:
            return again
        return first if not self.waiting else None

    def sent(self, item: Item) -> None:
        if item in self.queue:
            self.queue.remove(item)
            self.waiting.append(item)

    def _after_what_is_urgent(self) -> int:
        return next((at for at, queued in enumerate(self.queue) if not queued.urgent), len(self.queue))

    def _before_questions(self, now: float) -> int:
        def stays(queued: Item) -> bool:
            return queued.inquiry is None or now - queued.asked >= QUESTION_WAITS

        return next((at for at in range(len(self.queue), 0, -1) if stays(self.queue[at - 1])), 0)

    # --- sent

    @property
    def reset(self) -> Item | None:
        """The RESET that is on its way."""
        return next((item for item in (*self.queue, *self.waiting) if item.kind is Kind.CONTROL), None)

    def find(self, sequence: int | None, meant: Callable[[Item], bool] = anyone) -> Item | None:
        """Who waits for a reply: by number where there is one, else the first that is `meant`."""
        for item in self.waiting:
            if meant(item) and sequence in (None, item.sequence):
                return item
        return None

    def overdue(self, now: float) -> list[Item]:
        """No reply to these has come in time."""
        return [item for item in self.waiting if item.deadline is not None and item.deadline <= now]

    # --- being done

    def accepted(self, item: Item, socket: int) -> None:
        self.waiting.remove(item)
        self.sockets.setdefault(socket, deque(maxlen=MOST_DONE)).append(item)

    def executing(self, socket: int, sequence: int | None) -> Item | None:
        """By number where there is one, else the first of the socket."""
        if sequence is not None:
            return next((item for line in self.sockets.values() for item in line if item.sequence == sequence), None)
        line = self.sockets.get(socket)
        return line[0] if line else None

    def free(self, item: Item) -> None:
        """It is done: who waited for a socket may try again."""
        for line in self.sockets.values():
            if item in line:
                line.remove(item)
        for queued in self.queue:
            queued.not_before = 0.0
