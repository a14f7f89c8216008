"""A headless OBS of our own on a server: started, kept alive, ended (docs/decisions/0030)."""

from scenes.managed.errors import (
    ManagedObsError,
    ObsCannotBeManaged,
    ObsFolderInUse,
    ObsInstallFailed,
    ObsNotInstalled,
    ObsWillNotStart,
)
from scenes.managed.obs import ManagedObs
from scenes.managed.programs import install_if_possible

__all__ = [
    "ManagedObs",
    "ManagedObsError",
    "ObsCannotBeManaged",
    "ObsFolderInUse",
    "ObsInstallFailed",
    "ObsNotInstalled",
    "ObsWillNotStart",
    "install_if_possible",
]
