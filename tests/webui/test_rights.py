"""The whole matrix through the real server: every command × every role, every view × every role."""

from __future__ import annotations

import asyncio
import itertools
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import msgspec
import pytest
from msgspec import inspect as schema

from control.access import COMMAND_ROLES, VIEW_ROLES, may
from control.core.types import CameraId, Command, Role
from control.registry import COMMAND_TYPES, tag_of
from control.show import Camera, Ptz
from tests.control.core.shows import make_show
from tests.webui.served import Page, Served, served
from webui import context

PEOPLE = [role for role in Role if role is not Role.SYSTEM]
HOME = {
    Role.OWNER: "panel",
    Role.OPERATOR: "panel",
    Role.JUDGE: "judge",
    Role.STAGE: "stage",
    Role.BACKSTAGE: "backstage",
    Role.GRAPHICS: "graphics",
    Role.PHONE: "phone",
    Role.GUEST: "lend",
}
SUBJECTS = {Role.JUDGE: "j1", Role.PHONE: "phone", Role.GUEST: "dome"}
PHONE = Camera(id=CameraId("phone"), name="Телефон", url="whip:")
DOME = Camera(id=CameraId("dome"), name="Купол", url="rtsp://x", ptz=Ptz(visca="10.0.0.1"))
SHOW = make_show(cameras=(*make_show().cameras, PHONE, DOME))
_ids = itertools.count()


def sample(info: schema.Type) -> Any:
    """Some value that decodes as this type."""
    match info:
        case schema.Metadata(type=inner):
            return sample(inner)
        case schema.BoolType():
            return True
        case schema.IntType() | schema.FloatType():
            return 1
        case schema.StrType(pattern=pattern):
            return next(text for text in ("x", "/x") if re.search(pattern or "", text))
        case schema.LiteralType(values=values):
            return values[0]
        case schema.EnumType(cls=cls):
            return next(iter(cls)).value
        case schema.DictType():
            return {}
        case schema.VarTupleType() | schema.ListType():
            return []
        case schema.UnionType(types=types):
            return sample(types[0])
        case schema.AnyType():
            return {}
        case schema.StructType(tag_field=tag_field, tag=tag, fields=fields):
            named = {tag_field: tag} if tag_field is not None else {}
            return named | {field.encode_name: sample(field.type) for field in fields if field.required}
    raise TypeError(info)


def example(kind: type[Command]) -> dict[str, Any]:
    info = schema.type_info(kind)
    assert isinstance(info, schema.StructType)
    return {"type": tag_of(kind)} | {f.encode_name: sample(f.type) for f in info.fields if f.required}


@asynccontextmanager
async def signed_in(efir: Served, role: Role) -> AsyncIterator[aiohttp.ClientSession]:
    """A client that is of this role in every request it makes."""
    if role is Role.OWNER:
        async with await efir.owner() as browser:
            yield browser
    else:
        token = await efir.token(role, SUBJECTS.get(role, ""))
        async with aiohttp.ClientSession(efir.url, headers={"Authorization": f"Bearer {token}"}) as machine:
            yield machine


async def outcome(page: Page) -> str:
    """welcome, or the code of the bye."""
    message = await page.next()
    assert message is not None
    return str(message.get("code", message["type"]))


@pytest.mark.parametrize("role", PEOPLE)
async def test_every_command_for_every_role(tmp_path: Path, role: Role) -> None:
    async with served(tmp_path, show=SHOW) as efir, signed_in(efir, role) as client:
        for kind in COMMAND_TYPES:
            async with client.ws_connect("/live") as socket:
                page = Page(socket)
                await page.hello(HOME[role])
                await page.opened()
                error = (await page.do(example(kind), f"{role}-{next(_ids)}")).get("error", {}).get("code")
                assert error != "bad-command", (example(kind), error)
                assert (error != "not-allowed") == may(role, kind), (role, kind, error)


@pytest.mark.parametrize("role", PEOPLE)
async def test_every_command_for_every_role_without_a_socket(
    tmp_path: Path, role: Role, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(context, "COMMANDS_OF_GUESTS", context.COMMANDS)  # else it takes minutes
    async with served(tmp_path, show=SHOW) as efir, signed_in(efir, role) as client:
        for kind in COMMAND_TYPES:
            post = {"id": f"{role}-{next(_ids)}", "command": example(kind)}
            status, text = await posted(client, post)
            assert (status == 403) == (not may(role, kind)), (role, kind, text)
            assert status in (200, 403, 409)


async def posted(client: aiohttp.ClientSession, post: dict[str, Any]) -> tuple[int, str]:
    """There are more commands than one sender may give at once."""
    while True:
        async with client.post("/api/commands", json=post) as answer:
            if answer.status != 429:
                return answer.status, await answer.text()
        await asyncio.sleep(0.05)


@pytest.mark.parametrize("role", PEOPLE)
async def test_every_view_for_every_role(tmp_path: Path, role: Role) -> None:
    async with served(tmp_path, show=SHOW) as efir, signed_in(efir, role) as client:
        for view, roles in VIEW_ROLES.items():
            async with client.ws_connect("/live") as socket:
                page = Page(socket)
                await page.hello(view)
                assert await outcome(page) == ("welcome" if role in roles else refusal(role, view))
                if role not in roles:
                    assert (await page.closed())[1] in (4401, 4403)
            async with client.get(f"/api/views/{view}") as answer:
                assert (answer.status == 200) == (role in roles), (role, view)


def refusal(role: Role, view: str) -> str:
    """A browser shows the cookie of the view, and the owner has none for judges, phones and guests; a token says who
    it is."""
    return "not-signed-in" if role is Role.OWNER and view in ("judge", "phone", "lend") else "not-allowed"


async def test_without_a_token_nothing_is_shown_or_done(tmp_path: Path) -> None:
    async with served(tmp_path, show=SHOW) as efir:
        for view in VIEW_ROLES:
            async with efir.page(view) as page:
                assert await page.closed() == ("not-signed-in", 4401)
                assert page.snapshots == 0
            async with efir.http.get(f"{efir.url}/api/views/{view}") as answer:
                assert answer.status == 401
        for path in ("/api/me", "/api/links", "/api/protocol"):
            async with efir.http.get(efir.url + path) as answer:
                assert answer.status == 401, path
        for path in ("/api/commands", "/api/links", "/api/links/x/revoke", "/api/links/x/rotate", "/api/password"):
            async with efir.http.post(efir.url + path, json={}) as answer:
                assert answer.status == 401, path


def test_no_person_may_do_what_only_efir_does() -> None:
    own = {tag_of(kind) for kind, roles in COMMAND_ROLES.items() if roles == {Role.SYSTEM}}
    assert {"program.observe", "health.observe-obs", "access.note", "debate.due", "contest.open"} <= own
    assert {"timers.due", "timers.restore"} <= own


BACKSTAGE = {
    "show", "studio", "program", "switches", "visible", "cameras", "debate", "stage", "timers", "rundown", "run",
}  # fmt: skip


async def test_what_is_not_for_a_role_is_not_in_its_view(tmp_path: Path) -> None:
    async with served(tmp_path, show=SHOW) as efir:
        expected = {
            Role.JUDGE: {"show", "debate", "me"},
            Role.STAGE: {"show", "debate", "stage", "timers", "rundown", "run"},
            Role.BACKSTAGE: BACKSTAGE,
            Role.GRAPHICS: {"language", "theme", "graphics"},
            Role.PHONE: {"show", "phone"},
            Role.GUEST: {"show", "lend"},
        }
        for role, slices in expected.items():
            async with signed_in(efir, role) as client, client.get(f"/api/views/{HOME[role]}") as answer:
                assert set((await answer.json())["data"]) == slices
                assert "rtmp" not in (await answer.text())
        async with signed_in(efir, Role.OPERATOR) as client, client.get("/api/views/panel") as answer:
            text = await answer.text()
            assert "prog" not in str(msgspec.json.decode(text)["data"]["studio"]), "the stream key"
