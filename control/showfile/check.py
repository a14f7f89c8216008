"""Nodes to frozen structs, after the types of `control.show`: every fault is gathered, none stops the walk.

msgspec itself stops at its first fault and knows no places, so the types are walked here, as `msgspec.inspect` tells
them. What could not be read becomes `FAULTY`, so that the rest can still be checked against it.
"""

import difflib
import math
import re
from collections.abc import Iterable
from datetime import date
from typing import Any, Final

import msgspec
from msgspec import inspect as shape

from control.clock import Duration
from control.secret import Secret
from control.show import IDENTIFIER
from control.showfile import durations
from control.showfile.document import Broken, Map, Node, Scalar, Sequence
from control.showfile.faults import Collector, Mark, Path


class Faulty:
    """In place of a value whose fault has been told. Equal to nothing, and of no type."""

    def __repr__(self) -> str:
        return "FAULTY"


FAULTY: Final[Any] = Faulty()

MOST_VALUES = 50_000
"""Aliases of aliases make a small file large; this is where it ends."""

_ID = re.compile(IDENTIFIER)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INTEGER = re.compile(r"[-+]?[0-9]{1,18}")
_WHOLE = re.compile(r"[-+]?[0-9]+")


class Checker:
    """`places` and `keys` are where each value and each key read so far stands, by path."""

    def __init__(self, faults: Collector) -> None:
        self._faults = faults
        self._left = MOST_VALUES
        self.values: dict[Path, Mark] = {}
        self.keys: dict[Path, Mark] = {}

    def convert(self, node: Node, type_: shape.Type, path: Path, at: Mark) -> Any:
        """The value of `type_`, or FAULTY. `at` is where to point if the value is empty: its key."""
        self._left -= 1
        if self._left == 0:
            self._faults.add(node.at, path, "show-yaml-large", limit=MOST_VALUES)
        if self._left <= 0:
            return FAULTY
        # What is wrong with a mapping as a whole is shown at its key; its own place is that of its first child.
        self.values[path] = node.at if isinstance(node, Scalar) else at
        unit = ""
        while isinstance(type_, shape.Metadata):
            unit = unit or (type_.extra or {}).get("unit", "")
            type_ = type_.type
        match type_:
            case shape.UnionType():
                if isinstance(node, Scalar) and node.kind == "nothing":
                    return None
                wanted = [each for each in type_.types if not isinstance(each, shape.NoneType)]
                return self._value(node, path) if len(wanted) > 1 else self.convert(node, wanted[0], path, at)
            case shape.StructType():
                return self._struct(node, type_, path, at)
            case _ if isinstance(node, Broken):
                return FAULTY
            case shape.AnyType():
                return self._json(node, path)
            case shape.VarTupleType(item_type=shape.StructType() as part) if _has_id(part):
                return self._by_id(node, part, path)
            case shape.VarTupleType():
                return self._tuple(node, type_, path)
            case shape.DictType():
                return self._dict(node, type_, path)
        if not isinstance(node, Scalar):
            return self._wrong(node, path, _wanted(type_, unit))
        match type_:
            case shape.IntType() if unit in ("duration", "shift"):
                return self._duration(node, type_, path, signed=unit == "shift")
            case shape.IntType() if unit == "time":
                return self._time(node, path)
            case shape.IntType() if unit == "time-of-day":
                found = durations.parse_time_of_day(node.text)
                if found is not None:
                    return found
                return self._fault(node, path, "show-time-of-day-wrong", text=_short(node.text))
            case shape.IntType():
                return self._integer(node, type_, path)
            case shape.FloatType():
                return self._number(node, type_, path)
            case shape.BoolType():
                return node.text.lower() == "true" if node.kind == "truth" else self._wrong(node, path, "truth")
            case shape.LiteralType():
                return self._choice(node, type_, path)
            case shape.CustomType() if type_.cls is Secret:
                return self._secret(node, path)
            case shape.StrType() if unit == "date":
                return self._date(node, path)
            case shape.StrType() if unit == "id":
                return node.text if _ID.fullmatch(node.text) else self._not_id(node.at, path, node.text)
            case shape.StrType():
                return self._text(node, type_, path, unit or "colour")
        raise TypeError(f"control.show has a type that the show file cannot hold: {type_}")

    @property
    def complete(self) -> bool:
        """False: there was too much to read all of it."""
        return self._left > 0

    # --- Mappings and lists

    def _struct(self, node: Node, type_: shape.StructType, path: Path, at: Mark, own_id: str | None = None) -> Any:
        """A struct even if faults were found in it: its good parts are checked on."""
        values: dict[str, Any] = {"id": own_id} if own_id is not None else {}
        fields = {field.encode_name: field for field in type_.fields if own_id is None or field.name != "id"}
        if isinstance(node, Scalar) and node.kind == "nothing":
            node = Map(node.at, ())
        if not isinstance(node, Map):
            if not isinstance(node, Broken):
                self._wrong(node, path, "mapping")
            return type_.cls(**values, **{name: FAULTY for name, field in fields.items() if field.required})
        for entry in node.entries:
            here = (*path, entry.key)
            self.keys[here] = entry.at
            field = fields.get(entry.key)
            if field is None:
                self._unknown(entry.at, here, fields)
            elif isinstance(entry.value, Scalar) and entry.value.kind == "nothing" and not field.required:
                pass  # nothing written: the default
            else:
                value = self.convert(entry.value, field.type, here, entry.at)
                if value is not FAULTY or field.required:
                    values[field.name] = value
        written = {entry.key for entry in node.entries}
        for name, field in fields.items():
            if field.required and name not in written:
                self._faults.add(at, (*path, name), "show-key-missing", key=name)
                values[field.name] = FAULTY
        return type_.cls(**values)

    def _by_id(self, node: Node, part: shape.StructType, path: Path) -> Any:
        if isinstance(node, Scalar) and node.kind == "nothing":
            return ()
        if not isinstance(node, Map):
            return self._wrong(node, path, "ids")
        parts = []
        for entry in node.entries:
            here = (*path, entry.key)
            self.keys[here] = entry.at
            if not _ID.fullmatch(entry.key):
                self._not_id(entry.at, here, entry.key)
            parts.append(self._struct(entry.value, part, here, entry.at, own_id=entry.key))
        return tuple(parts)

    def _tuple(self, node: Node, type_: shape.VarTupleType, path: Path) -> Any:
        if isinstance(node, Scalar) and node.kind == "nothing":
            return ()
        if not isinstance(node, Sequence):
            return self._wrong(node, path, "list")
        return tuple(
            self.convert(item, type_.item_type, (*path, f"[{index}]"), item.at) for index, item in enumerate(node.items)
        )

    def _dict(self, node: Node, type_: shape.DictType, path: Path) -> Any:
        if isinstance(node, Scalar) and node.kind == "nothing":
            return {}
        if not isinstance(node, Map):
            return self._wrong(node, path, "mapping")
        return {
            entry.key: self.convert(entry.value, type_.value_type, (*path, entry.key), entry.at)
            for entry in node.entries
        }

    def _json(self, node: Node, path: Path) -> Any:
        """Whatever it is, as JSON has it; FAULTY if anything in it is."""
        found: Any
        match node:
            case Map():
                found = {}
                for entry in node.entries:
                    here = (*path, entry.key)
                    self.keys[here] = entry.at
                    found[entry.key] = self.convert(entry.value, shape.AnyType(), here, entry.at)
                return FAULTY if FAULTY in found.values() else found
            case Sequence():
                found = self._tuple(node, shape.VarTupleType(shape.AnyType()), path)
                return FAULTY if FAULTY in found else list(found)
        return self._value(node, path)

    # --- Single values

    def _value(self, node: Node, path: Path) -> Any:
        """What YAML takes it for. It goes to the journal, so no secret can stand in it."""
        if not isinstance(node, Scalar):
            return FAULTY if isinstance(node, Broken) else self._wrong(node, path, "value")
        if node.env is not None:
            return self._fault(node, path, "show-secret-here")
        match node.kind:
            case "text":
                return node.text
            case "truth":
                return node.text.lower() == "true"
            case "nothing":
                return None
        whole = _WHOLE.fullmatch(node.text)
        return self._integer(node, shape.IntType(), path) if whole else self._number(node, shape.FloatType(), path)

    def _text(self, node: Scalar, type_: shape.StrType, path: Path, kind: str) -> Any:
        """`kind`: what a text of this pattern is."""
        if node.kind in ("nothing", "truth"):
            return self._wrong(node, path, "text")
        text = node.text.rstrip("\n")  # YAML's block texts end in one
        if type_.min_length and not text.strip():
            return self._fault(node, path, "show-text-empty")
        if type_.max_length is not None and len(text) > type_.max_length:
            return self._fault(node, path, "show-text-long", longest=type_.max_length)
        if type_.pattern is not None and not re.search(type_.pattern, text):
            return self._fault(node, path, f"show-{kind}-wrong", text=_short(text))
        return text

    def _choice(self, node: Scalar, type_: shape.LiteralType, path: Path) -> Any:
        for value in type_.values:
            if (value is True and node.kind == "truth" and node.text.lower() == "true") or node.text == value:
                return value
        choices = ["true" if value is True else str(value) for value in type_.values]
        near = near_word(node.text, choices)
        code = "show-choice-near" if near else "show-choice"
        return self._fault(node, path, code, text=_short(node.text), choices=", ".join(choices), near=near)

    def _secret(self, node: Scalar, path: Path) -> Any:
        """Only from the environment: a show file is copied, shown and committed."""
        if node.env is None and node.text and node.kind != "nothing":
            return self._fault(node, path, "show-secret-plain")
        return Secret(node.text)

    def _duration(self, node: Scalar, type_: shape.IntType, path: Path, *, signed: bool) -> Any:
        found = durations.parse_shift(node.text) if signed else durations.parse(node.text)
        if found is None:
            return self._fault(node, path, "show-duration-wrong", text=_short(node.text))
        least, most = (None if limit is None else Duration(int(limit)) for limit in (type_.ge, type_.le))
        if (least is not None and found < least) or (most is not None and found > most):
            limits = ("-" if limit is None else durations.written(limit) for limit in (least, most))
            return self._range(node, path, *limits)
        return found

    def _time(self, node: Scalar, path: Path) -> Any:
        found = durations.parse_time(node.text)
        return self._fault(node, path, "show-time-wrong", text=_short(node.text)) if found is None else found

    def _date(self, node: Scalar, path: Path) -> Any:
        text = node.text.strip()
        try:
            # Far from the ends of Python's calendar, so that days can be added; and Windows knows no time before 1970.
            if _DATE.fullmatch(text) and 2000 <= date.fromisoformat(text).year <= 2200:
                return text
        except ValueError:  # the thirtieth of February
            pass
        return self._fault(node, path, "show-date-wrong", text=_short(node.text))

    def _integer(self, node: Scalar, type_: shape.IntType, path: Path) -> Any:
        if not _INTEGER.fullmatch(node.text):
            return self._wrong(node, path, "integer")
        return self._within(node, int(node.text), type_, path)

    def _number(self, node: Scalar, type_: shape.FloatType, path: Path) -> Any:
        try:
            number = float(node.text) if node.kind == "number" else math.nan
        except ValueError:  # 0x1F, .inf: numbers to YAML
            number = math.nan
        if not math.isfinite(number):
            return self._wrong(node, path, "number")
        return self._within(node, number, type_, path)

    def _within(self, node: Scalar, number: float, type_: shape.IntType | shape.FloatType, path: Path) -> float | Any:
        if (type_.ge is not None and number < type_.ge) or (type_.le is not None and number > type_.le):
            return self._range(node, path, *("-" if x is None else f"{x:g}" for x in (type_.ge, type_.le)))
        return number

    # --- Faults

    def _fault(self, node: Node, path: Path, code: str, **args: str | int) -> Any:
        self._faults.add(node.at, path, code, **args)
        return FAULTY

    def _not_id(self, at: Mark, path: Path, text: str) -> Any:
        self._faults.add(at, path, "show-id-wrong", id=_short(text))
        return FAULTY

    def _range(self, node: Scalar, path: Path, least: str, most: str) -> Any:
        code = "show-range-least" if most == "-" else "show-range-most" if least == "-" else "show-range"
        return self._fault(node, path, code, text=_short(node.text), least=least, most=most)

    def _wrong(self, node: Node, path: Path, wanted: str) -> Any:
        found = node.kind if isinstance(node, Scalar) else "list" if isinstance(node, Sequence) else "mapping"
        return self._fault(node, path, "show-type-wrong", wanted=wanted, found=found)

    def _unknown(self, at: Mark, path: Path, known: Iterable[str]) -> None:
        known = list(known)
        near = near_word(path[-1], known)
        code = "show-key-unknown-near" if near else "show-key-unknown"
        self._faults.add(at, path, code, key=_short(path[-1]), near=near, known=", ".join(known))


def _has_id(part: shape.StructType) -> bool:
    """It is written in a mapping from ids; an id that may be left out is a key like any other."""
    return any(field.name == "id" and field.required for field in part.fields)


def _wanted(type_: shape.Type, unit: str) -> str:
    match type_:
        case shape.IntType():
            return {"": "integer", "shift": "duration"}.get(unit, unit)
        case shape.FloatType():
            return "number"
        case shape.BoolType():
            return "truth"
    return "text"


def near_word(word: str, known: Iterable[str], *, fold: bool = True) -> str:
    """The known word most likely meant, or "". Among words of a letter or two everything is near."""
    if len(word) < 4:
        return ""
    return next(iter(difflib.get_close_matches(word[:80].lower() if fold else word[:80], list(known), n=1)), "")


def _short(text: str) -> str:
    """What is quoted back to a person: one line of it."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def struct_type(of: type[msgspec.Struct]) -> shape.StructType:
    """The shape of a struct class."""
    found = shape.type_info(of)
    assert isinstance(found, shape.StructType)
    return found
