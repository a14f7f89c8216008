"""The flat state, its table, and plain addresses for buttons, through the real server."""

from __future__ import annotations

import asyncio
from pathlib import Path

import aiohttp
import pytest
from msgspec.structs import replace

from control.clock import Duration
from control.core.camera_acts import CamerasState, HeadState, Preset
from control.core.feeds import ObserveLine, ObserveShowing
from control.core.graphics import Play
from control.core.program import Preview, Take
from control.core.rundown.commands import Go, Pause
from control.core.rundown.plan import Plan
from control.core.stage import Say, SetSecond
from control.core.switches import Follow, Switch
from control.core.timer_acts import Add, Remove, Start
from control.core.types import SYSTEM, CameraId, EntryId, GraphicId, PresetId, Role, SceneId, TimerId
from control.show import Camera, NamedTimer
from tests.control.core.rundowns import SHOW, Playout, item
from tests.control.core.test_switches import MAIN, OURS, STUDIO, TWO
from tests.webui.outside.machines import Listener, get, house, plan, post
from tests.webui.served import until
from webui.outside.flat import TABLE, flat_state, seen, underscored, view_of


def test_a_moment_of_a_show_written_by_hand() -> None:
    played = Playout(plan(), "12:01")
    played.do(Go())
    played.do(Take(SceneId("one")))
    played.do(Preview(SceneId("two")))
    played.do(Play(GraphicId("title")))
    played.do(Say("Минута", "warning"))
    played.until("12:11:30")
    got = flat_state(played.state, SHOW, played.now)
    assert got | {
        "clock.text": "12:11:30",
        "show.title": "Test",
        "rundown.mode": "on",
        "rundown.on.id": "a",
        "rundown.on.number": "1",
        "rundown.on.title": "Начало",
        "rundown.on.note": "свет",
        "rundown.on.left": -30,
        "rundown.on.left_text": "+0:30",
        "rundown.on.phase": "overtime",
        "rundown.on.progress": 100,
        "rundown.on.paused": False,
        "rundown.on.end_text": "12:11:30",
        "rundown.next.id": "b",
        "rundown.next.title": "B",
        "rundown.next.start_text": "12:11:30",
        "rundown.offset": 90,
        "rundown.offset_text": "+1:30",
        "rundown.end_text": "12:40:00",
        "rundown.armed": True,
        "rundown.roll": False,
        "rundown.rehearsal": None,
        "rundown.gos": 1,
        "program.scene": "one",
        "program.scene_name": "ONE",
        "program.preview": "two",
        "program.preview_name": "TWO",
        "scene.one.on": True,
        "scene.two.on": False,
        "scene.two.preview": True,
        "graphics.title.playing": True,
        "graphics.name.playing": False,
        "graphics.any": True,
        "stream.on": False,
        "stream.state": "off",
        "record.on": False,
        "stage.message": "Минута",
        "stage.tone": "warning",
        "obs.connected": False,
    } == got  # fmt: skip
    played.do(Pause())
    assert flat_state(played.state, SHOW, played.now)["rundown.on.paused"] is True


def test_cameras_and_their_switches() -> None:
    plain = CameraId("plain")
    show = replace(OURS, cameras=(*OURS.cameras, Camera(id=plain, name="Файл", url="clip.mp4")))
    played = Playout(plan(), "12:01", show)
    played.do(Take(STUDIO))
    played.do(Follow(MAIN))
    played.do(Switch(MAIN, TWO))
    played.do(ObserveShowing(TWO, "backup"), by=SYSTEM)
    played.do(ObserveLine(TWO, "main", "bad", ("freeze",)), by=SYSTEM)
    stage = Preset(id=PresetId("stage"), name="Сцена", slot=0)
    head = HeadState(presets=(stage,), at=stage.id)
    state = replace(played.state, cameras=CamerasState(heads={TWO: head}))
    got = flat_state(state, show, played.now)
    assert got | {
        "camera.two.tally": "program",
        "camera.two.feed": "backup",
        "camera.two.use": "auto",
        "camera.two.condition": "bad",
        "camera.two.preset": "stage",
        "camera.two.preset_name": "Сцена",
        "camera.one.tally": "off",
        "camera.one.feed": None,
        "camera.one.condition": "unknown",
        "camera.one.preset": None,
        "camera.plain.feed": None,
        "camera.plain.use": None,
        "camera.plain.tally": "off",
        "switch.main.camera": "two",
        "switch.main.follows": True,
        "switch.main.held": True,
        "switch.plain.camera": "two",
        "switch.plain.follows": False,
    } == got  # fmt: skip
    assert "camera.two.tally" in seen(got, frozenset({"stage", "backstage"}))
    assert "camera.two.feed" not in seen(got, frozenset({"stage", "backstage"}))


def test_how_long_until_the_next_flag() -> None:
    awards = item("c", 10, number="7", title="Награждение", flag=True)
    played = Playout(Plan.of(item("a", 10, "12:00"), item("b", 10), awards), "12:01")

    def told(*names: str) -> list[object]:
        got = flat_state(played.state, SHOW, played.now)
        return [got[f"rundown.flag.{name}"] for name in names]

    assert told("id", "number", "title", "start_text", "left") == ["c", "7", "Награждение", "12:20:00", None]
    played.do(Go())
    played.until("12:02:30")
    assert told("start_text", "left", "left_text") == ["12:21:00", 18 * 60 + 30, "18:30"]
    played.do(Pause())
    played.until("12:03:30")
    assert told("start_text", "left_text") == ["12:22:00", "18:30"]
    played.do(Go(item=EntryId("c")))
    assert told("id", "title", "start_text", "left", "left_text") == [None] * 5


def test_every_key_is_always_there_and_a_scalar() -> None:
    before = Playout(plan())
    during = Playout(plan())
    during.do(Go())
    keys = [set(flat_state(played.state, SHOW, played.now)) for played in (before, during)]
    assert keys[0] == keys[1]
    for played in (before, during):
        for key, value in flat_state(played.state, SHOW, played.now).items():
            assert value is None or isinstance(value, str | int | float | bool), key
            assert view_of(key) in ("stage", "backstage", "panel")
    assert len({row.key for row in TABLE}) == len(TABLE)
    assert flat_state(before.state, SHOW, before.now)["rundown.on.left_text"] is None


def test_each_sees_what_his_pages_show() -> None:
    got = flat_state(Playout(plan()).state, SHOW, Playout(plan()).now)
    stage, backstage = seen(got, frozenset({"stage"})), seen(got, frozenset({"stage", "backstage"}))
    assert "rundown.on.note" not in stage
    assert "program.scene" not in stage
    assert "rundown.on.note" in backstage
    assert "stream.on" not in backstage
    assert set(stage) < set(backstage) < set(got)
    assert underscored({"rundown.on.title": 1, "scene.camera-1.on": 2}) == {
        "rundown_on_title": 1,
        "scene_camera_1_on": 2,
    }


def test_the_second_line_says_words_or_figures() -> None:
    played = Playout(plan(), "12:01")

    def told() -> tuple[object, ...]:
        got = flat_state(played.state, SHOW, played.now)
        return tuple(got[f"stage.second.{key}"] for key in ("source", "text", "timer"))

    assert told() == ("nothing", None, None)
    played.do(SetSecond(text="Вопросы"))
    assert told() == ("nothing", None, None), "words that wait are nobody's yet"
    played.do(SetSecond("text"))
    assert told() == ("text", "Вопросы", None)
    speech = NamedTimer(id=TimerId("speech"), name="Речь", kind="countdown", length=Duration(90_000))
    played.do(Add(speech))
    played.do(SetSecond(timer=speech.id))
    assert told() == ("timer", "1:30", "speech")
    played.do(Start(speech.id))
    played.until("12:01:30")
    assert told() == ("timer", "1:00", "speech")
    played.do(Remove(speech.id))
    assert told() == ("timer", None, "speech")


# --- reading ---


async def test_the_state_as_json(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        status, data = await get(efir, "/api/state", await efir.token(Role.OPERATOR))
        assert (status, data["rundown.next.title"], data["rundown.on.title"]) == (200, "Начало", None)
        status, data = await get(efir, f"/api/state?keys=underscored&token={await efir.token(Role.OPERATOR)}")
        assert (status, data["rundown_next_title"]) == (200, "Начало")


async def test_whole_on_connect_then_what_changes(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.http.ws_connect(f"{efir.url}/state?token={token}") as socket:
            page = Listener(socket)
            whole = await page.next()
            assert whole == (await get(efir, "/api/state", token))[1]
            assert (await post(efir, "/api/do/program.take?scene=one", token))[0] == 200
            while "program.scene" not in await page.next():
                pass
            assert page.last == {"program.scene": "one", "program.scene_name": "ONE", "scene.one.on": True}
            await post(efir, "/api/do/rundown.go", token)
            await page.until(lambda data: data["rundown.on.left_text"] == "10:00")
            efir.clock.advance(Duration(1_000))
            await page.until(lambda data: data["rundown.on.left_text"] == "9:59")
            assert {"clock.text", "rundown.on.left_text"} <= set(page.last) | set(page.data)
            # Commands may come the same way, with whatever line ending a generic client adds.
            await socket.send_str('{"type":"stage.say","text":"Пора"}\r\n')
            await page.until(lambda data: data.get("receipt.ok") is True and data["stage.message"] == "Пора")
            await socket.send_str('{"type":"program.take","scene":"nowhere"}')
            await page.until(lambda data: data.get("receipt.ok") is False)
            assert "сцен" in page.data["receipt.error"]
            for garbage in ("", "ping", "[1]", "{}", '{"type":5}'):
                await socket.send_str(garbage)
            await socket.send_bytes(b"\0")
            await post(efir, "/api/do/stage.hush", token)
            await page.until(lambda data: data["stage.message"] is None)


async def test_nobody_listens_and_no_clock_runs(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        feed = efir.server.outside._feed

        def runs() -> bool:
            return feed._task is not None

        assert not runs()
        token = await efir.token(Role.OPERATOR)
        async with efir.http.ws_connect(f"{efir.url}/state?token={token}") as socket:
            await Listener(socket).next()
            assert runs()
        await until(lambda: not runs())


async def test_a_revoked_link_hears_nothing_more(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        async with efir.http.ws_connect(f"{efir.url}/state?token={token}") as socket:
            page = Listener(socket)
            await page.next()
            await efir.people.revoke("operator")
            assert await page.closed() == 4401


# --- doing ---


async def test_a_command_by_its_name(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        assert (await post(efir, f"/api/do/rundown.go?token={token}", None))[0] == 200
        assert (await post(efir, "/api/do/rundown.add-time?ms=30000", token))[0] == 200
        assert (await post(efir, "/api/do/rundown.arm?on=false", token))[0] == 200
        assert (await post(efir, "/api/do/graphics.play", token, json={"graphic": "title"}))[0] == 200
        assert (await post(efir, "/api/do/stage.say?text=x", token, json={"text": "y", "tone": "danger"}))[0] == 200
        state = efir.controller.state
        assert (state.rundown.run.playing.added, state.rundown.run.armed) == (30_000, False)
        assert state.graphics.playing == {"title"}
        assert state.stage.message is not None
        assert (state.stage.message.text, state.stage.message.tone) == ("y", "danger")
        status, answer = await post(efir, "/api/do/program.take?scene=nowhere", token)
        assert (status, answer["error"]["code"]) == (409, "no-such-scene")


@pytest.mark.parametrize(
    "path, body, field",
    [
        ("nothing.at-all", None, "$.type"),
        ("program.take", b"{", "$"),
        ("program.take", b"[]", "$"),
        ("program.take", b'{"scene":5}', "$.scene"),
        ("program.take?scene=one&nonsense=1", None, "$"),
        ("rundown.add-time?ms=soon", None, "$.ms"),
    ],
)
async def test_a_wrong_command_names_the_field(tmp_path: Path, path: str, body: bytes | None, field: str) -> None:
    async with house(tmp_path) as efir:
        seq = efir.controller.seq
        status, answer = await post(efir, f"/api/do/{path}", await efir.token(Role.OPERATOR), data=body)
        assert (status, answer["field"]) == (400, field)
        assert efir.controller.seq == seq


async def test_a_number_of_forty_digits_is_refused_like_any(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        assert (await post(efir, "/api/do/rundown.go", token))[0] == 200
        status, answer = await post(efir, "/api/do/rundown.add-time", token, data=b'{"ms":1' + b"0" * 40 + b"}")
        assert (status, answer["error"]["code"]) == (409, "add-too-much")


async def test_a_get_does_nothing(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        assert (await get(efir, "/api/do/rundown.go", await efir.token(Role.OPERATOR)))[0] == 405
        assert efir.controller.state.rundown.run.gos == 0


async def test_the_same_key_is_one_command(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        for _ in range(2):
            async with efir.http.post(
                f"{efir.url}/api/do/rundown.go", headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "one"}
            ) as answer:
                assert answer.status == 200
        assert efir.controller.state.rundown.run.gos == 1


async def test_two_presses_with_keys_of_their_own_are_one_go(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)

        async def press(key: str) -> int:
            headers = {"Authorization": f"Bearer {token}", "Idempotency-Key": key}
            async with efir.http.post(f"{efir.url}/api/do/rundown.go", headers=headers) as answer:
                return answer.status

        assert sorted(await asyncio.gather(press("one"), press("two"))) == [200, 409]
        assert await press("one") == await press("one")
        assert efir.controller.state.rundown.run.gos == 1


# --- who may ---


async def test_rights(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        for path in ("/api/state", "/state"):
            assert (await get(efir, path))[0] == 401
            assert (await get(efir, f"{path}?token=wrong"))[0] == 401
        assert (await post(efir, "/api/do/rundown.go", None))[0] == 401
        for role, subject, state, do in (
            (Role.JUDGE, "j1", 403, 403),
            (Role.GRAPHICS, "", 403, 403),
            (Role.STAGE, "", 200, 403),
            (Role.BACKSTAGE, "", 200, 403),
            (Role.OPERATOR, "", 200, 200),
        ):
            token = await efir.token(role, subject)
            got, data = await get(efir, "/api/state", token)
            assert got == state, role
            assert ("program.scene" in data) == (role in (Role.BACKSTAGE, Role.OPERATOR)), role
            assert ("stream.on" in data) == (role is Role.OPERATOR), role
            assert (await post(efir, "/api/do/stage.hush", token))[0] == do, role
        with pytest.raises(aiohttp.WSServerHandshakeError) as refused:
            await efir.http.ws_connect(f"{efir.url}/state?token={await efir.token(Role.JUDGE, 'j1')}")
        assert refused.value.status == 403


async def test_a_foreign_page_is_refused_even_with_the_owners_cookie(tmp_path: Path) -> None:
    async with house(tmp_path) as efir, await efir.owner() as browser:
        async with browser.post("/api/do/rundown.go", headers={"Origin": "http://evil.example"}) as answer:
            assert answer.status == 403
        async with browser.post("/api/do/rundown.go") as answer:
            assert answer.status == 200
        assert efir.controller.state.rundown.run.gos == 1


async def test_a_button_held_down_by_a_script(tmp_path: Path) -> None:
    async with house(tmp_path) as efir:
        token = await efir.token(Role.OPERATOR)
        statuses = [(await post(efir, "/api/do/stage.hush", token))[0] for _ in range(120)]
        assert statuses.count(200) >= 60
        assert 429 in statuses
