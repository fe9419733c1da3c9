import { assert, test } from '/test/harness.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { expandGraph } from '/web/model/graph.js';
import { isMasked } from '/web/features/cell/cell-number.js';

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
