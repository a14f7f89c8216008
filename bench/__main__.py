"""``python -m bench NAME [options]``: NAME is a module here with ``async def main(arguments: list[str]) -> Result``.

The last line printed is the result as one JSON object. A missed aim is a finding, not a failure: the exit code stays 0.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
import sys

import msgspec

import bench


def names() -> list[str]:
    own = {"__main__", "result"}
    own = {"__main__", "result"}
    found = (module.name for module in pkgutil.iter_modules(bench.__path__))
    return sorted(name for name in found if name not in own and not name.startswith("common"))


def main() -> int:
    if len(sys.argv) < 2 or sys.argv[1] not in names():
        print(f"usage: python -m bench NAME [options]\nNAME: {', '.join(names())}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"bench.{sys.argv[1]}")
    result = asyncio.run(module.main(sys.argv[2:]))
    print(msgspec.json.encode(result).decode(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
