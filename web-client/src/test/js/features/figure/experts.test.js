import { assert, test } from '/test/harness.js';
import { columnsOf, wholePercents } from '/web/features/figure/experts/experts.js';
import { IDLE, idleBlocks } from '/web/scene/layout/experts-layout.js';

/** Three positions, each with two of six experts. */
const TAKEN = { data: [3, 0, 3, 5, 1, 3], shape: [3, 2] };
const PROBS = [0.1, 0.4, 0.05, 0.3, 0.05, 0.1];

test('every expert has a column with its share, and the words that went to it in their order', () => {
  const columns = columnsOf({ probs: PROBS, taken: TAKEN, position: 2, most: 8 });
  assert.deepEqual(
    columns.map(({ experts, percent, isTaken, words }) => [experts, percent, isTaken, words]),
    [
      [[0], 10, false, [0]],
      [[1], 40, true, [2]],
      [[2], 5, false, []],
      [[3], 30, true, [0, 1, 2]],
      [[4], 5, false, []],
      [[5], 10, false, [1]],
    ],
  );
});

test('where there is no room for all, those taken and those most read from stay, and the others are one column', () => {
  const columns = columnsOf({ probs: PROBS, taken: TAKEN, position: 2, most: 4 });
  assert.deepEqual(
    columns.map(({ experts }) => experts),
    [[0], [1], [3], [2, 4, 5]],
  );
  assert.deepEqual(columns[3].words, [1]);
  assert.equal(columns[3].percent, 20);
  assert.equal(
    columns.reduce((sum, { percent }) => sum + percent, 0),
    100,
  );
});

test('figures of a whole add up to 100, and those of parts are rounded each', () => {
  assert.deepEqual(wholePercents([1 / 3, 1 / 3, 1 / 3]), [34, 33, 33]);
  assert.deepEqual(wholePercents([0.625, 0.375]), [63, 37]);
  assert.deepEqual(wholePercents([0.404, 0.303]), [40, 30]);
  assert.deepEqual(wholePercents([0, 1, 0]), [0, 100, 0]);
});

test('the tables of experts that a position has not taken are idle, once the numbers are here', () => {
  const plan = /** @type {any} */ ({
    anatomy: { branches: [{ nodes: [] }, { nodes: [{ name: 'taken', traits: { routing: 'taken' } }] }] },
    blocks: [
      ...[0, 1, 3, 5].map((part, index) => ({ index, part, partAxis: 'expert', branch: 1 })),
      { index: 4, part: 0, partAxis: 'slot', branch: 1 },
      { index: 5, part: -1, partAxis: null, branch: 1 },
      { index: 6, part: 2, partAxis: 'expert', branch: 0 },
    ],
  });
  const numbers = (/** @type {string} */ name) => (name === 'taken' ? TAKEN : null);
  assert.deepEqual([...idleBlocks(plan, numbers, 0)], [1, 3]);
  assert.deepEqual([...idleBlocks(plan, numbers, 2)], [0, 3]);
  assert.equal(idleBlocks(plan, () => null, 2).size, 0);
  assert.ok(IDLE < 1);
});
