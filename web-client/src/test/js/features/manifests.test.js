/** Reads the manifests of all features as the build does, which makes the pages' lists of them. */
import { readdir, readFile } from 'node:fs/promises';
import { assert, test } from '/test/harness.js';
import { KEYS } from '/web/ui/keys.js';

const FEATURES = new URL('../../../main/web/features/', import.meta.url);
const paths = (await readdir(FEATURES, { recursive: true }))
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => path.endsWith('/feature.js'));
/** All manifests by feature and moment. @type {[string, string, import('/web/ui/features.js').Manifest][]} */
const MANIFESTS = [];
// as they load, modules define elements, which other tests define, too, and some listen to the window
const global = /** @type {any} */ (globalThis);
const { customElements } = global;
Object.assign(global, { window: new EventTarget(), customElements: { define() {} } });
for (const path of paths)
  for (const [moment, manifest] of Object.entries(await import(`/web/features/${path}`)))
    MANIFESTS.push([path, moment, manifest]);
Object.assign(global, { window: undefined, customElements });
delete global.window;
const ACTIONS = MANIFESTS.flatMap(([, , { actions = {} }]) => Object.keys(actions)).concat('escape');

test('each action belongs to one feature', () => {
  assert.ok(MANIFESTS.length > 40, String(MANIFESTS.length));
  assert.deepEqual(
    ACTIONS.filter((name, i) => ACTIONS.indexOf(name) !== i),
    [],
  );
});

test('every key has an action', () => {
  for (const { action } of KEYS) assert.ok(ACTIONS.includes(action), action);
});

/** What leads nowhere by itself: it is about what is pressed, dragged or written in a panel of its own, or another entry does the same. */
const OF_A_PANEL = [
  ...[
    'hold',
    'address',
    'rename',
    'code',
    'key',
    'runOnFor',
    'append',
    'predict',
    'guess',
    'touch',
    'replayAnswer',
    'readyKey',
    'recordTitle',
    'keepPrompt',
    'embedFrom',
  ],
  ...[
    'point',
    'pollAnswer',
    'pollHide',
    'word',
    'flightAt',
    'tourActKey',
    'tourActChoose',
    'tourActText',
    'tourCheckChoose',
    'tourScrub',
  ],
  ...[
    'tourWord',
    'switchToken',
    'keepChanges',
    'removeChange',
    'replaceChange',
    'chooseChange',
    'whyTarget',
    'whyToken',
  ],
  ...['talkFile', 'talkNumber', 'talkJump', 'talkChoose', 'talkCover', 'talkChange', 'talkReplace', 'talkDuplicate'],
  ...['talkMove', 'talkDrop', 'talkAdd', 'talkSend', 'talkKeepFound'],
  ...['propose', 'voteTexts'],
  'qa',
  ...['whyOpen', 'whyGo', 'whyFailed', 'whyReserved', 'whyChooses', 'find'],
];
/** @type {[string, import('/web/ui/features.js').Finds][]} */
const FINDS = MANIFESTS.flatMap(([, , { finds = {} }]) => Object.entries(finds));

test('Find anything has every action that a manifest declares, once, and no other', () => {
  assert.deepEqual(FINDS.map(([action]) => action).sort(), [...ACTIONS].sort());
  assert.deepEqual(FINDS.flatMap(([action, finds]) => (finds === null ? action : [])).sort(), OF_A_PANEL.sort());
});

test('everything that has a key has an entry that shows it, but for keys of figures and letters', () => {
  const found = new Map(FINDS);
  for (const { action, named } of KEYS)
    if (!named && !['find', 'talkJump'].includes(action)) assert.ok(found.get(action) != null, action);
});

test('each name and each reason of an entry is a text, in every language', async () => {
  const folder = new URL('../../../main/web/strings/', import.meta.url);
  const languages = ['en', 'de'];
  for (const language of languages) {
    const files = (await readdir(new URL(`${language}/`, folder))).filter((file) => file.endsWith('.json'));
    const tables = await Promise.all(
      files.map(async (file) => JSON.parse(await readFile(new URL(`${language}/${file}`, folder), 'utf8'))),
    );
    const all = Object.assign({}, ...tables);
    const has = (/** @type {string} */ key) =>
      key.split('.').reduce((/** @type {any} */ part, name) => part?.[name], all) !== undefined;
    let count = 0;
    for (const [action, finds] of FINDS)
      for (const find of [finds].flat()) {
        if (find === null || typeof find === 'function') continue;
        const names = find.name ? [find.name] : [`help.action.${action}`, `find.action.${action}`];
        assert.ok(names.some(has), `${language}: ${names}`);
        assert.equal(find.can === undefined, find.not === undefined, action);
        if (find.not) assert.ok(has(`find.not.${find.not}`), `${language}: ${find.not}`);
        count++;
      }
    assert.ok(count > 60, String(count));
  }
});
