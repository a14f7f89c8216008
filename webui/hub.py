"""From the state to every open page: each view is projected, compared and encoded once, however many look at it.

`Hub.changed_on_air` and, a turn of the loop later, `Hub.changed` are called after every commit, with the durable state:
the panel's view takes most of the time, and what is on the air does not wait for it. Neither waits for anybody: what
they make goes into the clients' own queues (`webui.client`).
"""

from __future__ import annotations

import time
from collections import Counter, deque
from collections.abc import Callable, Container, Iterable
from typing import Any, Protocol

import msgspec

from control.clock import Clock
from control.grants import Ended, Grant
from control.registry import State
from control.show import Show
from control.telemetry import CHANNELS, FIRST_FEED, Telemetry, Unsubscribe
from control.views.table import VIEWS, Projection, View
from webui import merge
from webui.client import Client
from webui.messages import Beat, Live, Patch, Snapshot, ViewName

KEPT_PATCHES = 256
KEPT_BYTES = 256 * 1024
"""Of a view: what a page that was away for a moment can catch up with; one that lacks more gets a snapshot."""
FRESH = 15.0
"""Seconds for which a kept picture may still be shown to a page that opens."""

_ON_AIR = ["graphics", "stage"]
"""Views in their order: what is on air is sent first, then what is on stage."""

_PICTURES: dict[str, Container[int]] = {
    "panel": range(FIRST_FEED), "backstage": range(1), "multiview": CHANNELS, "lend": (),
}  # fmt: skip
"""View → the channels of pictures its pages get (`control.telemetry`)."""
_LOOKS = frozenset({"panel"})
"""Views whose pages may look at cameras of their choice besides."""
_QUICK = "multiview"
"""The view that has the programme as a monitor."""
_MEASURED: dict[str, Container[str] | None] = {
    "panel": None,
    "multiview": frozenset({"obs", "shown", "meters", "measures", "direct", "phones"}),
}
"""View → the keys of telemetry its pages get; None: all."""

_encode = msgspec.json.Encoder().encode


class Source(Protocol):
    """What the hub reads of `control.controller.Controller`."""

    epoch: str
    seq: int
    state: State
    clock: Clock
    show: Show


class Channel:
    """One view: its data now, the patches that led here, and who looks at it.

    `seq` is the entry after which the view last changed. Extra slices (links) and personal ones change without an
    entry: their patches go from a seq to the same seq, and applying one twice is harmless.
    """

    def __init__(self, name: ViewName, view: View) -> None:
        self.name = name
        self.view = view
        self.seq = 0
        self.clients: set[Client] = set()
        self.extra: dict[str, Any] = {}
        self._projection: Projection | None = None
        self._data: dict[str, Any] = {}
        self._patches: deque[tuple[int, bytes]] = deque()
        self._patch_bytes = 0
        self._lost_from = -1
        self._snapshot: bytes | None = None
        self._personal: dict[str, dict[str, Any]] = {}
        self._personal_reads: tuple[object, ...] = ()

    def start(self, state: State, show: Show, seq: int, shared: dict[int, Any] | None = None) -> None:
        self.seq = seq
        self._projection = self.view.project(state, show, None, shared)
        self._data = self._whole()
        self._personal_reads = self.view.own_reads(state)

    def change(
        self,
        state: State,
        show: Show,
        seq: int,
        shared: dict[int, Any] | None = None,
        differ: merge.Differ | None = None,
    ) -> None:
        """The view of a newer state; sent only if anything in it changed. `shared` and `differ`: of this same step."""
        self._projection = self.view.project(state, show, self._projection, shared)
        self._publish(seq, differ or merge.Differ())
        if self.view.own is not None:
            self._change_personal(state, show)

    def set_extra(self, slice_name: str, data: Any) -> None:
        self.extra[slice_name] = data
        self._publish(self.seq, merge.Differ())

    def _whole(self) -> dict[str, Any]:
        assert self._projection is not None
        return {**self._projection.data, **self.extra} if self.extra else self._projection.data

    def _publish(self, seq: int, differ: merge.Differ) -> None:
        data = self._whole()
        patch = differ.diff(self._data, data)
        self._data = data
        if not patch:
            return
        message = _encode(Patch(from_=self.seq, seq=seq, data=patch))
        self._patches.append((self.seq, message))
        self._patch_bytes += len(message)
        while len(self._patches) > KEPT_PATCHES or self._patch_bytes > KEPT_BYTES:
            self._lost_from, lost = self._patches.popleft()
            self._patch_bytes -= len(lost)
        self.seq = seq
        self._snapshot = None
        for client in self.clients:
            client.send(message)

    # --- what only one person sees ---

    def _change_personal(self, state: State, show: Show) -> None:
        """Projected once a person, however many pages he has open, and only if the state it reads changed."""
        reads = self.view.own_reads(state)
        if all(a is b for a, b in zip(self._personal_reads, reads, strict=True)):
            return
        self._personal_reads = reads
        known, self._personal = self._personal, {}
        for client in self.clients:
            subject = client.grant.actor.subject if client.grant else ""
            if subject not in self._personal:
                self._personal[subject] = self.view.personal(state, show, subject)
            patch = merge.diff(known[subject], self._personal[subject])  # it was sent in the snapshot
            if patch:
                client.send(_encode(Patch(from_=self.seq, seq=self.seq, data=patch)))

    def _own(self, state: State, show: Show, grant: Grant) -> dict[str, Any]:
        if self.view.own is None:
            return {}
        subject = grant.actor.subject  # of a guest more than his camera
        if subject not in self._personal:
            self._personal[subject] = self.view.personal(state, show, subject)
        return self._personal[subject]

    # --- a page that comes, or comes back ---

    def missed(self, since: int) -> list[bytes] | None:
        """The patches that lead from `since` to now; None: they are not all here, or the view has personal slices."""
        if self.view.own is not None or since <= self._lost_from or since > self.seq:
            return None
        messages = [message for from_, message in self._patches if from_ >= since]
        leads = any(from_ == since for from_, _ in self._patches)
        return messages if leads or since == self.seq else None

    def snapshot(self, state: State, show: Show, grant: Grant) -> bytes:
        own = self._own(state, show, grant)
        if own:
            return _encode(Snapshot(seq=self.seq, data={**self._data, **own}))
        if self._snapshot is None:
            self._snapshot = _encode(Snapshot(seq=self.seq, data=self._data))
        return self._snapshot

    def data(self, state: State, show: Show, grant: Grant) -> dict[str, Any]:
        """For `GET /api/views/VIEW`."""
        return {**self._data, **self._own(state, show, grant)}


class Hub:
    """All views and all open pages. Everything here happens on the event loop and returns at once."""

    def __init__(self, source: Source, telemetry: Telemetry) -> None:
        self._source = source
        self._telemetry = telemetry
        self._state = source.state  # the one `changed` was called with: the controller may be ahead of us for a moment
        self._channels: dict[str, Channel] = {}
        shared: dict[int, Any] = {}
        for name, view in VIEWS.items():
            channel = Channel(msgspec.convert(name, ViewName), view)
            channel.start(self._state, source.show, source.seq, shared)
            self._channels[name] = channel
        self._step: tuple[State, dict[int, Any], merge.Differ] = (self._state, shared, merge.Differ())
        """A slice that several views show is projected and compared once: what was made of this state so far."""
        self._pictures: dict[int, tuple[float, bytes]] = {}
        """The newest of each channel and when it came: scenes take turns, and a page that opens shows them at once."""
        self._unwatch: Unsubscribe | None = None
        self._watching: tuple[frozenset[int], frozenset[int], bool] = frozenset(), frozenset(), False
        """The channels, those looked at for their own sake, and whether the programme is a monitor."""
        self._unsubscribe: Unsubscribe = telemetry.subscribe(self._on_telemetry)
        self.on_clients: Callable[[], None] = lambda: None
        """Called when a page came or went."""

    def close(self) -> None:
        self._unsubscribe()
        self._unsubscribe = lambda: None
        if self._unwatch is not None:
            self._unwatch()
            self._unwatch = None
        self._pictures.clear()

    # --- the state ---

    def changed_on_air(self, state: State, seq: int) -> None:
        """The views that others look at than the crew. `changed` follows."""
        self._change(_ON_AIR, state, seq)

    def changed(self, state: State, seq: int) -> None:
        """All views; one that has this state already is not sent again."""
        self._state = state
        self._change(self._channels, state, seq)

    def _change(self, views: Iterable[str], state: State, seq: int) -> None:
        if self._step[0] is not state:
            self._step = (state, {}, merge.Differ())
        _, shared, differ = self._step
        for name in views:
            self._channels[name].change(state, self._source.show, seq, shared, differ)

    def set_extra(self, view: ViewName, slice_name: str, data: Any) -> None:
        """A slice that is not made from the state (links, accounts): the same for everybody who sees the view."""
        self._channels[view].set_extra(slice_name, data)

    def data(self, view: ViewName, grant: Grant) -> dict[str, Any]:
        return self._channels[view].data(self._state, self._source.show, grant)

    def seq(self, view: ViewName) -> int:
        return self._channels[view].seq

    # --- pages ---

    def join(self, client: Client, view: ViewName, grant: Grant, since: tuple[str, int] | None) -> None:
        """The page sees the view from now on; first it gets what it lacks. A second hello starts over."""
        if client.view is not None:
            self._channels[client.view].clients.discard(client)
        client.forget()
        client.view, client.grant = view, grant
        channel = self._channels[view]
        missed = channel.missed(since[1]) if since is not None and since[0] == self._source.epoch else None
        if missed is None:
            client.send(channel.snapshot(self._state, self._source.show, grant))
        else:
            for message in missed:
                client.send(message)
        channel.clients.add(client)
        for key, value in self._telemetry.latest.items():
            if _measures(view, key):
                client.send_newest(key, _encode(Live(key, value)))
        self._send_kept(client)
        self._watch()
        self.on_clients()

    def look(self, client: Client, cameras: Iterable[str]) -> None:
        """The page shows the pictures of these cameras, and of no others any more."""
        places = {str(camera.id): FIRST_FEED + place for place, camera in enumerate(self._source.show.cameras)}
        before, client.looks = client.looks, frozenset(places[camera] for camera in cameras if camera in places)
        if client.looks != before:
            self._send_kept(client)
            self._watch()

    def _send_kept(self, client: Client) -> None:
        for number, (at, frame) in self._pictures.items():
            if self._sees(client, number) and time.monotonic() - at < FRESH:
                client.send_picture(number, frame)

    def leave(self, client: Client) -> None:
        if client.view is not None:
            self._channels[client.view].clients.discard(client)
            self._watch()
            self.on_clients()

    def clients(self) -> list[Client]:
        return [client for channel in self._channels.values() for client in channel.clients]

    def ended(self, ended: Ended) -> list[Client]:
        """The pages that must go now."""
        return [client for client in self.clients() if client.grant is not None and ended.ends(client.grant)]

    def counts(self) -> dict[str, int]:
        return {name: len(channel.clients) for name, channel in self._channels.items()}

    def judges(self) -> dict[str, int]:
        return dict(Counter(client.grant.subject for client in self._channels["judge"].clients if client.grant))

    # --- what is lossy ---

    def beat(self) -> None:
        message = _encode(Beat(self._source.clock.now()))
        for client in self.clients():
            client.send_newest("", message)

    def _on_telemetry(self, key: str, value: Any) -> None:
        views = [view for view in _MEASURED if _measures(view, key) and self._channels[view].clients]
        if views:
            message = _encode(Live(key, value))
            for client in (client for view in views for client in self._channels[view].clients):
                client.send_newest(key, message)

    def _on_picture(self, channel: int, jpeg: bytes) -> None:
        frame = bytes((channel,)) + jpeg
        self._pictures[channel] = time.monotonic(), frame
        for view in _PICTURES:
            for client in self._channels[view].clients:
                if self._sees(client, channel):
                    client.send_picture(channel, frame)

    def _sees(self, client: Client, channel: int) -> bool:
        """A guest his one camera and no other."""
        if client.view == "lend":
            return channel == _camera_of(client.grant, self._source.show)
        usual = _PICTURES.get(client.view or "", ())
        return channel in usual or (client.view in _LOOKS and channel in client.looks)

    def _watch(self) -> None:
        """Pictures are asked for only while somebody looks at them."""
        watching = [client for view in _PICTURES for client in self._channels[view].clients if client.pictures]
        wanted = frozenset(channel for channel in CHANNELS if any(self._sees(client, channel) for client in watching))
        near = [client for client in watching if client.view != _QUICK]
        close = frozenset(channel for channel in wanted if any(self._sees(client, channel) for client in near))
        quick = any(client.view == _QUICK for client in watching)
        if (wanted, close, quick) == self._watching:
            return
        if self._unwatch is not None:
            self._unwatch()
        self._watching = wanted, close, quick
        subscribe = self._telemetry.subscribe_pictures
        self._unwatch = subscribe(self._on_picture, wanted, close=close, quick=quick) if wanted else None
        for number in self._pictures.keys() - wanted:  # of some other time when the next page opens
            del self._pictures[number]


def _camera_of(grant: Grant | None, show: Show) -> int | None:
    """The channel of a guest's one camera."""
    for place, camera in enumerate(show.cameras):
        if grant is not None and camera.id == grant.subject:
            return FIRST_FEED + place
    return None


def _measures(view: str, key: str) -> bool:
    keys = _MEASURED.get(view, ())
    return keys is None or key in keys
