"""Whether built pages belong to the sources beside them, and what the build needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from webui import build_pages, built


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small checkout whose pages were just built."""
    for name, text in {
        "webui/package.json": "{}",
        "webui/pages/panel/index.html": "<p>",
        "webui/server.py": "",
        "webui/node_modules/lit/index.js": "",
        "overlays/graphics/clock/graphic.ts": "export {}",
        "control/texts/ru.ftl": "a = б",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    monkeypatch.setattr(built, "ROOT", tmp_path)
    built.dist_dir().mkdir()
    (built.dist_dir() / built.DIGEST_NAME).write_text(built.source_digest(), "ascii")
    return tmp_path


def test_pages_are_fresh_after_the_build(checkout: Path) -> None:
    assert built.state() == "fresh"


@pytest.mark.parametrize(
    "source", ["webui/pages/panel/index.html", "overlays/graphics/clock/graphic.ts", "control/texts/ru.ftl"]
)
def test_a_changed_source_makes_pages_stale(checkout: Path, source: str) -> None:
    (checkout / source).write_text("changed", "utf-8")
    assert built.state() == "stale"


def test_a_new_and_a_renamed_file_make_pages_stale(checkout: Path) -> None:
    page = checkout / "webui/pages/panel/index.html"
    page.rename(page.with_name("other.html"))
    assert built.state() == "stale"


@pytest.mark.parametrize(
    "other", ["webui/server.py", "webui/dist/panel.js", "webui/node_modules/lit/index.js", "webui/dist.7/a.js"]
)
def test_what_the_build_does_not_read_changes_nothing(checkout: Path, other: str) -> None:
    (checkout / other).parent.mkdir(exist_ok=True)
    (checkout / other).write_text("changed", "utf-8")
    assert built.is_fresh()


def test_pages_never_built_are_missing(checkout: Path) -> None:
    (built.dist_dir() / built.DIGEST_NAME).unlink()
    assert built.state() == "missing"


def test_an_installed_wheel_has_no_sources_to_compare_with(checkout: Path) -> None:
    (checkout / "webui/package.json").unlink()
    (checkout / "webui/pages/panel/index.html").unlink()
    assert built.is_fresh()


def test_an_old_node_of_the_system_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda name: f"/somewhere/{name}")
    monkeypatch.setattr(build_pages, "_version", lambda node: (18, 20))
    assert build_pages.system_node() is None
    monkeypatch.setattr(build_pages, "_version", lambda node: (22, 12))
    assert build_pages.system_node() == build_pages.Node(Path("/somewhere/node"), ("/somewhere/npm",))


def test_without_any_node_the_build_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_pages, "system_node", lambda: None)
    monkeypatch.setattr(build_pages, "packaged_node", lambda: None)
    assert build_pages.main([]) == build_pages.NO_NODE
