"""Why there is no managed OBS. The codes are messages of `control/texts/LANGUAGE/managed.ftl`."""

from __future__ import annotations

from pathlib import Path

from control.errors import EfirError


class ManagedObsError(EfirError):
    """Root of what `ManagedObs` raises."""


class ObsCannotBeManaged(ManagedObsError):
    """Not on this system: a headless OBS is known to work on Linux alone."""

    def __init__(self, system: str) -> None:
        super().__init__("obs-cannot-be-managed", system=system)


class ObsNotInstalled(ManagedObsError):
    def __init__(self, missing: tuple[str, ...]) -> None:
        super().__init__("obs-not-installed", missing=", ".join(missing))


class ObsInstallFailed(ManagedObsError):
    """apt-get failed; what it said is in `log`."""

    def __init__(self, log: Path) -> None:
        super().__init__("obs-install-failed", log=str(log))


class ObsFolderInUse(ManagedObsError):
    """Another Efir runs its OBS in that folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__("obs-folder-in-use", folder=str(folder))


class ObsWillNotStart(ManagedObsError):
    """It ended, or never answered. `program` is `obs` or `Xvfb`; `log` is what it said."""

    def __init__(self, program: str, log: Path) -> None:
        super().__init__("obs-will-not-start", program=program, log=str(log))
