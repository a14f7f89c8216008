"""What can be made to go wrong, as networks and a busy OBS make it go wrong. All off at the start."""

from msgspec import Struct


class Faults(Struct):
    """`*` as a request's name means every request."""

    delay: dict[str, float] = {}
    """Request → seconds until it is answered."""
    drop: set[str] = set()
    """Requests that are done and never answered."""
    ignore: set[str] = set()
    """Requests that are answered with success and never done."""
    refuse: dict[str, int] = {}
    """Request → the status code of a refusal."""
    swallow: int = 0
    """So many of the next takes are said to be done, named as the programme, and never seen."""
    missing: set[str] = set()
    """Requests that it does not know, as an older OBS."""
    swap: bool = False
    """Answers bear the id of another request: what a client sees that mixes answers up."""
    frozen: bool = False
    """Takes messages and answers nothing, pings included."""
    stream_fails: bool = False
    """A stream stops right after it started, as with a wrong key."""
    closing: float = 0.0
    """Seconds an output still runs after it was told to have ended; a start meanwhile is accepted and forgotten."""

    def delay_of(self, request: str) -> float:
        return self.delay.get(request, self.delay.get("*", 0.0))

    def drops(self, request: str) -> bool:
        return bool({request, "*"} & self.drop)

    def refusal_of(self, request: str) -> int | None:
        return self.refuse.get(request, self.refuse.get("*"))
