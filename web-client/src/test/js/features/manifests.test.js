/** Reads the manifests of all features as the build does, which makes the pages' lists of them. */
import { readdir } from 'node:fs/promises';
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
