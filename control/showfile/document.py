"""YAML 1.2 to a tree of nodes that know where they stand. Nothing is interpreted: what a scalar means is decided by
the type that is wanted of it (`check`), so `scores_step: 0.5`, a number `0123` and a name `on` are what they look like.

Made from ruamel's events, not by its constructors: no tag can make an object, and depth and size are bounded while
reading. Besides plain YAML there is one tag, `!env NAME`: the value of an environment variable.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)
from ruamel.yaml.nodes import ScalarNode
from ruamel.yaml.reader import ReaderError

from control.showfile.faults import Collector, Mark, Path

DEEPEST = 24
MOST_NODES = 50_000
"""About a second of reading; the largest show thinkable has a tenth of it."""

Kind = Literal["text", "number", "truth", "nothing"]


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value as it is written. `kind` is what YAML would take it for."""

    at: Mark
    text: str
    kind: Kind
    env: str | None = None
    """The environment variable it came from."""


@dataclass(frozen=True, slots=True)
class Sequence:
    at: Mark
    items: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Entry:
    at: Mark
    key: str
    value: "Node"


@dataclass(frozen=True, slots=True)
class Map:
    """No key twice."""

    at: Mark
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Broken:
    """A value whose fault has been told already."""

    at: Mark


Node = Scalar | Sequence | Map | Broken


def parse(text: str, environ: Mapping[str, str], faults: Collector) -> Node | None:
    """The root, or None when there is none to speak of: then `faults` has the reason."""
    try:
        return _Composer(text, environ, faults).compose()
    except _TooMuchError as limit:
        faults.add(limit.at, (), limit.code, limit=limit.limit)
    except ReaderError as error:
        before = text[: error.position]
        at = Mark(before.count("\n") + 1, error.position - (before.rfind("\n") + 1) + 1)
        faults.add(at, (), "show-yaml-character", character=f"U+{int(error.character):04X}")
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = Mark(mark.line + 1, mark.column + 1) if mark else Mark(1, 1)
        problem = " ".join(filter(None, (error.context, error.problem)))
        faults.add(at, (), _syntax_code(problem), detail=problem)
    except (YAMLError, ValueError, OverflowError) as error:
        # ValueError and OverflowError: a \U escape beyond Unicode in a quoted text (ruamel.yaml 0.19)
        faults.add(Mark(1, 1), (), "show-yaml-syntax", detail=str(error))
    return None


# What the scanner says (in English) to what a person should look at.
_SYNTAX = {
    "cannot start any token": "show-yaml-token",
    "mapping values are not allowed": "show-yaml-colon",
    "could not find expected ':'": "show-yaml-no-colon",
    "while scanning a quoted scalar": "show-yaml-quote",
    "undefined alias": "show-yaml-alias",
    "<block end>": "show-yaml-indent",
}


def _syntax_code(problem: str) -> str:
    return next((code for words, code in _SYNTAX.items() if words in problem), "show-yaml-syntax")


class _TooMuchError(Exception):
    def __init__(self, at: Mark, code: str, limit: int) -> None:
        self.at, self.code, self.limit = at, code, limit


class _Composer:
    def __init__(self, text: str, environ: Mapping[str, str], faults: Collector) -> None:
        yaml = YAML(typ="safe", pure=True)
        self._resolver: Any = yaml.resolver
        self._events: Iterator[Any] = iter(yaml.parse(text))
        self._environ = environ
        self._faults = faults
        self._anchors: dict[str, Node] = {}
        self._nodes = 0

    def compose(self) -> Node | None:
        root: Node | None = None
        documents = 0
        for event in self._events:
            if isinstance(event, DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._faults.add(_mark(event), (), "show-yaml-documents")
                    break
            elif isinstance(event, NodeEvent):
                root = self._node(event, ())
        return root

    def _node(self, event: Any, path: Path) -> Node:
        at = _mark(event)
        self._nodes += 1
        if self._nodes > MOST_NODES:
            raise _TooMuchError(at, "show-yaml-large", MOST_NODES)
        if len(path) > DEEPEST:
            raise _TooMuchError(at, "show-yaml-deep", DEEPEST)
        if isinstance(event, AliasEvent):
            return self._alias(event, at, path)
        node: Node
        match event:
            case ScalarEvent():
                node = self._scalar(event, at, path)
            case SequenceStartEvent():
                node = self._sequence(at, path)
            case MappingStartEvent():
                node = self._map(at, path)
            case _:
                raise TypeError(event)
        if not isinstance(event, ScalarEvent) and event.tag is not None:
            self._faults.add(at, path, "show-tag-unknown", tag=str(event.tag))
            node = Broken(at)
        if event.anchor is not None:
            self._anchors[str(event.anchor)] = node
        return node

    def _alias(self, event: Any, at: Mark, path: Path) -> Node:
        """An alias inside its own anchor finds nothing yet, so no node ever contains itself."""
        name = str(event.anchor)
        node = self._anchors.get(name)
        if node is None:
            self._faults.add(at, path, "show-alias-unknown", alias=name)
            return Broken(at)
        return node

    def _scalar(self, event: Any, at: Mark, path: Path) -> Node:
        value: str = event.value
        if event.tag is None:
            return Scalar(at, value, self._kind(value, plain=bool(event.implicit[0])))
        if str(event.tag) != "!env":
            self._faults.add(at, path, "show-tag-unknown", tag=str(event.tag))
            return Broken(at)
        name = value.strip()
        found = self._environ.get(name)
        if found is None:
            code = "show-env-missing" if name else "show-env-nameless"
            self._faults.add(at, path, code, name=name)
            return Broken(at)
        return Scalar(at, found, self._kind(found, plain=True), env=name)

    def _kind(self, value: str, *, plain: bool) -> Kind:
        tag = str(self._resolver.resolve(ScalarNode, value, (plain, not plain)))
        match tag.rpartition(":")[2]:
            case "int" | "float":
                return "number"
            case "bool":
                return "truth"
            case "null":
                return "nothing"
        return "text"

    def _sequence(self, at: Mark, path: Path) -> Sequence:
        items: list[Node] = []
        while not isinstance(event := next(self._events), SequenceEndEvent):
            items.append(self._node(event, (*path, f"[{len(items)}]")))
        return Sequence(at, tuple(items))

    def _map(self, at: Mark, path: Path) -> Map:
        entries: dict[str, Entry] = {}
        while not isinstance(event := next(self._events), MappingEndEvent):
            key_at = _mark(event)
            key = event.value if isinstance(event, ScalarEvent) and event.tag is None else None
            if key is None:
                self._node(event, path)
                self._node(next(self._events), path)
                self._faults.add(key_at, path, "show-key-complex")
                continue
            here = (*path, key)
            value = self._node(next(self._events), here)
            if isinstance(value, Scalar) and value.kind == "nothing" and not value.text:
                value = Scalar(key_at, "", "nothing")  # YAML places an empty value on the line after it
            if key in entries:
                self._faults.add(key_at, here, "show-key-twice", line=entries[key].at.line)
            else:
                entries[key] = Entry(key_at, key, value)
        return Map(at, tuple(entries.values()))


def _mark(event: Any) -> Mark:
    return Mark(event.start_mark.line + 1, event.start_mark.column + 1)
