"""Which clips an item's own cues play, and from when on: what its length can be taken from."""

from collections.abc import Iterator

from msgspec import Struct

from control.clock import Duration
from control.core import program, sources
from control.core.rundown.plan import Cue, Item
from control.core.types import CueId
from control.show import Item as Source
from control.show import Show


class Played(Struct, frozen=True):
    cue: CueId
    after: Duration
    """From the item's start."""
    name: str
    file: str


def played(item: Item, show: Show) -> tuple[Played, ...]:
    """In the order of the cues. Not those that loop: they have no end; and not those of cues that wait for something
    else than the item's start."""
    return tuple(
        Played(cue.id, Duration(cue.by), source.name, source.media.file)
        for cue in item.cues
        if cue.when in ("start", "after")
        for source in _shown(cue, show)
        if source.media is not None and not source.media.loop
    )


def _shown(cue: Cue, show: Show) -> Iterator[Source]:
    match cue.act:
        case program.Take(scene=scene_id):
            scene = next((scene for scene in show.scenes if scene.id == scene_id), None)
            yield from (source for source in scene.sources if source.visible) if scene is not None else ()
        case sources.ShowItem(scene=scene_id, item=source_id, visible=True):
            for scene in show.scenes:
                if scene.id == scene_id:
                    yield from (source for source in scene.sources if source.id == source_id)
