/**
 * Builds everything a browser opens: `node build.mjs [OUT [PART…]]` (default: all parts into dist, emptied first).
 * A part is `pages`, `renderer`, `graphics` or `graphics/NAME`; vite.config.ts says what they are.
 */
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const webui = fileURLToPath(new URL('.', import.meta.url));
const overlays = resolve(webui, '../overlays');
const out = resolve(process.argv[2] ?? join(webui, 'dist'));

/** Names of the folders in `parent` that hold `file`, sorted. */
function foldersWith(parent, file) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent).filter((name) => existsSync(join(parent, name, file))).sort();
}

const pages = foldersWith(join(webui, 'pages'), 'index.html');
const graphics = foldersWith(join(overlays, 'graphics'), 'graphic.ts').filter((name) =>
  readdirSync(join(overlays, 'graphics', name)).some((file) => file.endsWith('.ograf.json')),
);
const renderer = foldersWith(overlays, 'index.html').includes('renderer');

const parts = [];
if (pages.length > 0) parts.push({ mode: 'pages', outDir: out });
if (renderer) parts.push({ mode: 'renderer', outDir: out });
for (const name of graphics) parts.push({ mode: `graphics/${name}`, outDir: join(out, 'graphics', name) });
const wanted = process.argv.slice(3);
const chosen = parts.filter(
  ({ mode }) => wanted.length === 0 || wanted.some((part) => mode === part || mode.startsWith(`${part}/`)),
);

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const { mode, outDir } of chosen) {
  try {
    await build({ configFile: join(webui, 'vite.config.ts'), mode, logLevel: 'warn', build: { outDir } });
  } catch (error) {
    console.error(`${mode}: ${error.message}`); // the way through Vite's own code helps nobody
    process.exit(1);
  }
}
console.log(`built ${chosen.map(({ mode }) => mode).join(', ') || 'nothing: there are no pages yet'}`);
