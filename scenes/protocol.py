"""obs-websocket 5 messages, pure: what is sent, what is answered, what went wrong.

https://github.com/obsproject/obs-websocket/blob/5.1.0/docs/generated/protocol.md — op codes, RequestStatus codes and
event subscriptions are those of that page.
"""

import base64
import hashlib
import json
from enum import IntEnum
from typing import Any

from msgspec import Struct

RPC_VERSION = 1
OLDEST = (5, 0, 0)
"""obs-websocket 5 came with OBS 28."""


class Op(IntEnum):
    HELLO = 0
    IDENTIFY = 1
    IDENTIFIED = 2
    REIDENTIFY = 3
    EVENT = 5
    REQUEST = 6
    RESPONSE = 7
    BATCH = 8
    BATCH_RESPONSE = 9


class Close(IntEnum):
    """WebSocketCloseCode."""

    NOT_IDENTIFIED = 4007
    AUTHENTICATION_FAILED = 4009
    UNSUPPORTED_RPC = 4010
    SESSION_INVALIDATED = 4011


EVENTS_ALL = 0x7FF
"""Every event that is not of high volume."""
EVENTS_METERS = 1 << 16
"""InputVolumeMeters, every 50 ms."""

SUCCESS = 100
NOT_FOUND = 600
"""RequestStatus ResourceNotFound."""
SERIAL_REALTIME, SERIAL_FRAME = 0, 1
"""RequestBatchExecutionType."""


class ObsError(Exception):
    """Whatever keeps a request from being done."""


class ObsAway(ObsError):
    """There is no connection to OBS right now."""


class ObsTimeout(ObsError):
    """OBS did not answer in time: whether it did what was asked is not known."""


class ObsConfused(ObsError):
    """OBS answered something else than was asked: whether it did what was asked is not known."""


class ObsRefused(ObsError):
    """OBS says no. `code` is a RequestStatus (600: there is no such resource, 604: it is in the wrong state, …)."""

    def __init__(self, request: str, code: int, comment: str) -> None:
        super().__init__(f"{request}: {comment or code} ({code})")
        self.request = request
        self.code = code
        self.comment = comment


class Result(Struct, frozen=True):
    """One answer of a batch."""

    request: str
    code: int
    comment: str
    data: dict[str, Any]

    @property
    def ok(self) -> bool:
        return self.code == SUCCESS

    def check(self) -> dict[str, Any]:
        """The answer's data; ObsRefused otherwise."""
        if not self.ok:
            raise ObsRefused(self.request, self.code, self.comment)
        return self.data


def request(request_id: str, kind: str, data: dict[str, Any] | None) -> dict[str, Any]:
    body: dict[str, Any] = {"requestType": kind, "requestId": request_id}
    if data:
        body["requestData"] = data
    return {"op": int(Op.REQUEST), "d": body}


def batch(
    request_id: str, requests: list[tuple[str, dict[str, Any]]], execution: int, halt_on_failure: bool
) -> dict[str, Any]:
    """Requests of a batch are done in order; with SERIAL_FRAME all within one frame."""
    return {
        "op": int(Op.BATCH),
        "d": {
            "requestId": request_id,
            "haltOnFailure": halt_on_failure,
            "executionType": execution,
            "requests": [
                {"requestType": kind, "requestId": str(n), "requestData": data}
                for n, (kind, data) in enumerate(requests)
            ],
        },
    }


def body(message: str | bytes, *expected: Op) -> dict[str, Any] | None:
    """A message's `d`; None if it is of another kind than those. ObsConfused for what is no obs-websocket message."""
    try:
        read = json.loads(message)
    except ValueError as error:
        raise ObsConfused("this is not JSON") from error
    if not isinstance(read, dict) or not isinstance(read.get("d"), dict):
        raise ObsConfused("this is not a message of obs-websocket")
    content: dict[str, Any] = read["d"]
    return content if read.get("op") in expected else None


def result(body: dict[str, Any]) -> Result:
    """Of a response's `d`, or of one of a batch's results. ObsConfused if it is neither."""
    try:
        status = body["requestStatus"]
        return Result(body["requestType"], status["code"], status.get("comment") or "", body.get("responseData") or {})
    except (KeyError, TypeError, AttributeError) as error:
        raise ObsConfused("this is not an answer") from error


def authentication(password: str, salt: str, challenge: str) -> str:
    """The answer to Hello's challenge: base64(SHA-256(base64(SHA-256(password + salt)) + challenge))."""
    secret = base64.b64encode(hashlib.sha256((password + salt).encode()).digest()).decode()
    return base64.b64encode(hashlib.sha256((secret + challenge).encode()).digest()).decode()


def identify(hello: dict[str, Any], password: str, subscriptions: int) -> dict[str, Any]:
    """The answer to a Hello's `d`."""
    body: dict[str, Any] = {"rpcVersion": RPC_VERSION, "eventSubscriptions": subscriptions}
    if (asked := hello.get("authentication")) is not None:
        body["authentication"] = authentication(password, asked["salt"], asked["challenge"])
    return {"op": int(Op.IDENTIFY), "d": body}


def version(text: str) -> tuple[int, ...]:
    """`5.1.0` → (5, 1, 0)."""
    return tuple(int(part) for part in text.split("-", maxsplit=1)[0].split(".") if part.isdigit())
