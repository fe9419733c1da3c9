import { assert, test } from '/test/harness.js';
import { CellStore } from '/web/scene/render/cell-store.js';
import { poolsFor } from '/web/scene/render/detail-loader.js';
import { wholePart } from '/web/scene/layout/tensor-parts.js';

const weight = (name, rows, columns) => ({
  name,
  op: 'weight',
  traits: { table: true, learned: true },
  axes: [
    { name: 'd_model', size: rows },
    { name: 'd_mlp', size: columns },
  ],
});
const nodes = new Map(['A', 'B', 'C'].map((name) => [name, weight(name, 4, 6)]));
/** A block of columns `from` to `from + cols` of a tensor. */
const block = (index, node, from = 0, cols = 6) => ({
  index,
  node,
  cols,
  rows: 4,
  colAxis: 'd_mlp',
  rowAxis: 'd_model',
  colFrom: from,
  rowFrom: 0,
  head: -1,
});
const counted = (length) => Float32Array.from({ length }, (_, i) => i);

test('a block reads the tensor’s number of each cell', () => {
  const store = new CellStore(nodes, 100);
  store.begin(1);
  store.write('A', wholePart([4, 6]), counted(24));
  const plate = block(0, 'A', 2, 3);
  assert.equal(store.valueIn(plate, 0, 0), 2);
  assert.equal(store.valueIn(plate, 2, 3), 3 * 6 + 4);
});

test('cells read their pooled number until their own has arrived', () => {
  const store = new CellStore(nodes, 100);
  store.begin(1);
  store.write('A', { from: [0, 0], to: [4, 6], pools: [2, 4] }, new Float32Array([10, 11, 20, 21]));
  const plate = block(0, 'A', 2, 3);
  assert.deepEqual([store.valueIn(plate, 0, 0), store.valueIn(plate, 2, 0), store.valueIn(plate, 2, 3)], [10, 11, 21]);
  assert.equal(store.mappingOf(plate).exact, false);
  store.write('A', { from: [0, 2], to: [4, 5], pools: [1, 1] }, counted(12));
  assert.equal(store.mappingOf(plate).exact, true);
  assert.equal(store.valueIn(plate, 2, 3), 11);
});

test('numbers never exceed the limit: the part not seen for longest is evicted', () => {
  const store = new CellStore(nodes, 50);
  store.begin(1);
  for (const name of ['A', 'B']) {
    store.look();
    assert.ok(store.write(name, wholePart([4, 6]), counted(24)));
  }
  store.look();
  store.touch(block(0, 'A'));
  assert.ok(store.write('C', wholePart([4, 6]), counted(24)));
  assert.deepEqual([store.has('A'), store.has('B'), store.has('C')], [true, false, true]);
  assert.ok(store.used <= store.limit);
});

test('parts that are seen now are not evicted', () => {
  const store = new CellStore(nodes, 50);
  store.begin(1);
  store.write('A', wholePart([4, 6]), counted(24));
  store.write('B', wholePart([4, 6]), counted(24));
  assert.equal(store.write('C', wholePart([4, 6]), counted(24)), false);
  assert.ok(store.has('A') && store.has('B'));
});

test('an overview has at most the wanted number of cells', () => {
  for (const shape of [[49152, 576], [9, 576, 64], [576], [576, 1536]]) {
    const pools = poolsFor(shape, 2048);
    const left = shape.reduce((product, size, axis) => product * Math.ceil(size / pools[axis]), 1);
    assert.ok(left <= 2048, `${shape}: ${left}`);
  }
});
