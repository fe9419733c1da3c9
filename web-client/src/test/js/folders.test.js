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
  'next-token-visibility': ['prediction'],
  afterwards: ['recording', 'place'],
  audience: ['driver'],
  door: ['audience', 'embed'],
  embed: ['next-token', 'step'],
  hands: ['lobby'],
  hall: ['next-token-visibility', 'cell', 'next-token', 'tokens'],
  landing: ['tour'],
  lobby: ['audience', 'driver', 'prompt'],
  'next-token': ['next-token-visibility', 'compare'],
  prediction: ['poll', 'prompt'],
  proposals: ['lobby', 'prompt'],
  replay: ['recording', 'tour'],
  rooms: ['recording'],
  talk: ['ablation', 'focus', 'tour'],
  'text-settings': ['level'],
  'top-bar': ['tokens'],
  tour: ['awake', 'checkpoints', 'prediction'],
  ablation: ['next-token'],
  why: ['figure', 'prediction', 'tokens', 'ablation'],
};

const ROOT = new URL('../../main/web/', import.meta.url);
const IMPORT = /(?:\bfrom\s*|\bimport\s*\(?\s*)'(\.{1,2}\/[^']+)'/g;

const withoutComments = (/** @type {string} */ script) =>
  script.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** The modules' texts by path, without comments. @type {Map<string, string>} */
const SCRIPTS = new Map();

/** The imports of each module by path, including dynamic ones. */
async function imports() {
  const names = (await readdir(ROOT, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.js'));
  const all = new Map();
  for (const name of names) {
    const script = withoutComments(await readFile(new URL(name, ROOT), 'utf8'));
    SCRIPTS.set(name, script);
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
  for (const [name, imported] of MODULES)
    for (const to of imported) assert.ok(MODULES.has(to), `${name} imports ${to}`);
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
      if (other === 'features' && theirs !== feature && !(BUILDS_ON[feature] ?? []).includes(theirs))
        wrong.push(`${name} imports ${to}`);
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

/** What a feature uses of another: imports, ports, and actions that it asks for by name. @type {Map<string, Map<string, string>>} */
const USES = new Map();
const featureOf = (/** @type {string} */ name) => /^features\/([^/]+)\//.exec(name)?.[1] ?? '';
const OWNERS = new Map(
  [...SCRIPTS.keys()]
    .filter((name) => name.endsWith('/feature.js'))
    .map((name) => [
      name.slice('features/'.length, -'/feature.js'.length).replace(/[/-]./g, ([, first]) => first.toUpperCase()),
      featureOf(name),
    ]),
);
const ACTIONS = new Map(
  [...SCRIPTS]
    .filter(([name]) => name.endsWith('/feature.js'))
    .flatMap(([name, script]) =>
      [...script.matchAll(/^ {4}(?:async )?(\w+)(?:\(|: )/gm)].map(([, action]) => [action, featureOf(name)]),
    ),
);
for (const [name, script] of SCRIPTS) {
  const feature = featureOf(name);
  if (feature === '') continue;
  const uses = USES.get(feature) ?? new Map();
  USES.set(feature, uses);
  const use = (/** @type {string | undefined} */ other, /** @type {string} */ how) =>
    other && other !== feature && uses.set(other, `${name} ${how}`);
  for (const to of MODULES.get(name)) use(featureOf(to), `imports ${to}`);
  for (const [, port] of script.matchAll(/\bports\??\.(\w+)/g)) use(OWNERS.get(port), `uses the port ${port}`);
  for (const [, names] of script.matchAll(/\{([^{}]*)\} = (?:this\.#?)?page\.ports\b/g))
    for (const port of names.split(',')) use(OWNERS.get(port.trim().split(':')[0]), `uses the port ${port.trim()}`);
  for (const [, action] of script.matchAll(/\.act\('(\w+)'/g))
    use(ACTIONS.get(action), `asks for the action ${action}`);
}

test('features meet by imports, ports and actions, which together have no cycle', () => {
  const known = [...USES.values()].reduce((sum, uses) => sum + uses.size, 0);
  assert.ok(known > 30, `${known} uses were found`);
  assert.ok(USES.get('shared-scene')?.get('cell')?.includes('port'), 'ports are found');
  const done = new Set();
  const circles = [];
  const visit = (/** @type {string} */ feature, /** @type {string[]} */ way) => {
    if (way.includes(feature)) {
      const circle = [...way.slice(way.indexOf(feature)), feature];
      circles.push(circle.map((each, i) => (i === 0 ? each : `${USES.get(circle[i - 1])?.get(each)}`)).join('; '));
      return;
    }
    if (done.has(feature)) return;
    for (const to of USES.get(feature)?.keys() ?? []) visit(to, [...way, feature]);
    done.add(feature);
  };
  for (const feature of USES.keys()) visit(feature, []);
  assert.deepEqual(circles, []);
});

test('no feature reaches for what another one attached to the page but by a port, and the page names no feature', () => {
  const names = [...new Set([...OWNERS.keys(), ...OWNERS.values()])];
  for (const [name, script] of SCRIPTS) {
    assert.ok(!/\.attached\('/.test(script), name);
    if (!/^(page|live|ui)\//.test(name)) continue;
    for (const [, port] of script.matchAll(/\bports\??\.(\w+)/g))
      assert.ok(!names.includes(port), `${name} uses the port ${port}`);
  }
});
