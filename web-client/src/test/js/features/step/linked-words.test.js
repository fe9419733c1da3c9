import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { nodesOfWord } from '/web/features/step/linked-words.js';

const graph = expandGraph(describe(SORTING));
const NAMES = {
  'blocks.0.attn.hook_attn_scores': 'Scores',
  'blocks.0.attn.hook_pattern': 'Pattern',
  'blocks.0.hook_attn_out': 'Attention output',
};
const ENDINGS = ['ies', 'y', 's'];
const nodes = (step, role, word) =>
  nodesOfWord(graph, step, { role, word }, (name) => NAMES[name] ?? name, ENDINGS).sort();

test('a word names the nodes of its role that the step computes or reads', () => {
  assert.deepEqual(nodes('blocks.0.attn.qkv', 'q', 'query'), ['blocks.0.attn.hook_q']);
  assert.deepEqual(nodes('blocks.0.attn.scores', 'k', 'key'), ['blocks.0.attn.hook_k']);
  assert.deepEqual(nodes('blocks.1.mlp.pre', 'weight', 'weights'), ['blocks.1.mlp.W_in', 'blocks.1.mlp.b_in']);
});

test('if several nodes have the role, a word names the one with that label', () => {
  assert.deepEqual(nodes('blocks.0.attn.pattern', 'agg', 'scores'), ['blocks.0.attn.hook_attn_scores']);
  assert.deepEqual(nodes('blocks.0.attn.pattern', 'agg', 'pattern'), ['blocks.0.attn.hook_pattern']);
  assert.deepEqual(nodes('blocks.0.resid_mid', 'act', 'attention output'), ['blocks.0.hook_attn_out']);
});

test('a result without a role of its own is found by its frame, and an unknown word names none', () => {
  assert.deepEqual(nodes('blocks.0.attn.out', 'v', 'found').includes('blocks.0.attn.hook_z'), true);
  assert.deepEqual(nodes('embed', 'k', 'key'), []);
});
