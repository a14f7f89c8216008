"""Both languages say everything, with the same variables, and each file is whole."""

from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax.ast import Junk, Message, VariableReference
from fluent.syntax.visitor import Visitor

import control
from control.language import LANGUAGES, Texts

TEXTS = Path(control.__path__[0]) / "texts"


class Variables(Visitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: VariableReference) -> None:  # noqa: N802 (fluent.syntax calls it so)
        self.names.add(node.id.name)


def messages(language: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for file in sorted((TEXTS / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, Junk), f"{file}: {entry.content}"
            if isinstance(entry, Message):
                assert entry.id.name not in found, f"{file}: {entry.id.name} is there twice"
                assert entry.value is not None, f"{file}: {entry.id.name} says nothing"
                variables = Variables()
                variables.visit(entry)
                found[entry.id.name] = variables.names
    return found


def test_both_languages_have_the_same_messages_with_the_same_variables() -> None:
    russian, english = messages("ru"), messages("en")
    assert len(russian) > 50
    assert sorted(russian) == sorted(english)
    assert {code: names for code, names in russian.items() if names != english[code]} == {}


def test_both_languages_have_the_same_files() -> None:
    files = [{file.name for file in (TEXTS / language).iterdir()} for language in LANGUAGES]
    assert files[0] == files[1]


def test_numbers_are_not_grouped_and_nothing_is_isolated() -> None:
    text = Texts("en").format("show-text-long", longest=12345)
    assert text == "the text is longer than 12345 characters"


@pytest.mark.parametrize(
    "count, text",
    [
        (1, "1 ошибка в файле a.yaml"),
        (3, "3 ошибки в файле a.yaml"),
        (5, "5 ошибок в файле a.yaml"),
        (21, "21 ошибка в файле a.yaml"),
    ],
)
def test_russian_plurals(count: int, text: str) -> None:
    assert Texts("ru").format("show-faults", count=count, file="a.yaml") == text


def test_an_unknown_message_is_an_apology_not_an_exception(caplog: pytest.LogCaptureFixture) -> None:
    assert Texts("en").format("no-such-message", x=1) == "Something Efir has no words for (no-such-message)"
    assert "no text no-such-message in en" in caplog.text


def test_a_forgotten_argument_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    assert "limit" in Texts("en").format("show-file-large")
    assert "show-file-large" in caplog.text
