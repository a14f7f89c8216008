"""What went wrong, in the reader's language."""

from __future__ import annotations

from aiohttp import web

from control.errors import EfirError, Rejection
from control.language import LANGUAGES, Texts
from control.show import Language
from webui.messages import Problem

_TEXTS = {language: Texts(language) for language in LANGUAGES}


def language_of(request: web.Request, default: Language) -> Language:
    """The first of ours in Accept-Language (RFC 9110 section 12.5.4, without the weights: browsers sort by them)."""
    for part in request.headers.get("Accept-Language", "").lower().split(","):
        tag = part.strip()[:2]
        for language in LANGUAGES:
            if tag == language:
                return language
    return default


def text(language: Language, code: str, **args: str | int) -> str:
    return _TEXTS[language].format(code, **args)


def problem(language: Language, error: Rejection | EfirError) -> Problem:
    args = error.args if isinstance(error, Rejection) else error.arguments
    return Problem(code=error.code, args=dict(args), text=text(language, error.code, **args))
