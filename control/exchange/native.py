"""Our own file: the plan whole, as JSON with a format tag and a version."""

import msgspec
from msgspec import Struct

from control.core.rundown.plan import Plan
from control.exchange import check
from control.exchange.reading import Reading, UnreadableError, error, in_order, is_fatal, unreadable

FORMAT = "efir-rundown"
VERSION = 1


class File(Struct, frozen=True):
    format: str
    version: int
    plan: msgspec.Raw


def write(plan: Plan) -> bytes:
    file = File(FORMAT, VERSION, msgspec.Raw(msgspec.json.encode(plan)))
    return msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n"


def read(data: bytes) -> Reading:
    try:
        plan = _plan(data.removeprefix(b"\xef\xbb\xbf"))
    except UnreadableError as error_:
        return unreadable(error_)
    faults = list(check.check(plan, {}))
    if not plan.order:
        faults.append(error("exchange-empty"))
    return Reading(None if is_fatal(faults) else plan, in_order(faults))


def _plan(data: bytes) -> Plan:
    try:
        msgspec.json.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error_:
        raise UnreadableError("exchange-not-json") from error_
    try:
        file = msgspec.json.decode(data, type=File)
    except msgspec.ValidationError as error_:
        raise UnreadableError("exchange-not-efir") from error_
    if file.format != FORMAT:
        raise UnreadableError("exchange-not-efir")
    if file.version > VERSION:
        raise UnreadableError("exchange-efir-newer")
    try:
        return msgspec.json.decode(file.plan, type=Plan)
    except (msgspec.ValidationError, RecursionError) as error_:
        raise UnreadableError(
            "exchange-efir-broken", field=str(error_).rpartition("`")[0].rpartition("`")[2]
        ) from error_
