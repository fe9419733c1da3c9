/**
 * Checks the modules with `strictNullChecks` and `noImplicitAny`, too. What is in a folder of LAX does not count yet, but for manifests; a
 * folder without problems has to leave that list. tsc alone cannot do this: it also reports the problems of what strict modules import.
 */
import { spawnSync } from 'node:child_process';
import process from 'node:process';

const LAX = ['scene'];

const { stdout, error } = spawnSync(
  'npx',
  ['--no-install', 'tsc', '--pretty', 'false', '--strictNullChecks', 'true', '--noImplicitAny', 'true'],
  { encoding: 'utf8', maxBuffer: Infinity, shell: process.platform === 'win32' },
);
if (error) throw error;
/** The lax folder of a problem; empty for a problem that counts. @param {string} problem */
const laxOf = (problem) =>
  /\/feature\.js\(/.test(problem) ? '' : (LAX.find((each) => problem.startsWith(`src/main/web/${each}/`)) ?? '');
// the indented lines after a problem belong to it
const problems = stdout.split(/\n(?=\S)/).filter((each) => each.trim() !== '');
const done = LAX.filter((each) => !problems.some((problem) => laxOf(problem) === each));
const found = [
  ...problems.filter((each) => laxOf(each) === ''),
  ...done.map((each) => `Nothing is wrong in ${each}: take it off the list in src/types/strict.js.`),
];
for (const each of found) console.log(each);
if (found.length > 0) process.exitCode = 1;
