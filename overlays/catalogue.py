"""The graphics there are: OGraf packages, found by their manifests and read strictly.

The rules are those of the normative schema (ebu/ograf, v1/specification/json-schemas/graphics/schema.json):
required fields, types, and no key of an unknown name unless it begins with `v_`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType, field

SCHEMA: Final = "https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json"
MANIFEST_SUFFIX: Final = ".ograf.json"
_NAMES: Final = "v_efir_name"
_DESCRIPTIONS: Final = "v_efir_description"


class ManifestError(ValueError):
    """A manifest that OGraf does not allow; the text names the file and the key."""


class Author(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: str
    email: str | UnsetType = UNSET
    url: str | UnsetType = UNSET


class Thumbnail(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    file: str
    resolution: dict[str, Any] | UnsetType = UNSET


class CustomAction(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    id: str
    name: str
    description: str | UnsetType = UNSET
    schema: dict[str, Any] | UnsetType | None = UNSET


class NumberConstraint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    exact: float | UnsetType = UNSET
    min: float | UnsetType = UNSET
    max: float | UnsetType = UNSET
    ideal: float | UnsetType = UNSET


class BooleanConstraint(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    exact: bool | UnsetType = UNSET
    ideal: bool | UnsetType = UNSET


class Resolution(Struct, frozen=True, kw_only=True):
    width: NumberConstraint | UnsetType = UNSET
    height: NumberConstraint | UnsetType = UNSET


class RenderRequirement(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"):
    resolution: Resolution | UnsetType = UNSET
    frame_rate: NumberConstraint | UnsetType = UNSET
    access_to_public_internet: BooleanConstraint | UnsetType = UNSET
    engine: dict[str, Any] | list[Any] | UnsetType = UNSET


class Manifest(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, rename="camel"):
    """An OGraf v1 manifest without its `v_` keys."""

    schema_address: Literal["https://ograf.ebu.io/v1/specification/json-schemas/graphics/schema.json"] = field(
        name="$schema"
    )
    id: str
    name: str
    main: str
    supports_real_time: bool
    supports_non_real_time: bool
    version: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    author: Author | UnsetType = UNSET
    thumbnails: list[Thumbnail] | UnsetType = UNSET
    custom_actions: list[CustomAction] | UnsetType = UNSET
    step_count: Annotated[int, Meta(ge=-1)] = 1
    schema: dict[str, Any] | UnsetType = UNSET
    render_requirements: list[RenderRequirement] | UnsetType = UNSET


class Graphic(Struct, frozen=True, kw_only=True):
    """One graphic of the catalogue."""

    folder: str
    """What show files and addresses call it: /graphics/FOLDER/graphic.js."""
    names: Mapping[str, str]
    """Language ("ru", "en") → name; at least the language "en" is there."""
    descriptions: Mapping[str, str]
    manifest: Manifest

    @property
    def id(self) -> str:
        return self.manifest.id

    @property
    def schema(self) -> dict[str, Any]:
        """The JSON Schema (GDD) of its data."""
        return {} if self.manifest.schema is UNSET else self.manifest.schema

    @property
    def steps(self) -> int:
        """1: comes and goes; 0: ends by itself; -1: as many as its data say."""
        return self.manifest.step_count

    def name(self, language: str) -> str:
        return self.names.get(language, self.names["en"])


def read_manifest(text: str | bytes, source: str) -> tuple[Manifest, dict[str, Any]]:
    """The manifest and its vendor keys.

    Raises:
        ManifestError: with `source` and the key at fault.
    """
    try:
        raw: object = msgspec.json.decode(text)
        plain, vendor = _without_vendor_keys(raw)
        manifest = msgspec.convert(plain, Manifest)
    except msgspec.MsgspecError as error:
        raise ManifestError(f"{source}: {error}") from error
    if not manifest.id or "/" in manifest.id:
        raise ManifestError(f"{source}: `$.id` must not be empty nor contain “/”")
    if Path(manifest.main).is_absolute() or ".." in Path(manifest.main).parts:
        raise ManifestError(f"{source}: `$.main` must lie in the graphic's own folder")
    return manifest, vendor


def _without_vendor_keys(raw: object) -> tuple[object, dict[str, Any]]:
    """The manifest without its `v_` keys, and those; where the schema allows them deeper down they are dropped."""
    if not isinstance(raw, dict):
        return raw, {}
    vendor = {key: value for key, value in raw.items() if key.startswith("v_")}
    plain = {key: value for key, value in raw.items() if not key.startswith("v_")}
    for key in ("author", "renderRequirements", "customActions"):
        if key in plain:
            plain[key] = _standard(plain[key])
    return plain, vendor


def _standard(value: Any) -> Any:
    if isinstance(value, list):
        return [_standard(item) for item in value]
    if isinstance(value, dict):
        return {key: _standard(item) for key, item in value.items() if not key.startswith("v_")}
    return value


def read_graphic(path: Path) -> Graphic:
    """The graphic whose manifest is at `path`.

    Raises:
        ManifestError: it is not an OGraf manifest.
        OSError: it cannot be read.
    """
    manifest, vendor = read_manifest(path.read_bytes(), str(path))
    return Graphic(
        folder=path.parent.name,
        names=_texts(vendor.get(_NAMES), manifest.name),
        descriptions=_texts(vendor.get(_DESCRIPTIONS), "" if manifest.description is UNSET else manifest.description),
        manifest=manifest,
    )


def _texts(vendor: object, plain: str) -> dict[str, str]:
    given = {str(key): str(value) for key, value in vendor.items()} if isinstance(vendor, dict) else {}
    return {"en": plain} | given


def find_graphics(folders: Iterable[Path]) -> dict[str, Graphic]:
    """Folder name → graphic, of all packages directly below `folders`; the first of a name wins.

    Blocking: reads the disk.
    """
    found: dict[str, Graphic] = {}
    for folder in folders:
        if not folder.is_dir():
            continue
        for path in sorted(folder.glob(f"*/*{MANIFEST_SUFFIX}")):
            found.setdefault(path.parent.name, read_graphic(path))
    return found


def own_graphics() -> dict[str, Graphic]:
    """The graphics that come with Efir."""
    return find_graphics([Path(__file__).parent / "graphics"])
