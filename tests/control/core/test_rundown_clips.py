"""Which clips an item's cues play."""

from __future__ import annotations

from msgspec.structs import replace

from control.core.program import Preview, Take
from control.core.rundown.clips import played
from control.core.rundown.plan import Cue
from control.core.sources import ShowItem
from control.core.types import ItemId, SceneId
from control.show import Item, Media, Scene, Show
from tests.control.core.rundowns import SHOW, cue, item


def show() -> Show:
    def clip(name: str, *, loop: bool = False, visible: bool = True) -> Item:
        return Item(id=ItemId(name), name=name.upper(), visible=visible, media=Media(file=f"/{name}.mp4", loop=loop))

    ground = Item(id=ItemId("ground"), name="ground", colour="#000000")
    intro = Scene(id=SceneId("intro"), name="Интро", sources=(ground, clip("first"), clip("loop", loop=True)))
    hall = Scene(id=SceneId("hall"), name="Зал", sources=(ground, clip("second", visible=False)))
    return replace(SHOW, scenes=(*SHOW.scenes, intro, hall))


def of(*cues: Cue) -> list[tuple[str, int, str, str]]:
    return [(one.cue, one.after, one.name, one.file) for one in played(item("a", 10, cues=cues), show())]


INTRO, HALL = Take(SceneId("intro")), SceneId("hall")


def test_a_scene_that_is_taken_plays_what_is_seen_in_it_and_has_an_end() -> None:
    assert of(cue("t", INTRO)) == [("t", 0, "FIRST", "/first.mp4")]
    assert of(cue("t", INTRO, "after", 5_000)) == [("t", 5_000, "FIRST", "/first.mp4")]
    assert of(cue("t", Take(HALL))) == []


def test_a_source_that_is_shown() -> None:
    shown = cue("s", ShowItem(HALL, ItemId("second"), True), "after", 2_000)
    assert of(cue("t", INTRO), shown) == [("t", 0, "FIRST", "/first.mp4"), ("s", 2_000, "SECOND", "/second.mp4")]
    assert of(cue("h", ShowItem(HALL, ItemId("second"), False))) == []
    assert of(cue("g", ShowItem(HALL, ItemId("ground"), True))) == []


def test_what_plays_nothing_from_a_moment_that_is_known() -> None:
    assert of(cue("w", INTRO, "warning"), cue("e", INTRO, "end"), cue("t", INTRO, "time", 36_000_000)) == []
    assert of(cue("p", Preview(SceneId("intro"))), cue("gone", Take(SceneId("gone")))) == []
    assert of(cue("g", ShowItem(SceneId("gone"), ItemId("second"), True))) == []
