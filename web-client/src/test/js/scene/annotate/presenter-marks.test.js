import { assert, test } from '/test/harness.js';
import { ALL, PresenterMarks, ringOf, spanOf } from '/web/scene/annotate/presenter-marks.js';

const axes = (...names) => /** @type {any} */ ({ axes: names.map((name) => ({ name })) });
const scores = axes('head', 'q_pos', 'k_pos');
const block = (more = {}) =>
  /** @type {any} */ ({
    cols: 6,
    rows: 6,
    colAxis: 'q_pos',
    rowAxis: 'k_pos',
    colFrom: 0,
    rowFrom: 0,
    head: 1,
    ...more,
  });
const edges = (span) => span && [span.left, span.right, span.top, span.bottom];

test('a cell’s mark covers one cell of its head’s block, and nothing of other blocks', () => {
  const mark = { name: 'scores', index: [1, 3, 2] };
  assert.deepEqual(edges(spanOf(mark, scores, block())), [3, 4, 2, 3]);
  assert.equal(spanOf(mark, scores, block({ head: 0 })), null);
});

test('marks of a row, a head and a block cover these', () => {
  assert.deepEqual(edges(spanOf({ name: 's', index: [1, 3, ALL] }, scores, block())), [3, 4, 0, 6]);
  assert.deepEqual(edges(spanOf({ name: 's', index: [1, ALL, ALL] }, scores, block())), [0, 6, 0, 6]);
  assert.deepEqual(edges(spanOf({ name: 's', index: [ALL, ALL, ALL] }, scores, block({ head: 0 }))), [0, 6, 0, 6]);
});

test('in a folded tensor only the plate with the cell is marked', () => {
  const hidden = axes('pos', 'd_mlp');
  const plate = (from) => block({ colAxis: 'pos', rowAxis: 'd_mlp', rows: 48, rowFrom: from, head: -1 });
  const mark = { name: 'post', index: [2, 100] };
  assert.equal(spanOf(mark, hidden, plate(48)), null);
  assert.deepEqual(edges(spanOf(mark, hidden, plate(96))), [2, 3, 4, 5]);
});

test('an index that does not fit the tensor marks nothing', () => {
  assert.equal(spanOf({ name: 's', index: [1, 3] }, scores, block()), null);
  assert.equal(spanOf({ name: 's', index: [1, 9, 2] }, scores, block()), null);
});

test('the ring of the light leaves its whole cell free, however small or large the cell is', () => {
  for (const side of [0.5, 3, 12, 20, 60]) assert.ok(ringOf(side) >= side * Math.SQRT2, `${side} px`);
  assert.ok(ringOf(0.5) >= 14, 'and can be seen around a speck');
});

test('of a block with one marked column that is known, of one with more or none it is not', () => {
  const marks = new PresenterMarks(
    /** @type {any} */ ({}),
    new Map([['scores', scores]]),
    /** @type {any} */ (null),
    {},
  );
  const columnIn = (...list) => {
    marks.marks = list.map((index) => ({ name: 'scores', index }));
    return marks.columnIn(block({ node: 'scores' }));
  };
  assert.deepEqual(
    [
      columnIn([1, 3, ALL]),
      columnIn([1, 3, 2]),
      columnIn(),
      columnIn([0, 3, ALL]),
      columnIn([1, ALL, ALL]),
      columnIn([1, 3, ALL], [1, 4, ALL]),
    ],
    [3, 3, -1, -1, -1, -1],
  );
});
