"""OBS's own settings, written before each start: what it needs to run unseen, the canvas, stream and recording.

What OBS or a person changed stays, except what Efir needs (`forced`). The keys are OBS 29's. OBS 31 moved most of
global.ini to user.ini, which it makes itself from global.ini, and obs-websocket's part to a JSON file; both are
written too (not tried here: Debian 12 has OBS 29).
"""

from __future__ import annotations

from configparser import ConfigParser
from configparser import Error as IniError
from io import StringIO
from pathlib import Path

import msgspec

from control.show import Canvas
from scenes.managed.folder import Access, Folder, replace

NAME = "Efir"
"""Of the profile and the scene collection of a new folder."""
KEYFRAMES = 2
"""Seconds between keyframes: what platforms ask for; OBS's x264 would take 8.33."""

Ini = dict[str, dict[str, str]]


def merged(text: str, forced: Ini, defaults: Ini) -> str:
    """`text` with every value of `forced`, and those of `defaults` where it has none. Unreadable text is dropped."""
    parser = _parser()
    try:
        parser.read_string(text.removeprefix("\ufeff"))
    except IniError:
        parser = _parser()  # half written when the power went
    for sections, must in ((forced, True), (defaults, False)):
        for section, values in sections.items():
            if not parser.has_section(section):
                parser.add_section(section)
            for key, value in values.items():
                if must or not parser.has_option(section, key):
                    parser.set(section, key, value)
    out = StringIO()
    parser.write(out, space_around_delimiters=False)
    return out.getvalue()


def _parser() -> ConfigParser:
    """As OBS reads: `=` alone divides, case counts, no section is special."""
    parser = ConfigParser(
        interpolation=None, delimiters=("=",), comment_prefixes=("#",), strict=False, default_section="\0"
    )
    parser.optionxform = str  # type: ignore[assignment, method-assign]  # the documented way to keep case
    return parser


def application(access: Access) -> tuple[Ini, Ini]:
    """(forced, defaults) of global.ini. Without FirstRun a wizard waits for a click, and the server never starts."""
    return {
        "General": {"FirstRun": "true", "ConfirmOnExit": "false", "EnableAutoUpdates": "false"},
        "BasicWindow": {"PreviewEnabled": "false", "WarnBeforeStoppingStream": "false"},
        "OBSWebSocket": {
            "FirstLoad": "false",
            "ServerEnabled": "true",
            "ServerPort": str(access.port),
            "AuthRequired": "true",
            "AlertsEnabled": "false",
            "ServerPassword": access.password,
        },
    }, {"Basic": {"Profile": NAME, "ProfileDir": NAME, "SceneCollection": NAME, "SceneCollectionFile": NAME}}


def websocket(access: Access) -> bytes:
    """obs-websocket 5.5's own file."""
    return msgspec.json.encode(
        {
            "alerts_enabled": False,
            "auth_required": True,
            "first_load": False,
            "server_enabled": True,
            "server_password": access.password,
            "server_port": access.port,
        }
    )


def profile(canvas: Canvas, recordings: Path) -> tuple[Ini, Ini]:
    """(forced, defaults) of a profile's basic.ini. Bit rate, place and format of recordings are the show's to set
    by request (`scenes.outputs`)."""
    keyframe = KEYFRAMES * canvas.fps
    return {
        "Video": {
            "BaseCX": str(canvas.width),
            "BaseCY": str(canvas.height),
            "OutputCX": str(canvas.width),
            "OutputCY": str(canvas.height),
            "FPSType": "1",  # a whole number
            "FPSInt": str(canvas.fps),
            "FPSCommon": str(canvas.fps),
        },
        "Output": {"Mode": "Simple", "Reconnect": "true", "RetryDelay": "1", "MaxRetries": "100"},
        "SimpleOutput": {
            "StreamEncoder": "x264",
            "RecQuality": "Stream",  # one encoder for both
            "UseAdvanced": "true",
            "x264Settings": f"keyint={keyframe} min-keyint={keyframe} scenecut=0 tune=zerolatency bframes=0",
        },
    }, {
        "General": {"Name": NAME},
        # Matroska survives a crash and can be read while it grows. (OBS 29.1 and later read RecFormat2.)
        "SimpleOutput": {"FilePath": str(recordings), "RecFormat": "mkv", "RecFormat2": "mkv"},
    }


def write(folder: Folder, access: Access, canvas: Canvas) -> None:
    """Before every start of OBS."""
    folder.recordings.mkdir(exist_ok=True)
    application_file = folder.config / "global.ini"
    _merge(application_file, *application(access))
    current = _current_profile(application_file)
    user_file = folder.config / "user.ini"  # OBS 31 and later
    if user_file.exists():
        _merge(user_file, *application(access))
        current = _current_profile(user_file)
    _merge(folder.config / "basic" / "profiles" / current / "basic.ini", *profile(canvas, folder.recordings))
    server = folder.config / "plugin_config" / "obs-websocket" / "config.json"
    server.parent.mkdir(parents=True, exist_ok=True)
    replace(server, websocket(access))
    _forget_the_crash(folder.config)


def _merge(file: Path, forced: Ini, defaults: Ini) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    text = file.read_text("utf-8", errors="replace") if file.exists() else ""
    replace(file, merged(text, forced, defaults).encode())


def _current_profile(application_file: Path) -> str:
    parser = _parser()
    parser.read_string(application_file.read_text("utf-8"))
    return parser.get("Basic", "ProfileDir")


def _forget_the_crash(config: Path) -> None:
    """OBS 30 and later ask after a crash whether to start in safe mode, and nobody is there to click. OBS 30 and 31
    have a switch against it (`--disable-shutdown-check`), OBS 32 no longer (obsproject/obs-studio#12650): what is
    asked about is the mark of the last run."""
    (config / "safe_mode").unlink(missing_ok=True)
    marks = config / ".sentinel"
    if marks.is_dir():
        for mark in marks.iterdir():
            mark.unlink()
