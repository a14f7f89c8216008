"""Markers as the panel has them, and as a file for whoever cuts the recording."""

import csv
import io
from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import UNSET

from control.clock import Duration, Instant
from control.core.marks import Marker, MarksState
from control.language import Texts
from control.show import Show
from control.views.wire import MarksWire, MarkWire

COLUMNS = ("number", "time", "text", "scene", "item", "stream", "record")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet would calculate a cell that begins like this, whoever wrote it."""


def marks(state: MarksState, show: Show) -> MarksWire:
    return MarksWire(
        order=[str(marker.number) for marker in state.markers],
        by_id={str(marker.number): _wire(marker, show) for marker in state.markers},
    )


def _wire(marker: Marker, show: Show) -> MarkWire:
    on_air = marker.on_air
    return MarkWire(
        at=marker.at,
        text=marker.text,
        scene=_scene(marker, show) or UNSET,
        item=on_air.item or UNSET,
        stream=on_air.stream if on_air.stream is not None else UNSET,
        record=on_air.record if on_air.record is not None else UNSET,
    )


def _scene(marker: Marker, show: Show) -> str:
    """By the name it has now; a scene that has left the show since, by its id."""
    on_air = marker.on_air
    if on_air.scene is None:
        return on_air.foreign or ""
    scene = show.scene(on_air.scene)
    return scene.name if scene is not None else on_air.scene


def marks_csv(state: MarksState, show: Show, texts: Texts) -> str:
    """With a heading in a person's language; times in the show's zone, lengths as h:mm:ss. The mark at the beginning
    makes spreadsheets read it as UTF-8."""
    file = io.StringIO(newline="")
    write = csv.writer(file).writerow
    write(texts.format(f"marks-{column}") for column in COLUMNS)
    for marker in state.markers:
        on_air = marker.on_air
        write(
            (
                marker.number,
                _time(marker.at, show),
                _safe(marker.text),
                _safe(_scene(marker, show)),
                _safe(on_air.item),
                _length(on_air.stream),
                _length(on_air.record),
            )
        )
    return "\ufeff" + file.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _time(at: Instant, show: Show) -> str:
    return datetime.fromtimestamp(at // 1000, ZoneInfo(show.time_zone)).strftime("%Y-%m-%d %H:%M:%S")


def _length(length: Duration | None) -> str:
    if length is None:
        return ""
    minutes, seconds = divmod(length // 1000, 60)
    return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
