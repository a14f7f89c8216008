"""`efir simulate feed`: a camera that is not there, until Ctrl+C, with faults typed as commands."""

import time
from collections.abc import Sequence
from urllib.parse import urlsplit

import typer

from devices.feeds.simulated import Camera, CameraSettings, Faults, obey
from devices.feeds.simulated.faults import WORDS
from efir.cli_output import Output
from efir.cli_typed import each_line, obeying

__all__ = ["CameraSettings", "simulate_feed", "size"]

ENVIRONMENT, USAGE = 3, 2
SERVE = "rtsp+serve"
SCHEMES = ("udp", "tcp", SERVE, "rtmp", "rtmps", "rtsp")


def simulate_feed(settings: CameraSettings, faults: Sequence[str], output: Output) -> int:
    """Runs until interrupted; the exit status if it could not."""
    if urlsplit(settings.url).scheme not in SCHEMES:
        output.error("simulate-feed-address", url=settings.url)
        return USAGE
    wrong = Faults()
    for line in faults:
        wrong = obey(wrong, line)

    def say(reason: str | None) -> None:
        if reason is None:
            output.say("simulate-feed-connected")
        else:
            output.say("simulate-feed-lost", reason=reason)

    try:
        camera = Camera(settings, say)
    except OSError as error:
        output.error("simulate-feed-port", url=settings.url, reason=error.strerror or str(error))
        return ENVIRONMENT
    camera.faults = wrong
    url = settings.url.replace(":0", f":{camera.port}") if camera.port else settings.url
    url = url.replace(f"{SERVE}:", "rtsp:")  # as it is written in a show
    output.say("simulate-feed-started", label=settings.label, url=url, words=" · ".join(WORDS))
    camera.start()
    try:
        each_line(obeying(lambda line: _command(camera, line, output), "simulate-feed-help", output))
        while True:  # no more commands can come: until interrupted
            time.sleep(1)
    finally:
        camera.stop()


def _command(camera: Camera, line: str, output: Output) -> None:
    """FaultUnknown."""
    camera.faults = obey(camera.current(), line)
    output.say("simulate-feed-now", faults=_named(camera.faults))


def _named(faults: Faults) -> str:
    """The words of all that is wrong; "none" if nothing is."""
    plain = Faults()
    names = [word for word in WORDS if word not in ("ok", "back") and getattr(faults, word) != getattr(plain, word)]
    return ", ".join(names) or "none"


def size(text: str) -> tuple[int, int]:
    """`1280x720`. Raises typer.BadParameter."""
    width, _, height = text.partition("x")
    if not (width.isdigit() and height.isdigit()):
        raise typer.BadParameter("1280x720", param_hint="--size")
    made = int(width) // 2 * 2, int(height) // 2 * 2
    if not (64 <= made[0] <= 3840 and 36 <= made[1] <= 2160):
        raise typer.BadParameter("64x36 … 3840x2160", param_hint="--size")
    return made
