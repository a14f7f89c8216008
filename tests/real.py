"""The real programs the tests drive: where they are, and what happens without them.

Standard library only, except that `require` asks pytest to skip: `tests.prepare` runs this module too.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

# Sent by every CI there is; with it a missing program is a failure, not a reason to skip.
IN_CI = os.environ.get("CI", "").lower() in {"1", "true", "yes"}


@dataclass(frozen=True)
class Program:
    """A program of others, and where to get it."""

    name: str  # as people call it
    find: Callable[[], Path | None]
    packages: tuple[str, ...]  # of Debian and Ubuntu
    elsewhere: str  # how to get it on other systems
    fetch: Callable[[], None] | None = None  # brings it on any system


def _first(candidates: Iterable[str | Path]) -> Path | None:
    """The first candidate that exists: a bare name is looked up on the path, a path may hold wildcards."""
    for candidate in candidates:
        path = Path(candidate)
        if not path.is_absolute():
            if found := shutil.which(candidate):
                return Path(found)
            continue
        pattern = str(path.relative_to(path.anchor))
        if matches := sorted(Path(path.anchor).glob(pattern)):
            return matches[-1]  # the newest of several versions
    return None


def _windows(*tails: str) -> list[Path]:
    """`tails` under the folders into which Windows installs programs."""
    roots = [os.environ.get(name) for name in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")]
    return [Path(root, tail) for root in roots if root for tail in tails]


def _playwright_browsers() -> Path:
    """Where `playwright install` puts browsers."""
    if chosen := os.environ.get("PLAYWRIGHT_BROWSERS_PATH"):
        return Path(chosen)
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA", Path.home()), "ms-playwright")
    if sys.platform == "darwin":
        return Path.home() / "Library/Caches/ms-playwright"
    return Path.home() / ".cache/ms-playwright"


def obs() -> Path | None:
    """OBS Studio."""
    return _first(
        [
            "obs",
            *_windows("obs-studio/bin/64bit/obs64.exe"),
            *([Path("/Applications/OBS.app/Contents/MacOS/OBS")] if sys.platform == "darwin" else []),
        ]
    )


def xvfb() -> Path | None:
    """An X server without a screen; only Linux needs one."""
    return _first(["Xvfb"])


def software_gl() -> Path | None:
    """Mesa's software renderer, without which OBS finds no OpenGL on Xvfb (the library, not a program)."""
    return _first(
        [
            *(Path(f"/usr/{lib}/dri/swrast_dri.so") for lib in ("lib/*-linux-gnu", "lib64", "lib")),
            *(Path(f"/usr/{lib}/libgallium-*.so") for lib in ("lib/*-linux-gnu", "lib64", "lib")),
        ]
    )


def chromium() -> Path | None:
    """Chromium, Chrome or Edge; the one that playwright brings comes first if it is there."""
    browsers = _playwright_browsers()
    return _first(
        [
            browsers / "chromium-*/chrome-linux*/chrome",
            browsers / "chromium-*/chrome-mac*/*.app/Contents/MacOS/*",
            browsers / "chromium-*/chrome-win*/chrome.exe",
            "chromium",
            "chromium-browser",
            "google-chrome",
            "google-chrome-stable",
            *_windows("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
            *(
                [Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome")]
                if sys.platform == "darwin"
                else []
            ),
        ]
    )


def nginx() -> Path | None:
    """Nginx with the RTMP module; see `rtmp_module`."""
    found = _first(["nginx", Path("/usr/sbin/nginx"), Path("/usr/local/sbin/nginx"), Path("/opt/homebrew/bin/nginx")])
    if found is None:
        return None
    return found if rtmp_module() is not None or _rtmp_built_in(found) else None


def _rtmp_built_in(program: Path) -> bool:
    version = subprocess.run([program, "-V"], capture_output=True, text=True, timeout=20, check=False)
    return "rtmp" in version.stderr


def rtmp_module() -> Path | None:
    """The file for nginx's `load_module`; None where the module is built in or missing."""
    return _first(
        Path(folder, "ngx_rtmp_module.so")
        for folder in (
            "/usr/lib/nginx/modules",
            "/usr/lib64/nginx/modules",
            "/usr/local/libexec/nginx",
            "/opt/homebrew/lib/nginx/modules",
        )
    )


def ffmpeg() -> Path | None:
    """The ffmpeg program."""
    return _first(["ffmpeg", *_windows("ffmpeg/bin/ffmpeg.exe"), Path("/opt/homebrew/bin/ffmpeg")])


_ONVIF = "onvif@0.8.1"
_ONVIF_FOLDER = Path(__file__).parents[1] / "build" / "onvif-answers"


def onvif_answers() -> Path | None:
    """The folder of a real camera's answers that this version of the npm package carries (later ones do not)."""
    return _first([_ONVIF_FOLDER / "package/test/serverMockup"])


def fetch_onvif_answers() -> None:
    """Raises OSError, subprocess.CalledProcessError, tarfile.TarError."""
    _ONVIF_FOLDER.mkdir(parents=True, exist_ok=True)
    npm = shutil.which("npm") or "npm"
    subprocess.run([npm, "pack", "--silent", _ONVIF], cwd=_ONVIF_FOLDER, check=True, stdout=subprocess.DEVNULL)
    with tarfile.open(next(_ONVIF_FOLDER.glob("*.tgz"))) as packed:
        packed.extractall(_ONVIF_FOLDER, filter="data")


def srt() -> Path | None:
    """SRT's own transmitter: the FFmpeg in PyAV has no SRT."""
    from devices.feeds.srt import find_program

    return find_program()


_GST_RTSP = """
import gi
for name in ("Gst", "GstRtspServer"):
    gi.require_version(name, "1.0")
from gi.repository import Gst
Gst.init(None)
raise SystemExit(any(Gst.ElementFactory.find(name) is None for name in ("qtdemux", "rtph264pay", "rtpmp4gpay")))
"""


def gst_rtsp_server() -> Path | None:
    """The Python of the system if it can drive GStreamer's RTSP server, which is the one in many IP cameras."""
    python = _first([Path("/opt/homebrew/bin/python3" if sys.platform == "darwin" else "/usr/bin/python3")])
    if python is None:
        return None
    asked = subprocess.run([python, "-c", _GST_RTSP], capture_output=True, timeout=60, check=False)
    return python if asked.returncode == 0 else None


PROGRAMS: dict[str, Program] = {
    "obs": Program("OBS Studio", obs, ("obs-studio",), "https://obsproject.com/download"),
    "xvfb": Program("Xvfb", xvfb, ("xvfb",), "the package of your system's X.Org server"),
    "gl": Program("software OpenGL", software_gl, ("libgl1-mesa-dri",), "Mesa, from your system's packages"),
    "chromium": Program("Chromium", chromium, ("chromium",), "python -m playwright install chromium"),
    "nginx": Program(
        "nginx with RTMP", nginx, ("nginx", "libnginx-mod-rtmp"), "nginx and its module nginx-rtmp-module"
    ),
    "srt": Program("srt-live-transmit", srt, ("srt-tools",), "https://github.com/Haivision/srt"),
    "gst-rtsp": Program(
        "GStreamer's RTSP server",
        gst_rtsp_server,
        ("gir1.2-gst-rtsp-server-1.0", "python3-gi", "gstreamer1.0-plugins-good"),
        "gst-rtsp-server, the good plug-ins and PyGObject, from your system's packages",
    ),
    "ffmpeg": Program("ffmpeg", ffmpeg, ("ffmpeg",), "https://ffmpeg.org/download.html"),
    "onvif": Program(f"the npm package {_ONVIF}", onvif_answers, (), "Node.js with npm brings it", fetch_onvif_answers),
}
# What Linux needs around OBS and other systems have by themselves.
ONLY_LINUX = frozenset({"xvfb", "gl"})


def missing() -> dict[str, Program]:
    """The programs that are not here, by their key in PROGRAMS."""
    return {
        key: program
        for key, program in PROGRAMS.items()
        if program.find() is None and not (key in ONLY_LINUX and sys.platform != "linux")
    }


def require(key: str) -> Path:
    """The path of a program of PROGRAMS; without it the test is skipped, and in CI it fails.

    Call it from a test or a fixture, not at import: collecting tests asks for no program.
    """
    import pytest

    program = PROGRAMS[key]
    if found := program.find():
        return found
    reason = f"{program.name} is not here ({program.elsewhere})"
    if IN_CI:
        pytest.fail(reason, pytrace=False)
    return pytest.skip(reason)  # it raises
