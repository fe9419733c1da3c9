import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { expandGraph } from '/web/model/graph.js';
import { arithmeticOf, decimalsFor } from '/web/features/cell/card-arithmetic.js';

const graph = expandGraph(SMALL_GRAPH);
const Q = 'blocks.0.attn.hook_q';
const W = 'blocks.0.attn.W_Q';
const SCORES = 'blocks.0.attn.hook_attn_scores';

function cell(name, value, index = [0, 0]) {
  return { name, cell: index, value };
}

/** A dot product of ones with these values. */
function dot(values, bias = []) {
  const terms = values.map((value) => [cell(SCORES, 1), cell(W, value)]);
  return {
    kind: 'sum',
    name: Q,
    cell: [0, 0, 0],
    scale: 1,
    value: 0,
    terms: [...terms, ...bias.map((b) => [cell(W, b)])],
  };
}

test('products are sorted by magnitude, and the rest is added up', () => {
  const { rows, smaller } = arithmeticOf(dot([1, -9, 2, 8, -3, 7, 4, 6, -5]), graph);
  assert.deepEqual(
    rows.map((row) => row.value),
    [-9, 8, 7, 6, -5, 4, -3],
  );
  assert.deepEqual(smaller, { count: 2, value: 3 });
});

test('a single cell among products is the bias', () => {
  const { rows, lines } = arithmeticOf(dot([1, 2], [0.5]), graph);
  assert.equal(rows.length, 2);
  assert.deepEqual(lines[0], { key: 'bias', value: 0.5 });
});

test('a score shows the root by which it is divided', () => {
  const explained = { ...dot([1, 2]), name: SCORES, scale: Math.SQRT1_2, value: 3 * Math.SQRT1_2 };
  const { lines } = arithmeticOf(explained, graph);
  assert.deepEqual(lines[0], { key: 'sum', value: 3 });
  assert.deepEqual(lines[1], { key: 'overRoot', values: { n: 2 }, value: 3 * Math.SQRT1_2, total: true });
});

test('a score is divided by its model’s divisor', () => {
  const alternating = expandGraph(describeAlternating());
  // d_head is 6: local layers divide by its root, global ones by d_head itself
  const lineOf = (layer, scale) =>
    arithmeticOf(
      { ...dot([1, 2]), name: `blocks.${layer}.attn.hook_attn_scores`, scale, value: 3 * scale },
      alternating,
    ).lines[1];
  assert.deepEqual(lineOf(0, 1 / Math.sqrt(6)), {
    key: 'overRoot',
    values: { n: 6 },
    value: 3 / Math.sqrt(6),
    total: true,
  });
  assert.deepEqual(lineOf(1, 1 / 6), { key: 'over', values: { n: 6 }, value: 3 * (1 / 6), total: true });
  assert.equal(alternating.nodes.get('blocks.1.attn.hook_attn_scores')?.traits.scale, 1 / 6);
});

test('addends keep their order and have no rest', () => {
  const name = 'blocks.0.hook_resid_post';
  const terms = [[cell(Q, 1)], [cell(Q, -2)]];
  const { rows } = arithmeticOf({ kind: 'sum', name, cell: [0, 0], scale: 1, value: -1, terms }, graph);
  assert.deepEqual(
    rows.map((row) => row.value),
    [1, -2],
  );
});

test('the explained cell of a softmax has a row even if it is small', () => {
  const over = Array.from({ length: 9 }, (_, i) => cell(SCORES, -i, [0, 8, i]));
  const { rows, smaller, lines } = arithmeticOf({ kind: 'softmax', of: over[8], over, value: 0.1 }, graph);
  assert.deepEqual(
    rows.map((row) => row.cell.cell[2]),
    [0, 1, 2, 3, 4, 5, 8],
  );
  assert.ok(rows[6].own);
  assert.close(smaller.value, Math.exp(-6) + Math.exp(-7), 1e-12);
  assert.close(lines[0].value, (1 - Math.exp(-9)) / (1 - Math.exp(-1)), 1e-12);
});

test('large exponents are relative to the largest, so that nothing overflows', () => {
  const over = [cell(SCORES, 1000, [0, 1, 0]), cell(SCORES, 999, [0, 1, 1])];
  const { rows } = arithmeticOf({ kind: 'softmax', of: over[0], over, value: 0.73 }, graph);
  assert.equal(rows[0].value, 1);
  assert.close(rows[1].value, 0.36787944, 1e-8);
});

test('terms that the server left out of a long list count in the sum and in the number of smaller terms', () => {
  const over = Array.from({ length: 9 }, (_, i) => cell(SCORES, -i, [0, 8, i]));
  const rest = { count: 50000, sum: 0.5 };
  const { smaller, lines } = arithmeticOf({ kind: 'softmax', of: over[0], over, rest, value: 0.4 }, graph);
  assert.equal(smaller.count, 50002);
  assert.close(smaller.value, Math.exp(-7) + Math.exp(-8) + 0.5, 1e-12);
  assert.close(lines[0].value, (1 - Math.exp(-9)) / (1 - Math.exp(-1)) + 0.5, 1e-12);
  const product = arithmeticOf({ ...dot([9, 8, 7, 6, 5, 4, 3, 2]), rest: { count: 10, sum: -1 } }, graph);
  assert.deepEqual(product.smaller, { count: 11, value: 1 });
});

test('a rotation is a sum of two products', () => {
  const explained = {
    kind: 'rotation',
    x: cell(Q, 2, [3, 0, 1]),
    other: cell(Q, 4, [3, 0, 0]),
    angle: Math.PI / 6,
    value: 0,
  };
  const { rows, lead } = arithmeticOf(explained, graph);
  assert.close(rows[0].value, Math.sqrt(3), 1e-12);
  assert.close(rows[1].value, -2, 1e-12);
  assert.close(rows[0].angle.degrees, 30, 1e-9);
  assert.deepEqual(lead.values, { partner: '1' }, 'a place has no decimals');
});

test('an expert is named by its rank among the logits, and its weight is its share of those that are taken', () => {
  const router = [0.5, null, 2, 'Infinity'].map((value, expert) =>
    cell('blocks.0.mlp.hook_router', value, [0, expert]),
  );
  const number = arithmeticOf({ kind: 'ranked', ...cell('n', 2, [0, 1]), over: router, rank: 1 }, graph);
  assert.deepEqual(
    number.rows.map((row) => [row.value, row.own]),
    [
      [Infinity, false],
      [2, true],
      [0.5, false],
      [-Infinity, false],
    ],
  );
  const taken = [cell('p', 0.3, [0, 2]), cell('p', 0.1, [0, 0])];
  const weight = (of, value) => arithmeticOf({ kind: 'share', ...cell('w', value), of, taken, shared: true }, graph);
  const { lines } = weight(taken[1], 0.25);
  assert.deepEqual(lines, [
    { key: 'sum', value: 0.4 },
    { key: 'share', value: 0.25, total: true },
  ]);
  assert.equal(weight(cell('p', 0.05, [0, 1]), 0).lead.key, 'notTaken');
});

test('a softmax with a logit of ∞ is its limit', () => {
  const over = [1, 'Infinity', null, 'Infinity'].map((value, i) => cell('r', value, [0, i]));
  const { rows, lines } = arithmeticOf({ kind: 'softmax', ...cell('p', 0.5, [0, 1]), of: over[1], over }, graph);
  assert.deepEqual(
    rows.map((row) => row.value),
    [1, 1, 0, 0],
  );
  assert.equal(lines[0].value, 2);
});

test('a weight, a masked cell and a kind from a newer server have no arithmetic', () => {
  for (const kind of ['learned', 'masked', 'unheard-of']) assert.equal(arithmeticOf({ kind }, graph), null);
});

test('the largest value has three significant figures, and there are at least two decimals', () => {
  assert.equal(decimalsFor([1.37, -0.2]), 2);
  assert.equal(decimalsFor([-0.0863, 0.01]), 4);
  assert.equal(decimalsFor([150]), 2);
  assert.equal(decimalsFor([0]), 2);
});
