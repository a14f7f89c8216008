/**
 * Runs functions of the pages outside a browser: `node pure.mjs WEBUI`, a JSON request on standard input,
 * `{calls: [[module, function, ...arguments], …]}`; answers with the list of results, null for undefined.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { pathToFileURL } from 'node:url';

const webui = process.argv[2];
const lib = join(webui, 'pages', 'lib');
const vite = createRequire(join(webui, 'package.json')).resolve('vite');
const { build } = await import(pathToFileURL(vite).href);
const { calls } = JSON.parse(await text(process.stdin));

const modules = {};
for (const name of new Set(calls.map(([module]) => module))) {
  const built = await build({
    configFile: false,
    root: webui,
    logLevel: 'error',
    resolve: { alias: { $lib: lib } },
    build: { write: false, lib: { entry: join(lib, `${name}.ts`), formats: ['es'] } },
  });
  const code = built[0].output[0].code;
  modules[name] = await import(`data:text/javascript;base64,${Buffer.from(code).toString('base64')}`);
}

const given = (value) => (value?.$js ? new Function(`return ${value.$js}`)() : value);
const answer = (value) => (value instanceof Set ? [...value] : (value ?? null));
const results = await Promise.all(calls.map(async ([module, name, ...rest]) => answer(await modules[module][name](...rest.map(given)))));
process.stdout.write(JSON.stringify(results));
