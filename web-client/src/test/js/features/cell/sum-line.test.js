import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { expandGraph } from '/web/model/graph.js';
import { sumLine } from '/web/features/cell/sum-line.js';

const graph = expandGraph(SMALL_GRAPH);
const Q = 'blocks.0.attn.hook_q',
  W = 'blocks.0.attn.W_Q',
  SCORES = 'blocks.0.attn.hook_attn_scores';
const words = {
  text: (key, values = {}) =>
    ({
      'cell.others': `${values.count} more: ${values.value}`,
      'cell.over': `÷ ${values.n}`,
      'cell.overRoot': `÷ √${values.n}`,
      'cell.epsilon': '+ ε',
    })[key] ?? key,
  number: (value, decimals) => value.toFixed(decimals).replace('-', '−'),
  value: (value) => value.toFixed(4).replace('-', '−'),
};
const cell = (name, value, index = [0, 0]) => ({ name, cell: index, value });
const line = (explanation) =>
  sumLine(explanation, graph, words)
    .map(({ text, style }) => (style === 'sup' ? `^${text}` : text))
    .join('');
const dot = (pairs, more = {}) => ({
  kind: 'sum',
  name: Q,
  cell: [0, 0, 0],
  scale: 1,
  value: 0,
  terms: pairs.map(([a, b]) => [cell(SCORES, a), cell(W, b)]),
  ...more,
});

test('a short dot product is written out, negative factors in brackets', () => {
  assert.equal(
    line(
      dot([
        [2, 1.5],
        [-1, 2],
        [3, -0.25],
      ]),
    ),
    '2.00 × 1.50 + (−1.00) × 2.00 + 3.00 × (−0.25)',
  );
});

test('of a long one the largest products are written out, and all others are one number that makes the line add up', () => {
  // 10·1 + 9·1 + 8·1, then 1 + 2 + … + 7 = 28 in seven terms
  const pairs = Array.from({ length: 10 }, (_, i) => [i + 1, 1]);
  assert.equal(line(dot(pairs)), '10.00 × 1.00 + 9.00 × 1.00 + 8.00 × 1.00 + 7 more: 28.00');
  // the server's own rest counts, too
  assert.equal(
    line(dot(pairs, { rest: { count: 5, sum: -8 } })),
    '10.00 × 1.00 + 9.00 × 1.00 + 8.00 × 1.00 + 12 more: 20.00',
  );
});

test('the bias follows the products, and a divisor stands behind brackets', () => {
  const biased = dot([[2, 1]]);
  assert.equal(line({ ...biased, terms: [...biased.terms, [cell(W, -0.5)]] }), '2.00 × 1.00 − 0.5000');
  assert.equal(
    line({
      ...dot([
        [1, 1],
        [1, 2],
      ]),
      name: SCORES,
      scale: Math.SQRT1_2,
    }),
    '(1.00 × 2.00 + 1.00 × 1.00) ÷ √2',
  );
});

test('softmax, norms and activation functions have lines of their own', () => {
  const score = (value, k) => cell(SCORES, value, [0, 1, k]);
  assert.equal(
    line({
      kind: 'softmax',
      name: 'blocks.0.attn.hook_pattern',
      of: score(1, 0),
      over: [score(1, 0), score(0, 1)],
      value: 0,
    }),
    'e^1.00 ÷ (e^1.00 + e^0.00)',
  );
  assert.equal(
    line({ kind: 'normalized', name: Q, x: cell(Q, 0.5), mean: cell(Q, -0.25), scale: cell(Q, 2), value: 0.375 }),
    '(0.5000 + 0.2500) ÷ 2.0000',
  );
  assert.equal(line({ kind: 'quotient', name: Q, x: cell(Q, 0.5), scale: cell(Q, 2), value: 0.25 }), '0.5000 ÷ 2.0000');
  assert.equal(line({ kind: 'activation', form: 'silu', name: Q, x: cell(Q, 1), value: 0.73 }), 'SiLU(1.0000)');
  assert.equal(
    line({ kind: 'rms', name: Q, over: [cell(Q, 3), cell(Q, 4)], epsilon: 1e-5, value: 3.5355 }),
    '√( ((4.00)² + (3.00)²) ÷ 2 + ε )',
  );
});

test('a weight, a masked cell and a looked-up number have none', () => {
  assert.equal(line({ kind: 'learned', name: W, value: 1 }), '');
  assert.equal(line({ kind: 'masked', name: SCORES, query: 0, key: 1 }), '');
  assert.equal(line({ kind: 'sum', name: Q, terms: [[cell(W, 2)]], scale: 1, value: 2 }), '');
});
