"""`python -m webui.typegen`: writes pages/lib/wire.ts, the TypeScript of everything that goes over the wire.

Made from the same msgspec types the server encodes with, so a page that reads a field the server does not send is a
compile error. An own generator because the ready ones start from JSON Schema, where msgspec has already lost what makes
the result readable: generics (`Collection<SceneWire>`), named literals (`Phase`) and the docstrings of fields.
`python -m webui.typegen --check` writes nothing and exits with 1 if the committed file is not current.
"""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import typing
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec
from msgspec import inspect as schema

from control.access import COMMAND_ROLES
from control.core import camera_acts
from control.core.types import Role
from control.registry import COMMAND_TYPES, tag_of
from control.views import wire, wire_cameras, wire_debate, wire_rundown, wire_timers
from webui import answers, measured, messages

TARGET = Path(__file__).parent / "pages" / "lib" / "wire.ts"
LINE = 110
HEADER = """// Made by `python -m webui.typegen` from control.views.wire*, webui.messages, webui.answers, the commands.
// Do not edit.
"""


class Generator:
    """Collects declarations by name, in the order they are first needed."""

    def __init__(self, *sources: ModuleType) -> None:
        self.declarations: dict[str, str] = {}
        self._literals = {
            frozenset(typing.get_args(value)): (name, typing.get_args(value))
            for source in sources
            for name, value in vars(source).items()
            if typing.get_origin(value) is typing.Literal
        }
        self._names: dict[type, str] = {}

    def name(self, cls: type, name: str) -> None:
        """The struct `cls` is called `name` in TypeScript; otherwise it keeps its own."""
        self._names[cls] = name

    def add(self, cls: Any) -> str:
        """Declares the type if it is new; how to refer to it."""
        (info,) = schema.multi_type_info([cls])
        return self._type(info)

    def alias(self, name: str, parts: list[str]) -> None:
        line = f"export type {name} = {' | '.join(parts)};"
        if len(line) > LINE:
            line = f"export type {name} =\n" + "\n".join(f"  | {part}" for part in parts) + ";"
        self.declarations[name] = line + "\n"

    def _type(self, info: schema.Type) -> str:
        match info:
            case schema.Metadata(type=inner):
                return self._type(inner)
            case schema.BoolType():
                return "boolean"
            case schema.IntType() | schema.FloatType():
                return "number"
            case schema.StrType():
                return "string"
            case schema.NoneType():
                return "null"
            case schema.LiteralType(values=values):
                return self._literal(values)
            case schema.EnumType(cls=cls):
                return self._literal(tuple(member.value for member in cls))
            case schema.DictType(value_type=value):
                return f"Record<string, {self._type(value)}>"
            case schema.TupleType(item_types=items):
                return f"[{', '.join(self._type(item) for item in items)}]"
            case (
                schema.ListType(item_type=item)
                | schema.VarTupleType(item_type=item)
                | schema.SetType(item_type=item)
                | schema.FrozenSetType(item_type=item)
            ):
                element = self._type(item)
                return f"({element})[]" if "|" in element else f"{element}[]"
            case schema.UnionType(types=types):
                return " | ".join(dict.fromkeys(self._type(part) for part in types))
            case schema.StructType():
                return self._struct(info)
            case schema.RawType():
                return "Command"
            case schema.AnyType() | schema.CustomType():
                return "unknown"
        raise TypeError(f"no TypeScript for {info!r}")

    def _literal(self, values: tuple[Any, ...]) -> str:
        known = self._literals.get(frozenset(values))
        if known is None:
            return " | ".join(_json(value) for value in values)
        name, in_source_order = known
        if name not in self.declarations:
            self.alias(name, [_json(value) for value in in_source_order])
        return name

    def _struct(self, info: schema.StructType) -> str:
        cls: Any = info.cls
        origin = typing.get_origin(cls)
        if origin is not None:
            arguments = ", ".join(self.add(argument) for argument in typing.get_args(cls))
            generic = self._generic(origin)
            return f"{generic}<{arguments}>"
        name = str(self._names.get(cls, cls.__name__))
        if name not in self.declarations:
            lines = [f"  {info.tag_field}: '{info.tag}';"] if info.tag_field else []
            comments = _field_comments(cls)
            for part in info.fields:
                lines += _comment(comments.get(part.name, ""), "  ")
                lines.append(f"  {part.encode_name}{'' if part.required else '?'}: {self._type(part.type)};")
            self.declarations[name] = self._interface(cls, name, lines)
        return name

    def _generic(self, cls: Any) -> str:
        """A struct over one type variable, read from its annotations, where the variable still stands."""
        name = str(cls.__name__)
        if name not in self.declarations:
            fields = {f.name: f.encode_name for f in msgspec.structs.fields(cls)}
            comments = _field_comments(cls)
            variable = cls.__parameters__[0].__name__
            lines = []
            for field, annotation in typing.get_type_hints(cls).items():
                if typing.get_origin(annotation) is dict and typing.get_args(annotation)[1] == cls.__parameters__[0]:
                    text = f"Record<string, {variable}>"
                else:
                    text = self.add(annotation)
                lines += _comment(comments.get(field, ""), "  ")
                lines.append(f"  {fields[field]}: {text};")
            self.declarations[name] = self._interface(cls, f"{name}<{variable}>", lines)
        return name

    @staticmethod
    def _interface(of: type, head: str, lines: list[str]) -> str:
        # A struct without a docstring has msgspec's or its parent's; only its own is wanted.
        own = (of.__dict__.get("__doc__") or "").strip()
        return "\n".join([*_comment(own, ""), f"export interface {head} {{", *lines, "}\n"])


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode().replace('"', "'")


def _comment(text: str, indent: str) -> list[str]:
    if not text:
        return []
    lines = [line.strip() for line in text.splitlines()]
    if len(lines) == 1:
        return [f"{indent}/** {lines[0]} */"]
    return [f"{indent}/**", *(f"{indent} * {line}".rstrip() for line in lines), f"{indent} */"]


def _field_comments(cls: type) -> dict[str, str]:
    """The string that follows a field in the source is its docstring."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(tree, ast.ClassDef)
    found = {}
    for field, after in zip(tree.body, tree.body[1:], strict=False):
        match field, after:
            case ast.AnnAssign(target=ast.Name(id=name)), ast.Expr(value=ast.Constant(value=str(text))):
                found[name] = text
    return found


def command_name(tag: str) -> str:
    """`program.take` → `ProgramTake`."""
    return "".join(word.capitalize() for word in tag.replace(".", "-").split("-"))


def generate() -> str:
    """The whole file."""
    generator = Generator(
        wire, camera_acts, wire_cameras, wire_debate, wire_rundown, wire_timers, messages, measured, answers
    )
    commands: list[str] = []
    for command in COMMAND_TYPES:
        if COMMAND_ROLES[command] - {Role.SYSTEM}:
            generator.name(command, command_name(tag_of(command)))
            commands.append(generator.add(command))
    generator.alias("Command", commands)
    generator.name(messages.ReceiptMessage, "Receipt")
    generator.alias("FromClient", [generator.add(cls) for cls in typing.get_args(messages.FromClient)])
    generator.alias("FromServer", [generator.add(cls) for cls in typing.get_args(messages.FromServer)])
    for cls in (
        messages.Views,
        measured.Telemetry,
        answers.MeAnswer,
        answers.ImportAnswer,
        answers.ExportAnswer,
        answers.ClipsAnswer,
        answers.FoundCamerasAnswer,
        answers.LinkAnswer,
        answers.CertificateAnswer,
        answers.ProblemAnswer,
    ):
        generator.add(cls)
    return HEADER + "\n" + "\n".join(generator.declarations.values())


def main() -> int:
    text = generate()
    current = TARGET.read_text(encoding="utf-8") if TARGET.exists() else ""
    if current == text:
        return 0
    if "--check" in sys.argv[1:]:
        sys.stderr.write(f"{TARGET} is not current: run `python -m webui.typegen`\n")
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
