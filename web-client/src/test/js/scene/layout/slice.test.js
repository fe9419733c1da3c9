import { assert, test } from '/test/harness.js';
import { cellOf, indexOf, shapeOf, slice, stridesOf } from '/web/scene/layout/slice.js';

const headed = {
  traits: {},
  axes: [
    { name: 'pos', size: 'pos' },
    { name: 'head', size: 3 },
    { name: 'd_head', size: 4 },
  ],
};
const wide = {
  traits: {},
  axes: [
    { name: 'd_model', size: 6 },
    { name: 'd_mlp', size: 10 },
  ],
};

test('strides are row-major', () => {
  assert.deepEqual(stridesOf([5, 3, 4]), [12, 4, 1]);
});

test('the size of a position axis is the trace’s', () => {
  assert.deepEqual(shapeOf(headed, 7), [7, 3, 4]);
});

test('a head is a slice of the tensor of all heads', () => {
  const cut = slice(headed, 5, { cols: 'pos', rows: 'd_head', head: 2 });
  assert.deepEqual([cut.cols, cut.rows, cut.base, cut.colStride, cut.rowStride], [5, 4, 8, 12, 1]);
  assert.ok(cut.sequence);
});

test('a plate is a window on the folded axis', () => {
  const cut = slice(wide, 5, { cols: 'd_model', rows: 'd_mlp', window: { axis: 'd_mlp', from: 6, count: 4 } });
  assert.deepEqual([cut.cols, cut.rows, cut.base, cut.colStride, cut.rowStride, cut.rowFrom], [6, 4, 6, 10, 1, 6]);
  assert.ok(!cut.sequence);
});

test('cells and indices map to each other', () => {
  const cut = slice(headed, 5, { cols: 'pos', rows: 'd_head', head: 1 });
  assert.deepEqual(indexOf(cut, headed, 5, 3, 2), [3, 1, 2]);
  assert.deepEqual(cellOf(cut, headed, 5, [3, 1, 2]), { column: 3, row: 2 });
});

test('an index of another head or another plate is not in the block', () => {
  const head = slice(headed, 5, { cols: 'pos', rows: 'd_head', head: 1 });
  assert.equal(cellOf(head, headed, 5, [3, 2, 2]), null);
  assert.equal(cellOf(head, headed, 5, [3, 0, 2]), null);
  const plate = slice(wide, 5, { cols: 'd_model', rows: 'd_mlp', window: { axis: 'd_mlp', from: 6, count: 4 } });
  assert.equal(cellOf(plate, wide, 5, [2, 5]), null);
  assert.deepEqual(cellOf(plate, wide, 5, [2, 7]), { column: 2, row: 1 });
});
