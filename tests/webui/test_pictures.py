"""Pictures of what happened to cameras and of presets: for the crew, and nothing else of the disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from control.core.types import Role
from tests.webui.served import served


@pytest.mark.parametrize(
    "place, role, status",
    [
        ("feeds", Role.OPERATOR, 200),
        ("feeds", Role.BACKSTAGE, 200),
        ("feeds", Role.JUDGE, 403),
        ("presets", Role.OPERATOR, 200),
        ("presets", Role.BACKSTAGE, 403),
        ("presets", Role.JUDGE, 403),
    ],
)
async def test_who_may_see_them(tmp_path: Path, place: str, role: Role, status: int) -> None:
    kept = tmp_path / place
    kept.mkdir()
    (kept / "one-main-5.jpg").write_bytes(b"\xff\xd8picture")
    (tmp_path / "secret.jpg").write_bytes(b"secret")
    feeds, presets = (kept, None) if place == "feeds" else (None, kept)
    async with served(tmp_path, feed_pictures=feeds, pictures=presets) as efir:
        headers = {"Authorization": f"Bearer {await efir.token(role, 'j1' if role is Role.JUDGE else '')}"}
        url = f"{efir.url}/api/{place}/pictures/"
        async with efir.http.get(url + "one-main-5.jpg", headers=headers) as answer:
            assert answer.status == status
            if status == 200:
                assert (answer.content_type, await answer.read()) == ("image/jpeg", b"\xff\xd8picture")
        for name in ("two-main-5.jpg", "..%2Fsecret.jpg", "one-main-5.png"):
            async with efir.http.get(url + name, headers=headers) as answer:
                assert answer.status == (404 if status == 200 else 403), name
        async with efir.http.get(url + "one-main-5.jpg") as answer:
            assert answer.status == 401
