import { assert, test } from '/test/harness.js';
import { layoutOf, LETTER } from '/web/features/why/patching/layout.js';
import { cellsOf, columnsOf, reachOf, shareOf, strongest } from '/web/features/why/patching/patch-cells.js';

/** Two layers of two heads and an MLP; the stream into the second one has another name as a node. */
const LAYERS = [
  { resid_pre: 'r0', stream: 'r0', z: 'z0', heads: 2, mlp_out: ['m0'] },
  { resid_pre: 'r1', stream: 'post0', z: 'z1', heads: 2, mlp_out: ['m1'] },
];
const NODES = new Map(
  Object.entries({
    r0: [],
    z0: ['r0'],
    mid0: ['r0', 'z0'],
    m0: ['mid0'],
    post0: ['mid0', 'm0'],
    z1: ['post0'],
    mid1: ['post0', 'z1'],
    m1: ['mid1'],
  }).map(([name, inputs]) => [name, { inputs }]),
);
const ROWS = cellsOf(LAYERS, [0, 1, 2]);
const cell = (/** @type {string} */ place) => /** @type {any} */ (ROWS.flat().find((each) => each.place === place));
const reached = (/** @type {string} */ place, differs = 1) =>
  ROWS.flat()
    .filter(reachOf(NODES, cell(place), differs))
    .map((each) => each.place);

test('a layer has its stream by words, its heads and its MLPs', () => {
  assert.deepEqual(
    ROWS[1].map(({ place }) => place),
    ['r1@0', 'r1@1', 'r1@2', 'z1[0]', 'z1[1]', 'm1'],
  );
});

test('the cone: itself, and what is computed from it at its own and later words', () => {
  assert.deepEqual(reached('r0@1'), ['r0@1', 'z0[0]', 'z0[1]', 'm0', 'r1@1', 'r1@2', 'z1[0]', 'z1[1]', 'm1']);
  assert.deepEqual(reached('r1@2'), ['r1@2', 'z1[0]', 'z1[1]', 'm1']);
});

test('a head at all words reaches from the first different word on, and no other head of its layer', () => {
  assert.deepEqual(reached('z0[1]'), ['z0[1]', 'm0', 'r1@1', 'r1@2', 'z1[0]', 'z1[1]', 'm1']);
  assert.deepEqual(reached('m1'), ['m1']);
});

test('in a parallel layer the MLP is not behind the heads', () => {
  const parallel = new Map([...NODES, ['m0', { inputs: ['r0'] }]]);
  assert.ok(!reachOf(parallel, cell('z0[0]'), 0)(cell('m0')));
});

test('shares belong to their cells', () => {
  const answer = {
    resid_pre: [
      [0, 1, 0.5],
      [0, 0.2, 0.9],
    ],
    z: [
      [0.1, 0.3],
      [0.4, -0.2],
    ],
    mlp_out: [[0.6], [0.7]],
  };
  assert.equal(shareOf(answer, cell('r1@2')), 0.9);
  assert.equal(shareOf(answer, cell('z1[1]')), -0.2);
  assert.equal(shareOf(answer, cell('m0')), 0.6);
  assert.equal(strongest(answer, ROWS.flat())?.place, 'r0@1');
});

test('of too many words the last have columns', () => {
  assert.deepEqual(columnsOf(3, 10), [0, 1, 2, 3]);
  assert.deepEqual(columnsOf(3, 2), [2, 3]);
});

test('two grids fit the area: beside one another if there are many layers', () => {
  const heads = ['The', 'capital', 'of', 'France', 'is'].map((text) => ({ text, kind: 'stream' }));
  const area = { width: 870, height: 540, narrow: false, hall: false };
  for (const layers of [2, 12, 30]) {
    const layout = layoutOf(area, { layers, columns: 5, others: 10, both: true, heads });
    assert.equal(layout.beside, layers > 9);
    const across = layout.label + 5 * (layout.stream + 2) + 10 * (layout.head + 2);
    assert.ok((layout.beside ? 2 * across + 16 : across) <= 870 - 272, `${layers}: ${across}`);
    assert.ok((layout.beside ? 1 : 2) * layers * (layout.height + 1) <= 540 - 150, `${layers}: ${layout.height}`);
  }
});

test('in the hall a figure of two digits has room in each column', () => {
  const heads = [
    ...Array(14).fill({ text: 'When', kind: 'stream' }),
    ...Array(4).fill({ text: '1', kind: 'head' }),
    { text: 'MLP', kind: 'mlp' },
  ];
  const { stream, head, mlp, label } = layoutOf(
    { width: 968, height: 520, narrow: false, hall: true },
    { layers: 2, columns: 14, others: 5, both: false, heads },
  );
  assert.ok(Math.min(stream, head, mlp) >= 2 * 28 * LETTER, `${stream} ${head}`);
  assert.ok(label + 14 * (stream + 2) + 4 * (head + 2) + mlp + 2 <= 968);
});
