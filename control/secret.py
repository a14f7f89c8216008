"""A value that never shows itself: in a log, a traceback, a view or the journal it is `•••`."""

from typing import final

MASK = "•••"


@final
class Secret:
    """Holds a password, a stream key, a token. `reveal()` is the only way to the value, at the place of use."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(("Secret", self._value))

    def __repr__(self) -> str:
        return f"Secret({MASK})"

    def __str__(self) -> str:
        return MASK
