"""What a person may choose when a show is started."""

from pathlib import Path

from msgspec import Struct


class RunOptions(Struct, frozen=True, kw_only=True):
    data: Path
    """The folder of the show's journal, footage and keys; `data_folder` unless chosen."""
    host: str = "127.0.0.1"
    port: int = 8080
    """0: any free one."""
    https_port: int | None = None
    """The second port; absent: 8443 if the show takes phones, else none."""
    certificate: Path | None = None
    """A person's own for the second port, PEM, with `key`; absent: one is made."""
    key: Path | None = None
    obs: str | None = None
    """A ws:// URL, `managed`, `rehearsal`; absent: what the show file says, the rehearsal if nobody answers there."""


def data_folder(show_file: Path) -> Path:
    """`debate/show.efir` for `debate/show.yaml`: beside the show file, and plainly belonging to it."""
    return show_file.absolute().with_suffix(".efir")
