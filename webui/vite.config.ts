/**
 * What is built here, and where it lies in dist/:
 *
 * - pages:         pages/NAME/index.html                → NAME/index.html, all else hashed in assets/
 * - renderer:      ../overlays/renderer/index.html      → renderer/index.html, renderer/assets/
 * - graphics/NAME: ../overlays/graphics/NAME/graphic.ts → graphics/NAME/graphic.js (stable name, default
 *                  export), its *.ograf.json beside it. Such a folder is an OGraf package that needs nothing
 *                  outside itself, so it also runs in somebody else's renderer.
 *
 * Each is a build of its own, named by vite's `mode`; build.mjs finds and runs them.
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve, sep } from 'node:path';
import { defineConfig, type Plugin, type UserConfig } from 'vite';

const webui = import.meta.dirname;
const pages = join(webui, 'pages');
const overlays = resolve(webui, '../overlays');

/** OBS 29 carries Chromium 103 in its browser source; it is the oldest browser that shows a graphic. */
const OLDEST_OBS = 'chrome103';
/** Phones of the last four years. */
const OLDEST_BROWSERS = ['chrome103', 'firefox104', 'safari15.4'];

/** Packages live in webui/node_modules only: files of overlays/ find them as if they lay here. */
function packagesFromHere(): Plugin {
  const bare = /^[^./\0]/;
  return {
    name: 'efir:packages-from-here',
    enforce: 'pre',
    async resolveId(source, importer, options) {
      if (!importer || !bare.test(source) || !resolve(importer).startsWith(overlays + sep)) return null;
      return this.resolve(source, join(webui, 'package.json'), { ...options, skipSelf: true });
    },
  };
}

/** The server's CSP has no unsafe-inline: a page that would need it is a failed build, not a blank page. */
function nothingInline(): Plugin {
  const faults: [RegExp, string][] = [
    [/<script(?![^>]*\ssrc=)[^>]*>/i, 'an inline script'],
    [/<style[\s>]/i, 'an inline style sheet'],
    [/<[^>]+\sstyle=/i, 'a style attribute'],
    [/<[^>]+\son[a-z]+=/i, 'an event attribute'],
  ];
  return {
    name: 'efir:nothing-inline',
    enforce: 'post',
    generateBundle(_options, bundle) {
      for (const file of Object.values(bundle)) {
        if (file.type !== 'asset' || !file.fileName.endsWith('.html')) continue;
        const html = String(file.source).replace(/<!--[^]*?-->/g, '');
        for (const [pattern, what] of faults)
          if (pattern.test(html)) this.error(`${file.fileName} has ${what}; the CSP forbids it`);
      }
    },
  };
}

/** Puts the manifests of an OGraf package beside its built module, and keeps the module its only entrance. */
function ografPackage(folder: string): Plugin {
  return {
    name: 'efir:ograf-package',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const sheet = Object.keys(bundle).find((name) => name.endsWith('.css'));
      if (sheet)
        this.error(`${folder} imports a style sheet, which nobody would load: use Lit's css, ?inline or FontFace`);
      for (const name of readdirSync(folder).filter((name) => name.endsWith('.ograf.json'))) {
        const source = readFileSync(join(folder, name), 'utf8');
        JSON.parse(source);
        this.emitFile({ type: 'asset', fileName: name, source });
      }
    },
  };
}

const common = {
  base: '/',
  resolve: { alias: { $lib: join(pages, 'lib'), $texts: resolve(webui, '../control/texts') } },
  build: {
    outDir: join(webui, 'dist'),
    emptyOutDir: false, // build_pages.py and build.mjs hand over an empty one
    assetsInlineLimit: 0, // fonts and images are files: no data: in the CSP
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
} satisfies UserConfig;

function buildPages(): UserConfig {
  const input = Object.fromEntries(
    (existsSync(pages) ? readdirSync(pages) : [])
      .map((name) => [name, join(pages, name, 'index.html')] as const)
      .filter(([, html]) => existsSync(html)),
  );
  return {
    ...common,
    root: pages,
    publicDir: 'public',
    plugins: [svelte({ configFile: join(webui, 'svelte.config.js') }), nothingInline()],
    build: { ...common.build, target: OLDEST_BROWSERS, rolldownOptions: { input } },
  };
}

function buildRenderer(): UserConfig {
  return {
    ...common,
    root: overlays,
    publicDir: false,
    plugins: [packagesFromHere(), nothingInline()],
    build: {
      ...common.build,
      target: OLDEST_OBS,
      assetsDir: 'renderer/assets',
      rolldownOptions: { input: join(overlays, 'renderer/index.html') },
    },
  };
}

function buildGraphic(name: string): UserConfig {
  const folder = join(overlays, 'graphics', name);
  return {
    ...common,
    base: './',
    root: folder,
    publicDir: false,
    plugins: [packagesFromHere(), ografPackage(folder)],
    build: {
      ...common.build,
      outDir: join(common.build.outDir, 'graphics', name),
      target: OLDEST_OBS,
      rolldownOptions: {
        input: { graphic: join(folder, 'graphic.ts') },
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: '[name].js', chunkFileNames: 'assets/[name]-[hash].js' },
      },
    },
  };
}

export default defineConfig(({ mode }) => {
  if (mode === 'renderer') return buildRenderer();
  if (mode.startsWith('graphics/')) return buildGraphic(mode.slice('graphics/'.length));
  return buildPages();
});
