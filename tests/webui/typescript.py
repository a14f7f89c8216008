"""Runs the pages' pure modules in Node.js, as they are, and gives what their functions return."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests import real
from webui import built

PAGES = built.ROOT / "webui" / "pages"
LIB = PAGES / "lib"
TYPESCRIPT = built.ROOT / "webui" / "node_modules" / "typescript"

# Transpiles modules into one folder, imports the first and prints what `calls` give.
_RUN = """
const [typescript, folder, calls, ...sources] = process.argv.slice(1);
const { createRequire } = await import('node:module');
const { readFileSync, writeFileSync } = await import('node:fs');
const { basename, join } = await import('node:path');
const { pathToFileURL } = await import('node:url');
const ts = createRequire(typescript + '/')(typescript);
const options = { target: 'ES2022', module: 'ESNext', verbatimModuleSyntax: true };
for (const source of sources) {
  const { outputText } = ts.transpileModule(readFileSync(source, 'utf8'), { compilerOptions: options });
  const text = outputText.replace(/from ['"](?:\\.|\\$lib)\\/([\\w-]+?)(?:\\.js)?['"]/g, "from './$1.mjs'");
  writeFileSync(join(folder, basename(source, '.ts') + '.mjs'), text);
}
const module = await import(pathToFileURL(join(folder, basename(sources[0], '.ts') + '.mjs')).href);
// What is made here for a function that takes one: `{"$set": [...]}`, `{"$js": "source"}`.
const make = (value) => {
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(make);
  if ('$set' in value) return new Set(value.$set);
  if ('$js' in value) return new Function('return ' + value.$js)();
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, make(each)]));
};
const plain = (value) => (value instanceof Set ? [...value] : value ?? null);
console.log(JSON.stringify(JSON.parse(calls).map(([name, args]) => plain(module[name](...args.map(make))))));
"""


def run(folder: Path, calls: list[tuple[str, list[Any]]], *sources: Path) -> list[Any]:
    """`sources`: the module whose functions are called, then all that it imports."""
    node = shutil.which("node")
    if node is None or not TYPESCRIPT.is_dir():
        if real.IN_CI:
            pytest.fail("no Node.js, or no packages in webui/node_modules")
        pytest.skip("no Node.js, or no packages in webui/node_modules: run `make pages`")
    command = [node, "--input-type=module", "-e", _RUN, str(TYPESCRIPT), str(folder), json.dumps(calls)]
    answer = subprocess.run(
        [*command, *map(str, sources)], capture_output=True, text=True, encoding="utf-8", timeout=60, check=False
    )
    assert answer.returncode == 0, answer.stderr
    found: list[Any] = json.loads(answer.stdout)
    return found
