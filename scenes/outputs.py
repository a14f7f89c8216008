"""Stream and recording in OBS: how they are prepared, and what its words about them mean."""

from typing import Any

from control.core.outputs import Actual, ObserveOutput, Output
from control.show import Record, Stream
from scenes.requests import Requests

_ACTUAL = {
    "OBS_WEBSOCKET_OUTPUT_STARTING": Actual.STARTING,
    "OBS_WEBSOCKET_OUTPUT_STARTED": Actual.ON,
    "OBS_WEBSOCKET_OUTPUT_STOPPING": Actual.STOPPING,
    "OBS_WEBSOCKET_OUTPUT_STOPPED": Actual.OFF,
    "OBS_WEBSOCKET_OUTPUT_RECONNECTING": Actual.RECONNECTING,
    "OBS_WEBSOCKET_OUTPUT_RECONNECTED": Actual.ON,
    "OBS_WEBSOCKET_OUTPUT_PAUSED": Actual.ON,
    "OBS_WEBSOCKET_OUTPUT_RESUMED": Actual.ON,
}
"""obs-websocket 5, ObsOutputState."""

EVENTS = {"StreamStateChanged": Output.STREAM, "RecordStateChanged": Output.RECORD}


ALREADY_SO = frozenset({500, 501})
"""RequestStatus OutputRunning and OutputNotRunning: asked to start what runs, or to stop what does not."""


def observation(
    output: Output, data: dict[str, Any], wanted: bool, before: Actual, asked: bool | None
) -> ObserveOutput | None:
    """What an event of OBS says of an output; None for a state this version does not know.

    `asked`: what Efir asked of the output and has not seen the end of: True for a start, False for a stop.

    OBS announces a stop that somebody asked for (STOPPING, then STOPPED); an output that breaks is STOPPED at once.
    A start or stop that Efir neither wants nor asked for was made by hand: who presses twice quickly wants something
    else by the time the first press is seen to be done.
    """
    actual = _ACTUAL.get(data["outputState"])
    if actual is None:
        return None
    if actual is Actual.OFF and before in (Actual.STARTING, Actual.ON, Actual.RECONNECTING) and asked is not False:
        actual = Actual.FAILED
    unwanted = (actual in (Actual.STARTING, Actual.ON) and not wanted) or (actual is Actual.STOPPING and wanted)
    by_hand = unwanted and asked is None
    detail = "" if actual is Actual.FAILED else data.get("outputPath") or ""  # of a failure, the reason or nothing
    return ObserveOutput(output, actual, detail, by_hand)


async def prepare_stream(request: Requests, stream: Stream) -> None:
    """Any platform is a custom RTMP server to OBS: its own list has none of the Russian ones."""
    await request(
        "SetStreamServiceSettings",
        {
            "streamServiceType": "rtmp_custom",
            "streamServiceSettings": {"server": stream.server, "key": stream.key.reveal(), "use_auth": False},
        },
    )
    await _profile(request, "SimpleOutput", "VBitrate", str(stream.video_kbps))


CHAPTER = "CreateRecordChapter"
"""The request; an OBS that has it also records Hybrid MP4 (30.2)."""


async def prepare_record(request: Requests, record: Record, folder: str, *, hybrid: bool) -> None:
    """`folder` is absolute. Both settings apply from the next recording on. `hybrid`: this OBS has Hybrid MP4; one that
    has not writes what it calls Matroska, which survives a crash as well."""
    await _profile(request, "SimpleOutput", "FilePath", folder)
    asked = record.format
    known = "mkv" if asked == "hybrid_mp4" else asked
    await _profile(request, "SimpleOutput", "RecFormat", known)
    await _profile(request, "SimpleOutput", "RecFormat2", asked if hybrid else known)  # OBS 29.1 and later read this


async def _profile(request: Requests, category: str, name: str, value: str) -> None:
    await request(
        "SetProfileParameter",
        {"parameterCategory": category, "parameterName": name, "parameterValue": value},
    )
