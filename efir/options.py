"""What a person may choose when a show is started."""

from pathlib import Path

from msgspec import Struct


class RunOptions(Struct, frozen=True, kw_only=True):
    data: Path
    """The folder of the show's journal, footage and keys; `data_folder` unless chosen."""
    host: str = "127.0.0.1"
    port: int = 8080
    """0: any free one."""
    obs: str | None = None
    """A ws:// URL, `managed`, `rehearsal`; absent: what the show file says, the rehearsal if nobody answers there."""


def data_folder(show_file: Path) -> Path:
    """`debate/show.efir` for `debate/show.yaml`: beside the show file, and plainly belonging to it."""
    return show_file.absolute().with_suffix(".efir")
