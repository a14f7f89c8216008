"""Manifests: ours are valid, and a wrong one is named with its key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from control.core.graphics import STEPPED
from overlays.catalogue import SCHEMA, ManifestError, find_graphics, own_graphics, read_manifest

GOOD: dict[str, Any] = {
    "$schema": SCHEMA, "id": "org.example.bug", "name": "Bug", "main": "bug.mjs",
    "supportsRealTime": True, "supportsNonRealTime": False,
}  # fmt: skip


def test_the_graphics_are_there_in_both_languages() -> None:
    graphics = own_graphics()
    assert set(graphics) == {"debate-clock", "lower-third", "score-bug", "result-card", "timer", "agenda"}
    for folder, graphic in graphics.items():
        assert graphic.id == f"org.efir.{folder}"
        assert graphic.name("ru") != graphic.name("en")
        assert graphic.name("fr") == graphic.name("en")
        assert graphic.descriptions["ru"]
        assert graphic.manifest.main == "graphic.js"
        assert graphic.manifest.supports_real_time
        assert graphic.schema["type"] == "object"
        assert graphic.schema["properties"]["language"]["enum"] == ["ru", "en"]


def test_the_core_knows_which_graphics_have_steps_and_the_fields_that_are_one() -> None:
    graphics = own_graphics()
    assert set(STEPPED) == {folder for folder, graphic in graphics.items() if graphic.steps != 1}
    for folder, fields in STEPPED.items():
        assert graphics[folder].steps == -1, "as many as its data say"
        assert [key for key in graphics[folder].schema["properties"] if key.startswith("point")] == list(fields)


def test_vendor_keys_are_allowed_where_the_schema_allows_them() -> None:
    manifest, vendor = read_manifest(
        json.dumps(
            GOOD
            | {
                "v_mine": [1],
                "author": {"name": "A", "v_x": 1},
                "customActions": [{"id": "a", "name": "A", "schema": None, "v_y": 2}],
                "renderRequirements": [{"frameRate": {"ideal": 50, "v_z": 1}}],
                "stepCount": -1,
            }
        ),
        "bug.ograf.json",
    )
    assert vendor == {"v_mine": [1]}
    assert manifest.step_count == -1


@pytest.mark.parametrize(
    "change, says",
    [
        ({"$schema": "https://example.org/other.json"}, "$"),
        ({"id": None}, "$.id"),
        ({"id": "a/b"}, "$.id"),
        ({"name": 3}, "$.name"),
        ({"colour": "red"}, "colour"),
        ({"supportsRealTime": "yes"}, "$.supportsRealTime"),
        ({"stepCount": -2}, "$.stepCount"),
        ({"author": {"email": "a@example.org"}}, "$.author"),
        ({"author": {"name": "A", "phone": "1"}}, "phone"),
        ({"customActions": {"a": {"name": "A"}}}, "$.customActions"),
        ({"renderRequirements": [{"frameRate": 50}]}, "$.renderRequirements[0].frameRate"),
        ({"main": "../other/bug.mjs"}, "$.main"),
    ],
)
def test_a_fault_is_named(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ManifestError, match=r"^bug\.ograf\.json: ") as caught:
        read_manifest(json.dumps(GOOD | change), "bug.ograf.json")
    assert says in str(caught.value)


@pytest.mark.parametrize("key", GOOD)
def test_every_required_field_is_required(key: str) -> None:
    with pytest.raises(ManifestError, match=key.replace("$", r"\$")):
        read_manifest(json.dumps({k: v for k, v in GOOD.items() if k != key}), "bug.ograf.json")


def test_a_broken_file_is_named(tmp_path: Path) -> None:
    package = tmp_path / "bug"
    package.mkdir()
    (package / "bug.ograf.json").write_text("{", "utf-8")
    with pytest.raises(ManifestError, match=r"bug\.ograf\.json"):
        find_graphics([tmp_path, tmp_path / "missing"])


def test_the_first_of_a_name_wins(tmp_path: Path) -> None:
    for parent, name in (("mine", "Mine"), ("theirs", "Theirs")):
        package = tmp_path / parent / "bug"
        package.mkdir(parents=True)
        (package / "bug.ograf.json").write_text(json.dumps(GOOD | {"name": name}), "utf-8")
    found = find_graphics([tmp_path / "mine", tmp_path / "theirs"])
    assert found["bug"].name("ru") == "Mine"
