import { assert, test } from '/test/harness.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { expandGraph } from '/web/model/graph.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { isExplained, isMasked, valueOf } from '/web/features/cell/cell-number.js';

const graph = expandGraph(describeAlternating());
const keysSeen = (name, query) => [0, 1, 2, 3, 4, 5].filter((key) => !isMasked(graph.nodes.get(name), [1, query, key]));

test('a pattern has cells up to the query’s own position', () => {
  assert.deepEqual(keysSeen('blocks.1.attn.hook_pattern', 4), [0, 1, 2, 3, 4]);
});

test('in a layer with a window, a pattern has cells only in the window', () => {
  assert.deepEqual(keysSeen('blocks.0.attn.hook_pattern', 4), [2, 3, 4]);
  assert.deepEqual(keysSeen('blocks.2.attn.hook_attn_scores', 1), [0, 1]);
});

test('a tensor without keys is never masked', () => {
  assert.ok(!isMasked(graph.nodes.get('blocks.0.attn.hook_q'), [0, 3, 5]));
});

const cell = { name: 'embed.W_E', index: [1, 0] };
const runWith = (dtype, more = {}) => ({
  graph: expandGraph(SMALL_GRAPH),
  trace: /** @type {any} */ ({ positions: 2, next: [{}], tensor: () => null, shows: () => false }),
  weights: [
    /** @type {any} */ ({ name: 'embed.W_E', dtype, data: Float32Array.from({ length: 12 }, (_, i) => i), ...more }),
  ],
});

test('a weight that the page has exactly is read from it', () => {
  assert.equal(valueOf(runWith('f32'), cell), 4);
  assert.ok(!isExplained(runWith('f32'), cell));
});

test('a rounded or pooled weight is no number: the server gives it', () => {
  for (const run of [runWith('f16'), runWith('i8', { pool: 2 }), { ...runWith('f32'), weights: [] }]) {
    assert.equal(valueOf(run, cell), null);
    assert.ok(isExplained(run, cell));
  }
  assert.ok(!isExplained({ ...runWith('f32'), weights: null }, cell));
});

test('what comes next has no number while the page hides it, and its weights have theirs', () => {
  const shown = {
    ...runWith('f32'),
    trace: /** @type {any} */ ({
      positions: 2,
      next: [{}],
      tensor: () => ({ data: [1, 2, 3, 4, 5, 6, 7, 8] }),
      shows: () => true,
    }),
  };
  const hidden = { ...shown, trace: { ...shown.trace, next: [] } };
  const logit = { name: 'logits', index: [1, 0] };
  assert.ok(valueOf(shown, logit) !== null && isExplained(shown, logit));
  assert.ok(valueOf(hidden, logit) === null && !isExplained(hidden, logit));
  assert.ok(!isExplained(hidden, { ...logit, held: true }), 'whoever holds it');
  assert.equal(valueOf({ ...hidden, trace: { ...hidden.trace, tensor: () => null } }, cell), 4);
});

test('a held cell is explained before its tensor arrives', () => {
  const run = runWith('f32');
  const later = { name: 'blocks.0.attn.hook_q', index: [0, 0, 0] };
  assert.ok(!isExplained(run, later));
  assert.ok(isExplained(run, { ...later, held: true }));
});
