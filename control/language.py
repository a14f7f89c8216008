"""The words people read: Fluent messages of `control/texts/LANGUAGE/*.ftl`, one bundle a language.

A message id is the `code` of a rejection, an error or a fault; its variables are their arguments. Both languages have
the same ids with the same variables (tests/control/test_language.py).
"""

import logging
from functools import cache
from importlib.resources import files

from fluent.runtime import FluentBundle, FluentResource
from fluent.runtime.types import fluent_number

from control.show import Language

LANGUAGES: tuple[Language, ...] = ("ru", "en")

_log = logging.getLogger(__name__)


class Texts:
    """The messages of one language. Cheap to make: the files are read once a process."""

    def __init__(self, language: Language) -> None:
        self.language = language
        self._bundle = _bundle(language)

    def __contains__(self, code: str) -> bool:
        return bool(self._bundle.has_message(code))

    def format(self, code: str, **args: str | int) -> str:
        """The sentence. Never raises: a person gets an apology with the code, the log gets the reason."""
        if code not in self:
            _log.error("no text %s in %s", code, self.language)
            code, args = "text-missing", {"code": code}
        pattern = self._bundle.get_message(code).value
        assert pattern is not None, f"{code} has attributes only"
        text, errors = self._bundle.format_pattern(pattern, {name: _plain(arg) for name, arg in args.items()})
        for error in errors:
            _log.error("text %s in %s: %s", code, self.language, error)
        return str(text)


def _plain(value: str | int) -> object:
    """Numbers here are sizes, lines and counts: 1920, not 1 920."""
    return fluent_number(value, useGrouping=False) if isinstance(value, int) else value


@cache
def _bundle(language: Language) -> FluentBundle:
    # Isolation marks (FSI, PDI) are invisible in a browser and rubbish in a Windows console; both languages run
    # left to right.
    bundle = FluentBundle([language], use_isolating=False)
    folder = files("control") / "texts" / language
    for file in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if file.name.endswith(".ftl"):
            bundle.add_resource(FluentResource(file.read_text(encoding="utf-8")))
    return bundle
