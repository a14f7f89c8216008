"""The conference of `examples/`, made small and quick, and somebody who plays it over HTTP and looks at real OBS."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import cv2
import numpy as np
from ruamel.yaml import YAML

from control import entries, registry
from control.clock import Instant
from control.core.rundown.events import CueFired, CueMissed
from control.core.rundown.plan import Cue, Plan
from control.core.rundown.state import Run
from control.core.rundown.written import plan_of
from control.core.types import EntryId, Event
from control.journal.rows import entries_after
from control.journal.schema import open_reader
from control.registry import State
from control.show import Show
from control.showfile import read_show
from scenes.managed import ManagedObs
from tests.e2e.product import Product
from tests.e2e.shows import CANVAS, PASSWORD, env
from tests.scenes.hands import Hand, eventually, hand
from webui.built import ROOT

EXAMPLE = ROOT / "examples" / "conference" / "show.yaml"
OWNER = "длинная фраза владельца"
PATIENCE = 40.0
"""Seconds for what happens at once on an idle machine."""
LENGTH, SHORT = 12, 8
"""Seconds an item lasts, and one that is followed by itself."""
FIRST, WARNED, OVER = 4, 8, 1
"""Seconds after an item's start: its first timed cue (the second comes one later), its warning; and after its zero."""
NEAR = 30.0
"""Between two colours: what coding a picture may change."""
STANDS = 1.5
"""Seconds; the longest fade has 0.6."""
STEADY = 5
"""Frames a strip must stand to be a scene and no moment of a fade."""
Strips = dict[str, tuple[int, int, int]]
"""Scene → the colour of its strip: red, green, blue."""


def tomorrow(zone: str) -> str:
    return (datetime.now(ZoneInfo(zone)) + timedelta(days=1)).date().isoformat()


def short_conference(folder: Path, clips: Sequence[Path]) -> Path:
    """The example with items of seconds, on a small canvas. It is planned for tomorrow, so that what counts to a wall
    time has something to count; its one cue at a wall time comes after its item's start instead."""
    yaml = YAML()
    show: dict[str, Any] = yaml.load(EXAMPLE)
    scale = show["obs"]["canvas"]["width"] // CANVAS.width
    show["obs"] = {
        "password": env(PASSWORD),
        "canvas": {"width": CANVAS.width, "height": CANVAS.height, "fps": CANVAS.fps},
    }
    for camera, file in zip(show["cameras"].values(), clips, strict=True):
        camera["url"] = str(file)
    for scene in show["scenes"].values():
        for source in scene["sources"].values():
            for key in {"x", "y", "width", "height"} & set(source.get("place", {})):
                source["place"][key] //= scale
            if "text" in source:
                source["text"]["size"] //= scale
    show["rundown"]["date"] = tomorrow(show["time_zone"])
    for entry in show["rundown"]["items"].values():
        for item in entry.get("items", {"": entry}).values():
            _shorten(item)
    file = folder / "show.yaml"
    yaml.dump(show, file)
    return file


def _shorten(item: dict[str, Any]) -> None:
    if "duration" in item:
        item["duration"] = f"{SHORT if item.get('at_end') == 'play' else LENGTH}s"
        item["warning"], item["danger"] = f"{LENGTH - WARNED}s", "2s"
    moments = itertools.count(FIRST)
    for cue in item.get("cues", ()):
        if "time" in cue:
            del cue["time"]
            cue["after"] = f"{next(moments)}s"
        elif cue.get("when") == "overrun":
            cue["after"] = f"{OVER}s"
        elif "after" in cue:
            cue["after"] = f"{next(moments)}s"


class Record:
    """Efir's journal, read beside it as anybody may; the state it comes to."""

    def __init__(self, file: Path) -> None:
        self.state = State()
        self.events: list[tuple[int, Instant, Event]] = []
        """(entry, when it was written, event), of everything."""
        self._file = file
        self._seq = 0

    async def read(self) -> State:
        await asyncio.to_thread(self._read)
        return self.state

    def _read(self) -> None:
        with contextlib.closing(open_reader(self._file)) as reader:
            while batch := entries_after(reader, self._seq, 1000):
                for entry in batch:
                    events = [registry.decode_event(raw) for raw in entry.events]
                    self.state = entries.record(self.state, entry.seq, entry.at, entry.actor, events)
                    self.events += [(entry.seq, entry.at, event) for event in events]
                self._seq = batch[-1].seq

    def fired(self) -> list[tuple[str, str]]:
        """(item, cue), in the order in which they fired."""
        return [(event.item, event.cue) for _, _, event in self.events if isinstance(event, CueFired)]

    def missed(self) -> list[CueMissed]:
        return [event for _, _, event in self.events if isinstance(event, CueMissed)]

    def count(self, kind: type[Event]) -> int:
        return sum(isinstance(event, kind) for _, _, event in self.events)


class Director:
    """Plays the show with nothing but commands over HTTP, and looks at OBS with a client of his own."""

    def __init__(self, show: Show, efir: Product, web: aiohttp.ClientSession, eyes: Hand) -> None:
        plan = plan_of(show)
        assert plan is not None
        self.show, self.efir, self.eyes = show, efir, eyes
        self.plan: Plan = plan
        self.record = Record(efir.data / "show.sqlite")
        self._web = web
        self._numbers = itertools.count(1)

    @property
    def run(self) -> Run:
        return self.record.state.rundown.run

    async def set_up(self) -> None:
        assert self.efir.addresses.setup is not None
        token = self.efir.addresses.setup.partition("#")[2]
        await self._post("setup", {"token": token, "password": OWNER})
        await self.connected()

    async def connected(self) -> None:
        """Efir has OBS, and OBS has what Efir wants."""

        async def there() -> bool:
            async with self._web.get(f"{self.efir.addresses.panel}/healthz") as answer:
                found = await answer.json()
            return bool(found["obs"]["connected"] and found["obs"]["kind"] == "obs")

        await eventually(there, PATIENCE, "OBS is connected")

    async def _post(self, where: str, body: dict[str, Any]) -> dict[str, Any]:
        url = self.efir.addresses.panel
        async with self._web.post(f"{url}/api/{where}", json=body, headers={"Origin": url}) as answer:
            assert answer.status == 200, await answer.text()
            found: dict[str, Any] = await answer.json()
        return found

    def command(self, **command: Any) -> dict[str, Any]:
        """To be sent, perhaps twice."""
        return {"id": f"director-{next(self._numbers)}", "command": command}

    async def send(self, body: dict[str, Any]) -> None:
        receipt = await self._post("commands", body)
        assert receipt["ok"], receipt

    async def do(self, **command: Any) -> None:
        await self.send(self.command(**command))

    async def go(self) -> Run:
        """One GO. The journal has it when it is receipted."""
        await self.record.read()
        await self.do(type="rundown.go", over=self.run.gos)
        await self.record.read()
        return self.run

    async def until(self, holds: Callable[[State], bool], what: str, within: float = PATIENCE) -> None:
        """Until the journal says so."""

        async def asked() -> bool:
            return holds(await self.record.read())

        await eventually(asked, within, what)

    def cues(self, item: str) -> tuple[Cue, ...]:
        found = self.plan.item(EntryId(item))
        assert found is not None
        return found.cues

    async def done(self, item: str, *, without: Sequence[str] = ()) -> None:
        """All cues of the item but those at its end are done with."""
        wanted = {cue.id for cue in self.cues(item) if cue.when != "end"} - set(without)
        await self.until(lambda s: wanted <= s.rundown.run.results.get(EntryId(item), {}).keys(), f"{item}: {wanted}")

    # --- what is really on the air ---

    async def sees(self, scene: str, graphics: set[str], *, before: str | None = None) -> None:
        """In OBS: the scene, by its name and by its strip; on the graphics page: exactly these. Unless a timed cue of
        the item `before` has fired: who looks too late sees something else."""
        found = self.show.scene(scene)  # type: ignore[arg-type]
        assert found is not None

        async def too_late() -> bool:
            await self.record.read()
            timed = {cue.id for cue in self.cues(before) if cue.when == "after"} if before else set()
            return any((before, cue) in self.record.fired() for cue in timed)

        async def on_air() -> bool:
            return await self.eyes.program() == found.name or await too_late()

        await eventually(on_air, PATIENCE, f"{found.name} is on the air")
        strip = await self.strip(found.name)
        assert nearest(strip, strips(self.show)) == scene, f"{scene}: the strip is {strip}"

        async def played() -> bool:
            return await self.graphics() == graphics or await too_late()

        await eventually(played, PATIENCE, f"graphics {graphics}")

    async def strip(self, scene: str) -> np.ndarray[Any, Any]:
        """Its colour in OBS's own picture of the scene: red, green, blue."""
        data = {"sourceName": scene, "imageFormat": "png"}
        answer = await self.eyes.do("GetSourceScreenshot", data)
        raw = base64.b64decode(answer["imageData"].partition(",")[2])
        picture = cv2.imdecode(np.frombuffer(raw, np.uint8), cv2.IMREAD_COLOR)
        assert picture is not None
        return strip_of(picture[..., ::-1])

    async def stands(self) -> None:
        """Long enough to be found in the recording, by the recording's own clock."""
        before = await self.eyes.do("GetRecordStatus")

        async def recorded() -> bool:
            now = await self.eyes.do("GetRecordStatus")
            return bool(not now["outputActive"] or now["outputDuration"] >= before["outputDuration"] + STANDS * 1000)

        await eventually(recorded, PATIENCE, "the recording goes on")

    async def graphics(self) -> set[str]:
        async with self._web.get(f"{self.efir.addresses.panel}/api/views/graphics") as answer:
            assert answer.status == 200, await answer.text()
            known = (await answer.json())["data"]["graphics"]["byId"]
        return {key for key, graphic in known.items() if graphic["playing"]}

    async def clock(self) -> dict[str, Any]:
        """Of the item on the air, as every page gets it."""
        async with self._web.get(f"{self.efir.addresses.panel}/api/views/panel") as answer:
            found: dict[str, Any] = (await answer.json())["data"]["run"]
        return {"item": found["item"], **found["timer"]}

    async def texts(self, graphic: str) -> dict[str, str]:
        async with self._web.get(f"{self.efir.addresses.panel}/api/views/graphics") as answer:
            found: dict[str, str] = (await answer.json())["data"]["graphics"]["byId"][graphic]["data"]
        return found

    async def muted(self, camera: str) -> bool:
        data = {"inputName": f"Efir · {camera}"}
        return bool((await self.eyes.do("GetInputMute", data))["inputMuted"])

    async def recording(self) -> bool:
        return bool((await self.eyes.do("GetRecordStatus"))["outputActive"])


@contextlib.asynccontextmanager
async def conference(folder: Path, clips: Sequence[Path]) -> AsyncIterator[Director]:
    """A real OBS that outlives Efir, Efir with the conference, its owner, and OBS's scenes made."""
    async with ManagedObs(folder / "obs", CANVAS) as obs, contextlib.AsyncExitStack() as stack:
        secrets = {PASSWORD: obs.password.reveal()}
        file = await asyncio.to_thread(short_conference, folder, clips)
        show = await asyncio.to_thread(read_show, file, secrets)
        efir = Product(file, folder / "data", obs=obs.url, environment=secrets)
        status, out, err = await efir.other("apply", file, "--obs", obs.url, "--data", efir.data)
        assert status == 0, (out, err)
        await stack.enter_async_context(efir)
        # No cookie of an IP address is kept otherwise.
        web = await stack.enter_async_context(aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)))
        eyes = await stack.enter_async_context(hand(obs.url, obs.password.reveal()))
        director = Director(show, efir, web, eyes)
        await director.set_up()
        yield director


async def clock_passes(moment: Instant) -> None:
    """Until the wall clock says so: a crashed Efir does not stop it."""
    await asyncio.sleep(max(0.0, moment / 1000 - time.time()))


# --- pictures ---


def strips(show: Show) -> Strips:
    found: Strips = {}
    for scene in show.scenes:
        (colour,) = [item.colour for item in scene.sources if item.id == "strip"]
        assert colour is not None
        red, green, blue = bytes.fromhex(colour[1:])
        found[scene.id] = (red, green, blue)
    return found


def strip_of(picture: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The mean of what lies well inside the strip at the picture's foot."""
    height, width = picture.shape[:2]
    inside = picture[height - height // 60 : height - height // 180, width // 4 : -width // 4]
    mean: np.ndarray[Any, Any] = inside.reshape(-1, 3).mean(0)
    return mean


def nearest(colour: np.ndarray[Any, Any], known: Strips) -> str | None:
    away = {scene: float(np.linalg.norm(colour - np.array(strip))) for scene, strip in known.items()}
    best = min(away, key=lambda scene: away[scene])
    return best if away[best] <= NEAR else None


def scenes_in(pictures: Sequence[str | None]) -> list[str]:
    """One after another, of the scene of every frame; what does not stand is a fade."""
    runs = [(scene, len(list(frames))) for scene, frames in itertools.groupby(pictures)]
    steady = [scene for scene, length in runs if scene is not None and length >= STEADY]
    return [scene for scene, _ in itertools.groupby(steady)]
