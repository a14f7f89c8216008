"""What OBS and Xvfb see of our environment: little. Ours may hold stream keys and tokens (`!env` in the show file)."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from scenes.managed.folder import Folder

KEPT = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "TMPDIR", "LD_LIBRARY_PATH", "FONTCONFIG_PATH", "PULSE_SERVER")


def environment(folder: Folder, ours: Mapping[str, str]) -> dict[str, str]:
    """For Xvfb; OBS gets `DISPLAY`, too. XDG_* are set because inherited ones would lead out of the folder."""
    kept = {name: ours[name] for name in KEPT if name in ours}
    runtime = ours.get("XDG_RUNTIME_DIR")
    if "PULSE_SERVER" not in kept and runtime and (Path(runtime) / "pulse" / "native").exists():
        kept["PULSE_SERVER"] = f"unix:{runtime}/pulse/native"  # a sound server that runs already
    return {
        "LANG": "C.UTF-8",  # or names of files are not UTF-8
        **kept,
        "HOME": str(folder.home),
        "XDG_CONFIG_HOME": str(folder.home / ".config"),
        "XDG_CACHE_HOME": str(folder.home / ".cache"),
        "XDG_DATA_HOME": str(folder.home / ".local" / "share"),
        "XDG_STATE_HOME": str(folder.home / ".local" / "state"),
        "XDG_RUNTIME_DIR": str(folder.runtime),
        "XDG_SESSION_TYPE": "x11",
        "XAUTHORITY": str(folder.authority),
        "QT_QPA_PLATFORM": "xcb",
        "LIBGL_ALWAYS_SOFTWARE": "1",
        # Libraries would start daemons of their own, which would outlive us.
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "NO_AT_BRIDGE": "1",
    }
