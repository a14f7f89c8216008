"""A camera of the show file → the configuration of its feed's process. Pure."""

from __future__ import annotations

from typing import Any, Final

from msgspec.structs import replace

from control.clock import Duration
from control.language import Texts
from control.show import PHONE, Camera, FeedHealth, FeedRules, Show
from devices.feeds.choice import Rules
from devices.feeds.health import Fault, Thresholds
from devices.feeds.wire import FeedConfig, InputName, Slate

STILL: Final = (".png", ".jpg", ".jpeg", ".webp", ".bmp")
FASTEST: Final = 60
"""Pictures a second that go to OBS at most."""

_TIMES: Final = {
    "gap": "gap", "freeze": "freeze", "black": "black", "silence": "silence", "clipping": "clipping",
    "keyframes": "keyframe_gap", "skew": "skew", "settle": "settle",
}  # fmt: skip
"""Key of the show file → field of `Thresholds`, both times."""
_SWITCHES: Final[dict[Fault, str]] = {
    "gap": "gap", "freeze": "freeze", "black": "black", "silence": "silence", "mute": "mute", "clipping": "clipping",
    "size": "size", "rate": "fps", "bitrate": "kbps", "keyframes": "keyframe_gap", "skew": "skew", "errors": "errors",
    "codec": "codec",
}  # fmt: skip
"""Fault → the field of `Thresholds` without which it is not judged."""


def feed_config(show: Show, camera: Camera, url: str, backup: str | None, port: int) -> FeedConfig:
    """`url`, `backup`: where they are on this machine; `port`: where OBS connects, 0: any."""
    canvas, expect, slate = show.obs.canvas, camera.expect, show.feeds.slate
    width = expect.width if expect is not None and expect.width is not None else canvas.width
    height = expect.height if expect is not None and expect.height is not None else canvas.height
    fps = expect.fps if expect is not None and expect.fps is not None else canvas.fps
    words = slate.text if slate.text is not None else Texts(show.language).format("feed-slate")
    return FeedConfig(
        name=camera.id,
        url=url,
        backup=backup,
        slate=Slate(picture=slate.picture, colour=slate.colour[:7], title=camera.name, text=words),
        width=width // 2 * 2,
        height=height // 2 * 2,
        fps=min(FASTEST, fps),
        audio=camera.audio,
        port=port,
        thresholds=thresholds(camera, "main"),
        backup_thresholds=None if camera.backup is None else thresholds(camera, "backup"),
        rules=_rules(camera.rules or FeedRules()),
        static=camera.static,
        keyframes=camera.monitor == "keyframes",
        passthrough=camera.output == "passthrough",
        loop=camera.loop,
    )


def thresholds(camera: Camera, line: InputName) -> Thresholds:
    """What is said under `health` is said of both lines; what is expected, of main alone: a backup may have another
    size and rate. A backup that is a picture stands still."""
    url = camera.url if line == "main" else camera.backup or ""
    said = camera.health or FeedHealth()
    # Wi-Fi holds packets back for longer than a cable; key frames of a phone come when they are asked for.
    given: dict[str, Any] = {"gap": 0.6, "keyframe_gap": None} if url.startswith(PHONE) else {}
    for key, field in _TIMES.items():
        if (time := getattr(said, key)) is not None:
            given[field] = _seconds(time)
    for key in ("freeze_motion", "silence_dbfs", "errors"):
        if (value := getattr(said, key)) is not None:
            given[key] = value
    if line == "main" and (expect := camera.expect) is not None:
        given |= {"fps": expect.fps, "kbps": expect.kbps}
        if expect.width is not None and expect.height is not None:
            given["size"] = (expect.width, expect.height)
    if said.bad is not None:
        given["bad"] = frozenset(said.bad)
    if url.lower().endswith(STILL):
        given |= {"freeze": None, "kbps": None}
    for fault in said.ignore:
        given[_SWITCHES[fault]] = False if fault in ("mute", "codec") else None
    made = Thresholds(**given)
    return replace(made, bad=made.bad - frozenset(said.ignore))


def _rules(said: FeedRules) -> Rules:
    given = {key: getattr(said, key) for key in ("hold", "back", "back_from_slate")}
    return Rules(**{key: _seconds(wait) for key, wait in given.items() if wait is not None})


def _seconds(time: Duration) -> float:
    return time / 1000
