"""What every answer of the rehearsal's OBS needs: its form, and the fields of a request."""

from collections.abc import Callable
from typing import Any

from scenes.rehearsal.model import MISSING_FIELD, Model, Refusal

Data = dict[str, Any]
Answer = Callable[[Model, Data], Data | None]


def need(data: Data, *names: str) -> None:
    for name in names:
        if name not in data:
            raise Refusal(MISSING_FIELD, f"Your request is missing the `{name}` field.")


def merge(settings: Data, new: Data, overlay: bool) -> Data:
    return {**settings, **new} if overlay else dict(new)


def named(field: str, do: Callable[[Model, Any], Any]) -> Answer:
    """A request whose whole content is one field."""

    def answer(model: Model, data: Data) -> None:
        need(data, field)
        do(model, data[field])

    return answer
