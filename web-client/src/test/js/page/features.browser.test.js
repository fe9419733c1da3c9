import { assert, test } from '/test/harness.js';
import { DEFERRED } from '/web/page/deferred-features.js';
import { DRIVING_FEATURES } from '/web/page/driving-features.js';
import { LATER } from '/web/page/later-features.js';
import { KEYS } from '/web/ui/keys.js';

const LOADED_LATER = [...DEFERRED, ...LATER];
const ALL = [...DRIVING_FEATURES, ...LOADED_LATER];
const twice = (names) => names.filter((name, i) => names.indexOf(name) !== i);

test('each feature is listed once, and each action belongs to one', () => {
  assert.deepEqual(twice(DRIVING_FEATURES.map(({ name }) => name)), []);
  assert.deepEqual(twice(LOADED_LATER.map(({ name }) => name)), []);
  assert.deepEqual(twice(ALL.flatMap(({ actions = {} }) => Object.keys(actions))), []);
});

test('every key has an action', () => {
  const actions = ALL.flatMap(({ actions: each = {} }) => Object.keys(each));
  for (const { action } of KEYS) assert.ok(actions.includes(action), action);
});
