/**
 * Builds everything a browser opens: `node build.mjs [OUT]` (default: dist, emptied first).
 * See vite.config.ts for what the parts are.
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
const graphics = foldersWith(join(overlays, 'graphics'), 'graphic.ts');
const renderer = foldersWith(overlays, 'index.html').includes('renderer');

const parts = [];
if (pages.length > 0) parts.push({ mode: 'pages', outDir: out });
if (renderer) parts.push({ mode: 'renderer', outDir: out });
for (const name of graphics) parts.push({ mode: `graphics/${name}`, outDir: join(out, 'graphics', name) });

rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
for (const { mode, outDir } of parts)
  await build({
    configFile: join(webui, 'vite.config.ts'),
    mode,
    logLevel: 'warn',
    build: { outDir },
  });
console.log(`built ${pages.length} pages, ${renderer ? 'the' : 'no'} renderer, ${graphics.length} graphics`);
