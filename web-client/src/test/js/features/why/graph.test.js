import { assert, test } from '/test/harness.js';
import {
  apart,
  countOf,
  fileOf,
  heldOf,
  intoNode,
  partOf,
  placed,
  placeOf,
  pruned,
} from '/web/features/why/circuit/graph.js';

/** Two words; the last node is the answer. Edges stand in the order in which they lead to the answer. */
const ANSWER = {
  a: 4,
  b: 5,
  position: 1,
  logit_a: 9,
  logit_difference: 3,
  all_edges: 40,
  nodes: [
    { part: 'hook_embed', position: 0, value: 2 },
    { part: 'hook_embed', position: 1, value: 1 },
    { part: 'blocks.0.attn.hook_result[2]', position: 1, value: 2.5 },
    { part: 'blocks.0.hook_mlp_out', position: 0, value: 0 },
    { part: 'constant', position: null, value: 0.5 },
    { part: 'logits', position: 1, value: 3 },
  ],
  edges: [
    { from: 2, to: 5, value: 2.5 },
    { from: 0, to: 2, value: -4 },
    { from: 1, to: 5, value: 1 },
    { from: 4, to: 2, value: 0.5 },
  ],
};

test('so many edges are shown, with the nodes that they connect, and what those into the answer carry', () => {
  const shown = pruned(ANSWER, 2);
  assert.deepEqual(shown.edges, ANSWER.edges.slice(0, 2));
  assert.deepEqual(shown.nodes, [0, 2, 5]);
  assert.deepEqual([shown.raises, shown.lowers], [2.5, 0]);
  const against = { ...ANSWER, edges: [...ANSWER.edges, { from: 3, to: 5, value: -0.5 }] };
  assert.deepEqual([pruned(against, 5).raises, pruned(against, 5).lowers], [3.5, -0.5]);
  assert.deepEqual(pruned({ ...ANSWER, edges: [] }, 5), { edges: [], nodes: [5], raises: 0, lowers: 0 });
});

test('what is shown of a node’s edges and the rest add up to its value', () => {
  const shown = pruned(ANSWER, 2);
  assert.deepEqual(intoNode(ANSWER, shown.edges, 5), { edges: [ANSWER.edges[0]], rest: 0.5 });
  assert.deepEqual(intoNode(ANSWER, shown.edges, 2), { edges: [ANSWER.edges[1]], rest: 6.5 });
  const edges = [
    { from: 4, to: 2, value: 0.5 },
    { from: 0, to: 2, value: -4 },
  ];
  assert.deepEqual(intoNode(ANSWER, edges, 2).edges, [edges[1], edges[0]]);
});

test('of the edges that the page does not hold, it knows what they sum to into the answer', () => {
  assert.deepEqual(heldOf(ANSWER), { held: 4, all: 40, rest: -0.5 });
  assert.deepEqual(heldOf({ ...ANSWER, all_edges: 4 }), { held: 4, all: 4, rest: 0 });
});

test('the file has what is shown, with indices of its own nodes', () => {
  const file = fileOf(ANSWER, pruned(ANSWER, 2));
  assert.deepEqual(Object.keys(file), [
    'a',
    'b',
    'position',
    'logit_a',
    'logit_difference',
    'all_edges',
    'nodes',
    'edges',
  ]);
  assert.equal(file.all_edges, 40);
  assert.deepEqual(file.nodes, [ANSWER.nodes[0], ANSWER.nodes[2], ANSWER.nodes[5]]);
  assert.deepEqual(file.edges, [
    { from: 1, to: 2, value: 2.5 },
    { from: 0, to: 1, value: -4 },
  ]);
});

test('parts are read by their names', () => {
  assert.deepEqual(partOf('blocks.11.attn.hook_result[9]'), { kind: 'head', layer: 11, head: 9 });
  assert.deepEqual(partOf('blocks.2.hook_mlp_out'), { kind: 'mlp', layer: 2, head: null });
  assert.equal(partOf('hook_pos_embed').kind, 'position');
  assert.equal(partOf('hook_embed').kind, 'embedding');
  assert.equal(partOf('constant').kind, 'constant');
  assert.equal(partOf('logits').kind, 'answer');
  assert.equal(placeOf(ANSWER.nodes[2]), 'blocks.0.attn.hook_result[2]@1');
  assert.equal(placeOf(ANSWER.nodes[4]), 'constant');
});

test('nodes stand in the columns of their words, from the embeddings down to the answer, within the area', () => {
  const shown = pruned(ANSWER, 5);
  const { at, columns, rows } = placed(ANSWER, shown.nodes, { width: 400, height: 300, left: 60, top: 30, size: 20 });
  assert.deepEqual(
    columns.map(({ position }) => position),
    [0, 1],
  );
  const y = (/** @type {number} */ node) => Number(at.get(node)?.y);
  assert.ok(y(0) === y(1) && y(0) < y(2) && y(2) < y(5));
  assert.equal(at.get(5)?.x, columns[1].x);
  assert.deepEqual(rows, [{ layer: 0, y: y(2) }]);
  for (const { x, y: down } of at.values()) assert.ok(x >= 60 && x <= 400 && down >= 30 && down <= 300);
});

test('a column is as wide as its name and its nodes need, and a word without nodes has none', () => {
  const nodes = [0, 1, 2].map((head) => ({ part: `blocks.0.attn.hook_result[${head}]`, position: 2, value: 1 }));
  const answer = {
    ...ANSWER,
    position: 2,
    nodes: [{ part: 'hook_embed', position: 0, value: 1 }, ...nodes, { part: 'logits', position: 2, value: 3 }],
  };
  const { at, columns } = placed(answer, [0, 1, 2, 3, 4], {
    width: 250,
    height: 200,
    left: 20,
    top: 20,
    size: 30,
    most: 0,
    nameOf: () => 40,
  });
  assert.deepEqual(
    columns.map(({ position }) => position),
    [0, 2],
  );
  assert.ok(Math.abs(columns[1].width / columns[0].width - (3 * 36) / 40) < 1e-9);
  const heads = [1, 2, 3].map((node) => Number(at.get(node)?.x));
  assert.ok(heads[1] - heads[0] >= 30 && heads[2] - heads[1] >= 30);
});

test('only numbers of edges that can be chosen are', () => {
  assert.equal(countOf({ edges: '64' }), 64);
  assert.equal(countOf({ edges: '63' }), 32);
  assert.equal(countOf({}), 32);
});

test('nodes shrink where many levels share the height, and names of layers keep a line between them', () => {
  const area = { width: 400, left: 60, top: 30, size: 20 };
  const shown = pruned(ANSWER, 600);
  const low = placed(ANSWER, shown.nodes, { ...area, height: 80 });
  assert.equal(placed(ANSWER, shown.nodes, { ...area, height: 300 }).size, 20);
  const levels = [...new Set([...low.at.values()].map(({ y }) => y))].sort((a, b) => a - b);
  assert.ok(low.size < 20);
  levels.slice(1).forEach((y, i) => assert.ok(y - levels[i] >= low.size));
  const rows = [0, 1, 2, 3].map((layer) => ({ layer, y: 10 * layer }));
  assert.deepEqual(
    apart(rows, 16).map(({ layer }) => layer),
    [3, 1],
  );
});
