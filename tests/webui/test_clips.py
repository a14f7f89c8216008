"""`/api/rundown/clips`, as the editor asks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from control.core.program import Take
from control.core.rundown.plan import Plan
from control.core.sources import ShowItem
from control.core.types import ItemId, Role, SceneId
from control.show import Item, Media, Scene, Show
from tests.control.core.rundowns import SHOW, cue, item
from tests.devices.test_clips import sound
from tests.webui.served import Served, served
from tests.webui.test_rundown_files import fill, machine


def show(folder: Path) -> Show:
    def clip(name: str) -> Item:
        return Item(id=ItemId(name), name=name.upper(), media=Media(file=str(folder / f"{name}.wav")))

    sound(folder / "intro.wav", 154.25)
    (folder / "broken.wav").write_bytes(b"RIFF\x00\x00\x00\x00WAVE" + b"\x01" * 50)
    scene = Scene(id=SceneId("films"), name="Ролики", sources=(clip("intro"), clip("broken"), clip("gone")))
    return replace(SHOW, scenes=(*SHOW.scenes, scene))


PLAN = Plan.of(
    item("a", 10, "10:00", cues=(cue("t", Take(SceneId("films")), "after", 750),)),
    item("b", 10, cues=(cue("s", ShowItem(SceneId("films"), ItemId("intro"), True)),)),
    item("c", 10),
)


async def ask(efir: Served, role: Role, **query: str) -> tuple[int, Any]:
    async with await machine(efir, role) as client, client.get("/api/rundown/clips", params=query) as answer:
        return answer.status, await answer.json()


async def test_each_has_its_length_or_what_is_wrong_with_it(tmp_path: Path) -> None:
    async with served(tmp_path, show=show(tmp_path)) as efir:
        await fill(efir, PLAN)
        seq = efir.controller.seq
        status, answer = await ask(efir, Role.OPERATOR, item="a")
        intro, broken, gone = answer["clips"]
        assert (status, intro) == (200, {"cue": "t", "name": "INTRO", "length": 155_000})
        assert [(one["name"], one["error"]["code"], "length" in one) for one in (broken, gone)] == [
            ("BROKEN", "clip-unreadable", False),
            ("GONE", "clip-absent", False),
        ]
        assert broken["error"]["text"].startswith("The clip's file cannot be read")
        assert (await ask(efir, Role.OPERATOR, item="b"))[1]["clips"][0]["length"] == 154_250
        assert await ask(efir, Role.OPERATOR, item="c") == (200, {"clips": []})
        assert efir.controller.seq == seq, "who asks changes nothing"


async def test_who_may_not_edit_the_plan_is_told_nothing(tmp_path: Path) -> None:
    async with served(tmp_path, show=show(tmp_path)) as efir:
        await fill(efir, PLAN)
        assert (await ask(efir, Role.STAGE, item="a"))[0] == 403
        assert (await ask(efir, Role.BACKSTAGE, item="a"))[0] == 403
        for nothing in ({"item": "zzz"}, {}, {"item": "../../etc/passwd"}):
            status, answer = await ask(efir, Role.OPERATOR, **nothing)
            assert (status, answer["error"]["code"]) == (400, "entry-gone")


@pytest.mark.parametrize("language, words", [("ru", "Файла ролика нет"), ("en", "The clip's file is not")])
async def test_in_the_askers_language(tmp_path: Path, language: str, words: str) -> None:
    async with served(tmp_path, show=show(tmp_path)) as efir, await machine(efir) as client:
        await fill(efir, PLAN)
        headers = {"Accept-Language": language}
        async with client.get("/api/rundown/clips", params={"item": "a"}, headers=headers) as answer:
            assert (await answer.json())["clips"][2]["error"]["text"].startswith(words)
