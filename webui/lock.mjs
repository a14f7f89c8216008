// Makes package-lock.json again and takes out what names a host: addresses of packages are left out by
// .npmrc, the "funding" notes are taken out here. `npm ci` needs neither.
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const npm = process.env.npm_execpath;
execFileSync(process.execPath, [npm, 'install', '--package-lock-only', '--ignore-scripts'], { stdio: 'inherit' });
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
for (const entry of Object.values(lock.packages)) delete entry.funding;
const text = JSON.stringify(lock, null, 2) + '\n';
if (text.includes('://')) throw new Error('package-lock.json still names a host');
writeFileSync('package-lock.json', text);
