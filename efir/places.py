"""Where a show keeps what it makes: one folder, `--data`, beside the show file unless told otherwise."""

from pathlib import Path

from msgspec import Struct

from overlays.bootstrap import FILE_NAME


class Places(Struct, frozen=True):
    data: Path
    show: Path

    @property
    def folder(self) -> Path:
        """The show file's own."""
        return self.show.absolute().parent

    @property
    def bridge_port(self) -> Path:
        return self.data / "bridge.port"

    @property
    def journal(self) -> Path:
        return self.data / "show.sqlite"

    @property
    def footage(self) -> Path:
        return self.data / "footage"

    @property
    def managed_obs(self) -> Path:
        return self.data / "obs"

    @property
    def graphics_page(self) -> Path:
        """The local page that waits for Efir, so that OBS may be started first."""
        return self.data / FILE_NAME

    def recordings(self, folder: str) -> Path:
        """`outputs.record.folder` is relative to the show file."""
        return self.folder / folder
