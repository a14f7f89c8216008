"""Where a show keeps what it makes: one folder, `--data`, beside the show file unless told otherwise."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from control.errors import EfirError
from overlays.bootstrap import FILE_NAME


class DataFolderError(EfirError):
    """*data-folder-unusable* (`path`, `reason`)."""


class Places(Struct, frozen=True):
    data: Path
    show: Path

    def make(self) -> None:
        """The folder is there, or DataFolderError."""
        with self.in_use():
            self.data.mkdir(parents=True, exist_ok=True)

    @contextlib.contextmanager
    def in_use(self) -> Iterator[None]:
        """Files in it are made or read; whatever the system says of that is a DataFolderError."""
        try:
            yield
        except OSError as error:
            reason = error.strerror or str(error)
            raise DataFolderError("data-folder-unusable", path=str(self.data), reason=reason) from error

    @property
    def folder(self) -> Path:
        """The show file's own."""
        return self.show.absolute().parent

    @property
    def bridge_port(self) -> Path:
        return self.data / "bridge.port"

    @property
    def feed_ports(self) -> Path:
        return self.data / "feed-ports.json"

    @property
    def feed_pictures(self) -> Path:
        """What was seen when a camera's health changed."""
        return self.data / "feeds"

    @property
    def journal(self) -> Path:
        return self.data / "show.sqlite"

    @property
    def footage(self) -> Path:
        return self.data / "footage"

    @property
    def preset_pictures(self) -> Path:
        return self.data / "presets"

    @property
    def managed_obs(self) -> Path:
        return self.data / "obs"

    @property
    def certificates(self) -> Path:
        """Of the port for phones."""
        return self.data / "https"

    @property
    def graphics_page(self) -> Path:
        """The local page that waits for Efir, so that OBS may be started first."""
        return self.data / FILE_NAME

    def recordings(self, folder: str) -> Path:
        """`outputs.record.folder` is relative to the show file."""
        return self.folder / folder
