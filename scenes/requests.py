"""The little that plan, pictures and the worker need of a connection to OBS."""

from typing import Any, Protocol


class Requests(Protocol):
    """One request at a time, in order. Raises the errors of `scenes.link`."""

    async def __call__(self, request: str, data: dict[str, Any] | None = None) -> dict[str, Any]: ...
