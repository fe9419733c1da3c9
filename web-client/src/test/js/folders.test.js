/**
 * Checks the order of the client's folders, as PackageOrderTest does for the server's packages. A module may import modules
 * of its own folder and of folders listed before it; cycles of imports are forbidden. Types in comments are not imports.
 */
import { readdir, readFile } from 'node:fs/promises';
import { assert, test } from '/test/harness.js';

const ORDER = [
  'model',
  'live',
  'ui',
  'scene/layout',
  'scene/camera',
  'scene/render',
  'scene/play',
  'scene/annotate',
  'scene/gallery',
  'scene/places',
  'scene',
  'features',
  'page',
  'start',
];

/** Features that may import from others. All others are independent. */
const BUILDS_ON = {
  answer: ['prediction'],
  audience: ['driver'],
  hall: ['answer', 'cell', 'next-token', 'tokens'],
  landing: ['tour'],
  lobby: ['audience', 'driver', 'hall', 'prompt'],
  messages: ['next-token'],
  'next-token': ['answer', 'compare'],
  prediction: ['hall'],
  step: ['next-token'],
  texts: ['level'],
  'top-bar': ['tokens'],
  tour: ['checkpoints', 'prediction'],
  'what-if': ['next-token'],
  why: ['figure', 'prediction', 'tokens', 'what-if'],
};

const ROOT = new URL('../../main/web/', import.meta.url);
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)'(\.{1,2}\/[^']+)'/g;

const withoutComments = (/** @type {string} */ script) => script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** The imports of each module by path, including dynamic ones. */
async function imports() {
  const names = (await readdir(ROOT, { recursive: true })).map((name) => name.replaceAll('\\', '/')).filter((name) => name.endsWith('.js'));
  const all = new Map();
  for (const name of names) {
    const script = withoutComments(await readFile(new URL(name, ROOT), 'utf8'));
    const from = new URL(name, ROOT);
    all.set(
      name,
      [...script.matchAll(IMPORT)].map(([, path]) => new URL(path, from).href.slice(ROOT.href.length)),
    );
  }
  return all;
}

const folderOf = (/** @type {string} */ name) => {
  const parts = name.split('/');
  return parts[0] === 'scene' && parts.length > 2 ? `scene/${parts[1]}` : parts[0];
};

const MODULES = await imports();

test('every imported module exists', () => {
  assert.ok(MODULES.size > 100);
  for (const [name, imported] of MODULES) for (const to of imported) assert.ok(MODULES.has(to), `${name} imports ${to}`);
});

test('folders import only from folders before them', () => {
  const wrong = [];
  for (const [name, imported] of MODULES) {
    const at = ORDER.indexOf(folderOf(name));
    assert.ok(at >= 0, `${name} stands in a folder that has no place in the order`);
    for (const to of imported) if (ORDER.indexOf(folderOf(to)) > at) wrong.push(`${name} imports ${to}`);
  }
  assert.deepEqual(wrong, []);
});

test('a feature imports from another only if it is listed to', () => {
  const wrong = [];
  for (const [name, imported] of MODULES) {
    const [folder, feature] = name.split('/');
    if (folder !== 'features') continue;
    for (const to of imported) {
      const [other, theirs] = to.split('/');
      if (other === 'features' && theirs !== feature && !(BUILDS_ON[feature] ?? []).includes(theirs)) wrong.push(`${name} imports ${to}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('there are no import cycles', () => {
  const done = new Set();
  const circles = [];
  const visit = (/** @type {string} */ name, /** @type {string[]} */ way) => {
    if (way.includes(name)) {
      circles.push([...way.slice(way.indexOf(name)), name].join(' → '));
      return;
    }
    if (done.has(name)) return;
    for (const to of MODULES.get(name)) visit(to, [...way, name]);
    done.add(name);
  };
  for (const name of MODULES.keys()) visit(name, []);
  assert.deepEqual(circles, []);
});
