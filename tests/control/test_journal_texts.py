"""Whatever the journal complains about, there are words for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from control.language import LANGUAGES, Texts
from control.show import Language

SOURCES = Path(__file__).parents[2] / "control" / "journal"


def codes() -> set[str]:
    text = "".join(path.read_text(encoding="utf-8") for path in SOURCES.glob("*.py"))
    return set(re.findall(r'"((?:journal|export)-[a-z-]+)"', text))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words(language: Language) -> None:
    assert len(codes()) > 15
    assert [code for code in sorted(codes()) if code not in Texts(language)] == []
