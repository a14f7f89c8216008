"""Functions of the pages, called from tests: one Node.js process for all calls of a test."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.real import IN_CI
from webui.build_pages import packaged_node, system_node
from webui.built import ROOT


def call(calls: list[tuple[Any, ...]]) -> list[Any]:
    """`calls`: (module, function, arguments…); a module is named from `webui/pages/lib`, without `.ts`.

    What JSON cannot say is an argument `{"$js": "source of an expression"}`; a Set comes back as a list.
    Skips the test where there is no Node.js; fails it in CI.
    """
    node = system_node() or packaged_node()
    webui = ROOT / "webui"
    if node is None or not (webui / "node_modules" / "vite").is_dir():
        reason = "there is no Node.js, or the pages' packages are not installed (make pages)"
        if IN_CI:
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    answer = subprocess.run(
        [node.node, Path(__file__).with_suffix(".mjs"), webui],
        input=json.dumps({"calls": calls}),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    results: list[Any] = json.loads(answer.stdout)
    return results
