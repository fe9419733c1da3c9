/** How far a phone's sheet is pulled. */
import { assert, test } from '/test/harness.js';
import { afterPull, heightIn, stateOf } from '/web/features/sheet/pull.js';

const WINDOW = 844;

test('a pull goes to the next state, a long one past it, and a touch that hardly moves is none', () => {
  assert.equal(afterPull('usual', 60), 'tall');
  assert.equal(afterPull('usual', -60), 'folded');
  assert.equal(afterPull('folded', 60), 'usual');
  assert.equal(afterPull('folded', 400), 'tall');
  assert.equal(afterPull('tall', -400), 'folded');
  assert.equal(afterPull('tall', 60), 'tall');
  assert.equal(afterPull('usual', 8), 'usual');
});

test('however tall the sheet is, more than a third of the window is left to the machine', () => {
  assert.ok(heightIn(Infinity, WINDOW) < (2 / 3) * WINDOW);
  assert.ok(heightIn(0, WINDOW) > 100);
  assert.equal(stateOf(false, heightIn(Infinity, WINDOW), WINDOW), 'tall');
  assert.equal(stateOf(false, 326, WINDOW), 'usual');
  assert.equal(stateOf(true, 90, WINDOW), 'folded');
});
