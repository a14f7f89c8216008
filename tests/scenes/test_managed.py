"""A managed OBS on the real OBS and Xvfb: up, killed, back, gone."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import socket
import stat
import subprocess
import sys
import textwrap
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import av
import cv2
import numpy as np
import pytest

from control.language import LANGUAGES, Texts
from control.secret import Secret
from control.show import Canvas
from scenes.collection import GRAPHICS_INPUT
from scenes.link import Lane, LinkState, ObsLink, ObsRefused
from scenes.managed import (
    ManagedObs,
    ObsCannotBeManaged,
    ObsFolderInUse,
    ObsInstallFailed,
    ObsNotInstalled,
    ObsWillNotStart,
    blend,
    display,
    processes,
    profile,
    programs,
)
from scenes.managed.environment import environment
from scenes.managed.folder import Access, Folder
from tests import real
from tests.scenes.hands import eventually, until

CANVAS = Canvas(width=640, height=360, fps=30)
linux = pytest.mark.skipif(sys.platform != "linux", reason="OBS is managed on Linux only")


@pytest.fixture
def obs() -> None:
    for program in ("obs", "xvfb", "gl"):
        real.require(program)


def alive(folder: Path) -> dict[int, str]:
    """Processes whose HOME is that of the managed OBS in `folder`, children of OBS, too: id → program."""
    home = f"HOME={folder / 'home'}".encode()
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                if home in (entry / "environ").read_bytes().split(b"\0"):
                    found[int(entry.name)] = (entry / "comm").read_text().strip()
    return found


class Linked:
    """A link to the managed OBS, as Efir has it."""

    def __init__(self, link: ObsLink) -> None:
        self.link = link
        self.states: list[LinkState] = []
        link.on_state(self.states.append)

    async def connections(self, count: int) -> float:
        """Seconds until it was connected `count` times."""
        return await until(lambda: [s.phase for s in self.states].count("connected") >= count, 60, "connected")

    async def scenes(self) -> list[str]:
        """Their names; an OBS that was just started lets us in before it can say them."""
        found: list[str] = []

        async def said() -> bool:
            try:
                answer = await self.ask("GetSceneList")
            except ObsRefused:
                return False
            assert isinstance(answer["scenes"], list)
            found[:] = [scene["sceneName"] for scene in answer["scenes"]]
            return True

        await eventually(said, what="its scenes")
        return found

    async def ask(self, kind: str, data: dict[str, object] | None = None) -> dict[str, object]:
        return await self.link.request(Lane.QUERY, kind, data)


@contextlib.asynccontextmanager
async def linked(managed: ManagedObs, password: Secret | None = None) -> AsyncIterator[Linked]:
    link = ObsLink(managed.url, password or managed.password, meters=False)
    running = asyncio.create_task(link.run())
    try:
        yield Linked(link)
    finally:
        running.cancel()
        await asyncio.wait({running})


async def colour(ours: Linked, scene: str, name: str, abgr: int) -> None:
    settings = {"color": abgr, "width": 640, "height": 360}
    await ours.ask(
        "CreateInput",
        {"sceneName": scene, "inputName": name, "inputKind": "color_source_v3", "inputSettings": settings},
    )


async def make_a_scene(ours: Linked, collection: Path) -> None:
    """And waits until it is on the disk. OBS saves when a scene is made, but without that scene; an item brings it."""

    def saved() -> set[str]:
        return {source["name"] for source in json.loads(collection.read_bytes())["sources"]}

    await ours.ask("CreateScene", {"sceneName": "Дебаты"})
    await colour(ours, "Дебаты", "Фон", 0xFF000000)
    print(f"saved after {await until(lambda: {'Дебаты', 'Фон'} <= saved()):.2f} s")


# --- the real OBS ---


@pytest.mark.obs
async def test_it_starts_lets_us_in_with_its_password_alone_and_leaves_nothing(tmp_path: Path, obs: None) -> None:
    async with ManagedObs(tmp_path, CANVAS) as managed:
        await until(lambda: sorted(alive(tmp_path).values()) == ["Xvfb", "obs"], what="no helpers of theirs any more")
        async with linked(managed) as ours:
            await ours.connections(1)
            video = await ours.ask("GetVideoSettings")
            profiles = await ours.ask("GetProfileList")
            collections = await ours.ask("GetSceneCollectionList")
        assert (video["baseWidth"], video["baseHeight"], video["outputWidth"]) == (640, 360, 640)
        assert (video["fpsNumerator"], video["fpsDenominator"]) == (30, 1)
        assert profiles["currentProfileName"] == "Efir"
        assert collections["currentSceneCollectionName"] == "Efir"
        async with linked(managed, Secret("guessed")) as stranger:
            await until(lambda: stranger.states[-1].reason == "wrong_password")
        address, password = managed.url, managed.password
        began = time.monotonic()
    stopped = time.monotonic() - began
    assert alive(tmp_path) == {}
    assert "Number of memory leaks" in (tmp_path / "obs.log").read_text(), "it did not end by itself"
    print(f"stopped in {stopped:.2f} s")

    began = time.monotonic()
    async with ManagedObs(tmp_path, Canvas(width=854, height=480, fps=25)) as managed:
        print(f"second start in {time.monotonic() - began:.2f} s")
        assert (managed.url, managed.password) == (address, password)
        async with linked(managed) as ours:
            await ours.connections(1)
            video = await ours.ask("GetVideoSettings")
        assert (video["baseWidth"], video["baseHeight"], video["fpsNumerator"]) == (854, 480, 25)
    assert alive(tmp_path) == {}


@pytest.mark.obs
async def test_obs_killed_comes_back_to_the_same_address_with_its_scenes(tmp_path: Path, obs: None) -> None:
    scenes = tmp_path / "home/.config/obs-studio/basic/scenes/Efir.json"
    async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
        await ours.connections(1)
        await make_a_scene(ours, scenes)
        for times in (1, 2):
            before = managed.processes
            began = time.monotonic()
            os.kill(before["obs"], signal.SIGKILL)
            await ours.connections(times + 1)
            print(f"OBS killed: link back in {time.monotonic() - began:.2f} s")
            assert managed.processes["obs"] != before["obs"]
            assert managed.processes["Xvfb"] == before["Xvfb"]
            assert managed.restarts == times
            assert "Дебаты" in await ours.scenes()
        assert (tmp_path / "obs.previous.log").exists()
    assert alive(tmp_path) == {}


@pytest.mark.obs
async def test_a_scene_collection_cut_short_is_restored(tmp_path: Path, obs: None) -> None:
    scenes = tmp_path / "home/.config/obs-studio/basic/scenes/Efir.json"
    async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
        await ours.connections(1)
        await make_a_scene(ours, scenes)
    scenes.write_bytes(scenes.read_bytes()[:200])
    async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
        await ours.connections(1)
        assert "Дебаты" in await ours.scenes()


@pytest.mark.obs
async def test_the_display_killed_comes_back_with_obs(tmp_path: Path, obs: None) -> None:
    async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
        await ours.connections(1)
        before = managed.processes
        began = time.monotonic()
        os.kill(before["Xvfb"], signal.SIGKILL)
        await ours.connections(2)
        print(f"Xvfb killed: link back in {time.monotonic() - began:.2f} s")
        after = managed.processes
        assert set(after) == {"obs", "Xvfb"}
        assert not set(after.values()) & set(before.values())
    assert alive(tmp_path) == {}


@pytest.mark.obs
async def test_a_recording_survives_a_kill_and_does_not_hinder_a_stop(tmp_path: Path, obs: None) -> None:
    def recordings() -> list[Path]:
        return sorted((tmp_path / "recordings").glob("*.mkv"))

    async def recorded() -> bool:
        return int(str((await ours.ask("GetRecordStatus"))["outputDuration"])) >= 1_000

    async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
        await ours.connections(1)
        await ours.ask("StartRecord")
        await eventually(recorded, what="a second is recorded")
        began = time.monotonic()
        os.kill(managed.processes["obs"], signal.SIGKILL)
        await ours.connections(2)
        print(f"OBS killed while recording: link back in {time.monotonic() - began:.2f} s")
        assert managed.restarts == 1
        await ours.scenes()  # it is ready
        await ours.ask("StartRecord")
        await eventually(recorded, what="a second is recorded")
        assert len(recordings()) == 2
        began = time.monotonic()
    stopped = time.monotonic() - began
    print(f"stopped while recording in {stopped:.2f} s")
    assert "Number of memory leaks" in (tmp_path / "obs.log").read_text(), "it was killed: a dialog was in the way"
    await until(lambda: not alive(tmp_path))
    for recording in recordings():
        with av.open(str(recording)) as file:
            pictures = sum(1 for _ in file.decode(video=0))
        print(f"{recording.name}: {pictures} pictures")
        assert pictures > 0


OWNER = """
import asyncio, json, sys
from pathlib import Path
from control.show import Canvas
from scenes.managed import ManagedObs

async def main():
    async with ManagedObs(Path(sys.argv[1]), Canvas(width=640, height=360, fps=30)) as managed:
        print(json.dumps(managed.processes), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.mark.obs
async def test_what_we_started_dies_with_us(tmp_path: Path, obs: None) -> None:
    owner = await asyncio.create_subprocess_exec(
        sys.executable, "-c", OWNER, str(tmp_path), stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
    )
    try:
        assert owner.stdout is not None
        while not (line := await owner.stdout.readline()).startswith(b"{"):
            assert line, "the owner did not start its OBS"
        ours = set(json.loads(line).values())
        await until(lambda: ours == set(alive(tmp_path)), what="no helpers of theirs any more")
    finally:
        owner.kill()
        await owner.wait()
    print(f"owner killed: nothing left after {await until(lambda: not alive(tmp_path)):.2f} s")
    async with ManagedObs(tmp_path, CANVAS) as managed:  # and the folder is free again
        await until(lambda: set(managed.processes.values()) == set(alive(tmp_path)), what="nobody else")


@pytest.mark.obs
async def test_two_do_not_share_a_folder(tmp_path: Path, obs: None) -> None:
    async with ManagedObs(tmp_path, CANVAS) as managed:
        before = managed.processes
        with pytest.raises(ObsFolderInUse) as refused:
            async with ManagedObs(tmp_path, CANVAS):
                pass
        assert refused.value.arguments == {"folder": str(tmp_path)}
        assert managed.processes == before
        async with ManagedObs(tmp_path / "other", CANVAS) as second, linked(second) as ours:
            await ours.connections(1)
            assert second.url != managed.url


@pytest.mark.obs
async def test_a_port_that_was_taken_meanwhile_is_left_to_its_owner(tmp_path: Path, obs: None) -> None:
    folder = Folder(tmp_path)
    await asyncio.to_thread(folder.make)
    with socket.create_server(("", 0)) as taken:
        port = taken.getsockname()[1]
        await asyncio.to_thread(folder.keep, Access("kept", port))
        async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
            await ours.connections(1)
            assert managed.url != f"ws://127.0.0.1:{port}"
            assert managed.password == Secret("kept")


@pytest.mark.obs
async def test_graphics_blend_exactly_once_settled(tmp_path: Path, obs: None) -> None:
    scenes = tmp_path / "home/.config/obs-studio/basic/scenes/Efir.json"

    def method() -> list[str]:
        collection = json.loads(scenes.read_bytes())
        return [
            item["blend_method"]
            for source in collection["sources"]
            for item in source["settings"].get("items", [])
            if item["name"] == GRAPHICS_INPUT
        ]

    half_black = tmp_path / "half black.png"
    assert cv2.imwrite(str(half_black), np.full((360, 640, 4), (0, 0, 0, 128), np.uint8))
    async with ManagedObs(tmp_path, CANVAS) as managed, linked(managed) as ours:
        await ours.connections(1)
        await colour(ours, "Scene", "Фон", 0xFFFFFFFF)
        await ours.ask(
            "CreateInput",
            {
                "sceneName": "Scene",
                "inputName": GRAPHICS_INPUT,
                "inputKind": "image_source",  # a colour source takes no notice of the method
                "inputSettings": {"file": str(half_black)},
            },
        )
        await until(lambda: method() == ["default"])
        grey = await grey_of_program(ours)
        began = time.monotonic()
        assert not await managed.settle_graphics(lambda: False)  # something went on the air meanwhile
        assert await managed.settle_graphics()
        await ours.connections(2)
        print(f"settled: link back in {time.monotonic() - began:.2f} s")
        exact = await grey_of_program(ours)
        assert not await managed.settle_graphics()
        assert managed.restarts == 1
    assert method() == ["srgb_off"], "OBS wrote the file again when it ended"
    # Black at half strength over white: 188 is the mean in linear light, 127 in sRGB.
    assert abs(grey - 188) <= 3
    assert abs(exact - 127) <= 3


async def grey_of_program(ours: Linked) -> int:
    picture = await ours.link.screenshot("Scene", 64, 36, 90)
    decoded = cv2.imdecode(np.frombuffer(picture, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert decoded is not None
    return int(decoded[18, 32])


# --- what is missing ---


@linux
async def test_without_obs_a_person_is_told_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ObsNotInstalled) as missing:
        async with ManagedObs(tmp_path / "data", CANVAS):
            pass
    assert missing.value.arguments == {"missing": "OBS Studio, Xvfb"}
    lock = await asyncio.to_thread(Folder(tmp_path / "data").take)  # it was let go
    await asyncio.to_thread(lock.close)


def fake(folder: Path, name: str, script: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{textwrap.dedent(script)}")
    file.chmod(0o755)


@linux
async def test_as_root_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """apt-get is played by a script that speaks as it does; what it "installs" ends at once."""
    fake(
        tmp_path,
        "apt-get",
        f"""
        echo "$@" >> {tmp_path}/asked
        case "$*" in *update*) echo Reading; exit 0;; esac
        echo dlstatus:1:50.0:Retrieving
        echo pmstatus:obs-studio:60.0:Installing
        for name in obs Xvfb; do
            echo '#!/bin/sh' > {tmp_path}/$name; echo 'echo broken >&2; exit 3' >> {tmp_path}/$name
            /bin/chmod 755 {tmp_path}/$name
        done
        """,
    )
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    seen: list[float] = []
    with pytest.raises(ObsWillNotStart) as failed:
        async with ManagedObs(tmp_path / "data", CANVAS, seen.append):
            pass
    assert seen == [0.0, 0.25, 0.8, 1.0]
    update, install = (tmp_path / "asked").read_text().splitlines()
    assert "update" in update
    assert "install --yes --no-install-recommends obs-studio xvfb libgl1-mesa-dri" in install
    assert "pmstatus:obs-studio" in (tmp_path / "data/install.log").read_text()
    assert failed.value.arguments == {"program": "Xvfb", "log": str(tmp_path / "data/xvfb.log")}
    assert "broken" in (tmp_path / "data/xvfb.log").read_text()


@linux
async def test_a_failed_installation_says_where_to_look(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "apt-get", "echo E: no network; exit 100")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ObsInstallFailed) as failed:
        async with ManagedObs(tmp_path / "data", CANVAS):
            pass
    assert failed.value.arguments == {"log": str(tmp_path / "data/install.log")}
    assert "no network" in (tmp_path / "data/install.log").read_text()


@linux
async def test_who_may_not_install_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fake(tmp_path, "apt-get", f"echo > {tmp_path}/asked")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    assert not await programs.install_if_possible(lambda _: None, tmp_path / "log")
    assert not (tmp_path / "asked").exists()


async def test_other_systems_are_told_to_open_obs_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    with pytest.raises(ObsCannotBeManaged):
        async with ManagedObs(tmp_path / "data", CANVAS):
            pass
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_error_has_its_words(language: str) -> None:
    texts = {entry.language: entry for entry in map(Texts, LANGUAGES)}[language]  # type: ignore[index]
    file = Path("x.log")
    for error in (
        ObsCannotBeManaged("win32"),
        ObsNotInstalled(("Xvfb",)),
        ObsInstallFailed(file),
        ObsFolderInUse(file),
        ObsWillNotStart("obs", file),
    ):
        text = texts.format(error.code, **error.arguments)
        assert all(str(argument) in text for argument in error.arguments.values())


# --- processes ---


@linux
def test_a_leftover_is_ended_and_a_stranger_with_its_number_is_not(tmp_path: Path) -> None:
    file = tmp_path / "processes.json"
    with subprocess.Popen(["sleep", "60"]) as ours, subprocess.Popen(["sleep", "60"]) as stranger:
        try:
            processes.remember(file, {"obs": ours.pid, "Xvfb": stranger.pid})
            known = json.loads(file.read_bytes())
            known[1]["started"] = known[1]["started"] + "0"
            file.write_text(json.dumps(known))
            assert processes.end_leftovers(file) == ["obs"]
            assert ours.wait(5) == -signal.SIGKILL
            assert stranger.poll() is None
        finally:
            stranger.kill()
            ours.kill()
    assert not file.exists()
    assert processes.started(ours.pid) is None


@linux
@pytest.mark.parametrize("content", [b"", b"[{", b'{"a": 1}'])
def test_a_spoilt_list_of_processes_is_nothing(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "processes.json"
    file.write_bytes(content)
    assert processes.end_leftovers(file) == []


@linux
async def test_what_does_not_stop_is_killed(tmp_path: Path) -> None:
    stubborn = ["/bin/sh", "-c", "trap '' INT; echo up; while :; do sleep 1; done"]
    process = await processes.start(stubborn, {"PATH": os.environ["PATH"]}, tmp_path / "log", speaks=True)
    assert process.stdout is not None
    assert await process.stdout.readline() == b"up\n"
    began = time.monotonic()
    assert not await processes.end(process, politely=signal.SIGINT, within=0.3)
    assert 0.3 <= time.monotonic() - began < 3
    assert process.returncode == -signal.SIGKILL


@linux
def test_a_launcher_whose_owner_is_gone_starts_nothing(tmp_path: Path) -> None:
    from scenes.managed import launch

    command = [sys.executable, "-I", "-S", launch.__file__, "1", "/bin/sh", "-c", f"echo > {tmp_path}/ran"]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (launch.NOT_BOUND, "the owner is gone\n")
    assert not (tmp_path / "ran").exists()


# --- files ---


def test_settings_are_merged_and_what_obs_wrote_stays() -> None:
    before = "\ufeff[General]\nFirstRun=false\nLastVersion=48\n\n[BasicWindow]\ngeometry=AdnQ==\nPreviewEnabled=true\n"
    forced, defaults = profile.application(Access("pa=ss", 4461))
    after = profile.merged(before, forced, defaults)
    assert "FirstRun=true\nLastVersion=48\n" in after
    assert "geometry=AdnQ==\nPreviewEnabled=false\n" in after
    assert "ServerPort=4461\n" in after
    assert "ServerPassword=pa=ss\n" in after
    assert "Profile=Efir\n" in after
    assert profile.merged(after, forced, defaults) == after


def test_a_chosen_collection_stays_chosen_and_rubbish_is_dropped() -> None:
    forced, defaults = profile.application(Access("x", 1))
    assert "SceneCollection=Mine\n" in profile.merged("[Basic]\nSceneCollection=Mine\n", forced, defaults)
    assert profile.merged("[Gene\x00ral\nrubbish", forced, defaults) == profile.merged("", forced, defaults)


@pytest.mark.parametrize("fps, keyframe", [(15, 30), (30, 60), (50, 100)])
def test_a_keyframe_comes_every_two_seconds(fps: int, keyframe: int) -> None:
    forced, _ = profile.profile(Canvas(width=1280, height=720, fps=fps), Path("/r"))
    assert f"keyint={keyframe} min-keyint={keyframe} " in forced["SimpleOutput"]["x264Settings"]
    assert "bframes=0" in forced["SimpleOutput"]["x264Settings"]
    assert forced["Video"]["FPSInt"] == str(fps)


def test_marks_of_a_crash_are_taken_away(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    (folder.config / ".sentinel").mkdir(parents=True)
    marks = [folder.config / "safe_mode", folder.config / ".sentinel" / "run_1"]
    for mark in marks:
        mark.touch()
    profile.write(folder, folder.access(), CANVAS)
    assert [mark.exists() for mark in marks] == [False, False]


def test_the_profile_in_use_is_the_one_that_is_set(tmp_path: Path) -> None:
    """Also OBS 31's, which keeps the choice in user.ini."""
    folder = Folder(tmp_path)
    folder.make()
    profile.write(folder, folder.access(), CANVAS)
    (folder.config / "user.ini").write_text("[Basic]\nProfile=Other\nProfileDir=Other\n")
    profile.write(folder, folder.access(), CANVAS)
    assert "BaseCX=640" in (folder.config / "basic/profiles/Other/basic.ini").read_text()
    assert "FirstRun=true" in (folder.config / "user.ini").read_text()


def item(name: str, **more: str) -> dict[str, str]:
    return {"name": name, "blend_method": "default", **more}


def test_only_the_graphics_blend_otherwise() -> None:
    collection: Any = {
        "sources": [
            {"id": "scene", "settings": {"items": [item("Камера"), item(GRAPHICS_INPUT)]}},
            {"id": "color_source_v3", "name": GRAPHICS_INPUT, "settings": {}},
        ],
        "groups": [{"settings": {"items": [item(GRAPHICS_INPUT)]}}],
    }
    assert blend.patched(collection) == 2
    assert collection["sources"][0]["settings"] == {
        "items": [item("Камера"), item(GRAPHICS_INPUT, blend_method="srgb_off")]
    }
    assert blend.patched(collection) == 0


@pytest.mark.parametrize("collection", [None, [], 7, {"sources": None}, {"sources": [1, {"settings": {"items": 3}}]}])
def test_a_collection_of_another_shape_is_left_alone(collection: object) -> None:
    assert blend.patched(collection) == 0


def test_an_unreadable_collection_is_left_to_obs(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    file = folder.config / "basic/scenes/Efir.json"
    file.parent.mkdir(parents=True)
    file.write_bytes(b'{"sources": [{"na')
    assert blend.patch(folder) == 0
    assert file.read_bytes() == b'{"sources": [{"na'


@linux
def test_the_password_is_kept_for_its_owner_alone(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "data")
    folder.make()
    access = folder.access()
    assert len(access.password) >= 32
    assert access.password not in repr(access)
    assert folder.access() == access
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.path.iterdir()}
    assert modes == {"access.json": 0o600, "home": 0o700, "run": 0o700}
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700


def test_obs_does_not_see_our_secrets(tmp_path: Path) -> None:
    ours = {"PATH": "/bin", "STREAM_KEY": "live_123", "XDG_CONFIG_HOME": "/elsewhere", "WAYLAND_DISPLAY": "wayland-0"}
    seen = environment(Folder(tmp_path), ours)
    assert not {"STREAM_KEY", "WAYLAND_DISPLAY"} & set(seen)
    assert seen["PATH"] == "/bin"
    assert all(seen[name].startswith(str(tmp_path)) for name in seen if name.startswith("XDG_") and "TYPE" not in name)


def test_the_cookie_of_the_display() -> None:
    """Bytes as `xauth` writes them for a wildcard entry."""
    assert display.authority(b"\x01" * 16) == (
        b"\xff\xff\x00\x00\x00\x00\x00\x12MIT-MAGIC-COOKIE-1\x00\x10" + b"\x01" * 16
    )


@pytest.mark.parametrize(
    "line, part",
    [
        ("dlstatus:1:50.0:Retrieving", 0.25),
        ("pmstatus:obs-studio:60.0:Installing", 0.8),
        ("Get:1 http://x", None),
        ("dlstatus:1", None),
        ("pmstatus:a:b:c", None),
    ],
)
def test_how_far_apt_is(line: str, part: float | None) -> None:
    assert programs.percent(line) == part
