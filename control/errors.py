"""The two ways of saying no: an error that is raised, and a rejection that is returned."""

from __future__ import annotations

import msgspec


class EfirError(Exception):
    """Root of everything Efir raises for a person to read.

    ``code`` is a Fluent message id in kebab-case and ``arguments`` are what that message interpolates. The
    sentence itself is made where it is shown, in the reader's language; ``str()`` is for logs only. (The
    attribute is not called ``args``: every Python exception already has one, and it is always a tuple.)
    """

    def __init__(self, code: str, **arguments: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.arguments = arguments

    def __str__(self) -> str:
        return " ".join([self.code, *(f"{name}={value!r}" for name, value in self.arguments.items())])


class Rejection(msgspec.Struct, frozen=True):
    """Why ``decide`` refused a command: a value that is returned, never raised. ``code`` and ``args`` as in
    `EfirError`."""

    code: str
    args: dict[str, str | int]


def reject(code: str, **args: str | int) -> Rejection:
    """``reject("ballot-after-reveal", pair="p1")`` reads better than the constructor."""
    return Rejection(code, args)
