import { assert, test } from '/test/harness.js';
import { DEFERRED } from '/web/page/deferred-features.js';
import { DRIVING_FEATURES } from '/web/page/driving-features.js';
import { LATER } from '/web/page/later-features.js';
import { Features } from '/web/ui/features.js';

const LOADED_LATER = [...DEFERRED, ...LATER];
const ALL = [...DRIVING_FEATURES, ...LOADED_LATER];
const twice = (names) => names.filter((name, i) => names.indexOf(name) !== i);

test('each feature is listed once, and each action belongs to one', () => {
  assert.deepEqual(twice(DRIVING_FEATURES.map(({ name }) => name)), []);
  assert.deepEqual(twice(LOADED_LATER.map(({ name }) => name)), []);
  assert.deepEqual(twice(ALL.flatMap(({ actions = {} }) => Object.keys(actions))), []);
});

test('a key has one meaning on a page', () => {
  for (const page of ['solo', 'presenter', 'attendee', 'projector', 'landing', 'rooms']) {
    const keys = new Features(DRIVING_FEATURES).keys.filter(({ who }) => who.includes(page)).flatMap(({ keys: each }) => each);
    assert.deepEqual(twice(keys), [], page);
  }
});

test('every key has an action', () => {
  const actions = ALL.flatMap(({ actions: each = {} }) => Object.keys(each));
  for (const { action } of new Features(ALL).keys) assert.ok(actions.includes(action), action);
});

test('the help sheet lists the presenter’s keys in the order of a talk', () => {
  const listed = new Features(DRIVING_FEATURES).keys.filter(({ who }) => who.includes('presenter')).map(({ action }) => action);
  assert.deepEqual(
    listed.join(' '),
    'next back play generate runOn answer layer cell overview follow headBefore headAfter blank laser mark unmark share prompt ready undo gather start escape link picture theme fullscreen help',
  );
});
