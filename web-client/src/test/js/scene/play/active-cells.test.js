import { assert, test } from '/test/harness.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout/layout.js';
import { carriedAt, frontAt, lastOf, readAt, writtenAt } from '/web/scene/play/active-cells.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 6),
  TOKENS = [2, 1, 0, 1, 1, 2];
const node = (name) => graph.nodes.get(name);
const block = (name, i = 0) => plan.byNode.get(name)[i];
const reads = (result, input, at, which = 0) => {
  const name = node(result).inputs[input];
  return readAt(node(result), input, node(name), block(name, which), block(result, which), at, TOKENS[at.column]);
};
const rect = (from, to, top, bottom) => ({ from, to, top, bottom });

test('a front is the column that is being written and the share of it that is done', () => {
  assert.deepEqual(frontAt(2.25, 6), { column: 2, share: 0.25 });
  assert.deepEqual(frontAt(6, 6), { column: 5, share: 0.999 });
  assert.deepEqual(frontAt(0, 6), { column: 0, share: 0 });
});

test('for a cell of a product, the row of the table and the column of the input are read', () => {
  const at = { column: 4, share: 0.5 };
  assert.deepEqual(reads('blocks.0.attn.hook_q', 0, at), rect(4, 5, 0, 48));
  assert.deepEqual(reads('blocks.0.attn.hook_q', 1, at, 2), rect(0, 48, 8, 9));
  assert.deepEqual(writtenAt(node('blocks.0.attn.hook_q'), block('blocks.0.attn.hook_q'), at), rect(4, 5, 8, 9));
  // a transposed table is read along a column
  assert.deepEqual(
    readAt(
      node('blocks.0.hook_mlp_out'),
      1,
      node('blocks.0.mlp.W_out'),
      block('blocks.0.mlp.W_out', 1),
      block('blocks.0.hook_mlp_out'),
      at,
      1,
    ),
    rect(24, 25, 0, 48),
  );
});

test('a query reads the keys one by one up to its own position', () => {
  const at = (share) => ({ column: 3, share });
  assert.deepEqual(reads('blocks.0.attn.hook_attn_scores', 0, at(0.6)), rect(3, 4, 0, 16));
  const keys = [0, 0.3, 0.6, 0.99].map((share) => reads('blocks.0.attn.hook_attn_scores', 1, at(share)).from);
  assert.deepEqual(keys, [0, 1, 2, 3]);
  assert.deepEqual(
    writtenAt(node('blocks.0.attn.hook_attn_scores'), block('blocks.0.attn.hook_attn_scores'), at(0.6)),
    rect(3, 4, 2, 3),
  );
});

test('a weighted sum reads one share and one value after the other', () => {
  const at = { column: 3, share: 0.6 };
  assert.deepEqual(reads('blocks.0.attn.hook_z', 0, at), rect(3, 4, 2, 3));
  assert.deepEqual(reads('blocks.0.attn.hook_z', 1, at), rect(2, 3, 0, 16));
});

test('a token reads its row of the token table, a position its row of the position table', () => {
  assert.equal(reads('hook_embed', 0, { column: 0, share: 0 }).from, 2);
  assert.equal(reads('hook_pos_embed', 0, { column: 4, share: 0 }).from, 4);
});

test('once computed, the column that the last word has looked up stays marked, and its column of a prediction with the one that it is made from', () => {
  const marked = (name) =>
    lastOf(node(name), graph.nodes, plan, TOKENS).map(({ block: { node }, rect: { from, to } }) => [node, from, to]);
  assert.deepEqual(marked('hook_embed'), [
    ['hook_embed', 5, 6],
    ['embed.W_E', 2, 3],
  ]);
  assert.deepEqual(marked('hook_pos_embed'), [
    ['hook_pos_embed', 5, 6],
    ['pos_embed.W_pos', 5, 6],
  ]);
  assert.deepEqual(marked('logits'), [
    ['logits', 5, 6],
    ['ln_final.hook_out', 5, 6],
  ]);
  assert.deepEqual(marked('probs'), [
    ['probs', 5, 6],
    ['logits', 5, 6],
  ]);
  for (const other of ['blocks.0.attn.hook_q', 'blocks.0.attn.hook_pattern', 'blocks.0.hook_resid_mid'])
    assert.deepEqual(marked(other), []);
});

test('an addend moves to the sum column by column, from the left', () => {
  const sum = node('blocks.0.hook_resid_mid');
  const ghosts = (filled) => carriedAt(sum, graph.nodes, plan, filled, 0, TOKENS);
  assert.equal(ghosts(6).length, 0, 'all have arrived');
  for (const filled of [0.5, 2.3, 4.9])
    for (const { from, to, target, p, block: source } of ghosts(filled)) {
      assert.ok(sum.inputs.includes(source.node));
      assert.equal(to.node, sum.name);
      assert.deepEqual(from, target, 'the column keeps its place and size');
      assert.ok(p > 0 && p < 1);
    }
  const progress = (filled) => Object.fromEntries(ghosts(filled).map(({ target, p }) => [target.from, p]));
  assert.ok(progress(2.3)[2] > progress(2.3)[3], 'the left ones are ahead');
  assert.ok(progress(2.4)[2] > progress(2.3)[2], 'and all advance');
});

test('every rowwise op has moving columns at every moment', () => {
  for (const name of [
    'hook_embed',
    'blocks.0.ln1.hook_mean',
    'blocks.0.ln1.hook_scale',
    'blocks.0.ln1.hook_normalized',
    'blocks.0.ln1.hook_out',
    'blocks.0.attn.hook_pattern',
    'blocks.0.mlp.hook_post',
    'probs',
  ])
    for (const filled of [0.2, 3.5, 5.8]) {
      const ghosts = carriedAt(node(name), graph.nodes, plan, filled, 0, TOKENS);
      assert.ok(ghosts.length > 0, name);
      assert.deepEqual(
        ghosts,
        carriedAt(node(name), graph.nodes, plan, filled, 0, TOKENS),
        'a pure function of the moment',
      );
    }
});

test('for an added token only its own column moves', () => {
  const ghosts = carriedAt(node('blocks.0.hook_resid_mid'), graph.nodes, plan, 5.5, 5, TOKENS);
  assert.ok(ghosts.length > 0 && ghosts.every(({ target }) => target.from === 5));
});

test('with a window, a query reads only the keys that it sees', () => {
  const all = expandGraph(describeAlternating()),
    there = layout(all, 6);
  const scores = all.nodes.get('blocks.0.attn.hook_attn_scores'),
    sum = all.nodes.get('blocks.0.attn.hook_z');
  const key = (share) => writtenAt(scores, there.byNode.get(scores.name)[0], { column: 5, share }).top;
  assert.deepEqual([0, 0.3, 0.4, 0.7, 0.99].map(key), [3, 3, 4, 5, 5]);
  const value = (share) =>
    readAt(
      sum,
      1,
      all.nodes.get(sum.inputs[1]),
      there.byNode.get(sum.inputs[1])[0],
      there.byNode.get(sum.name)[0],
      { column: 5, share },
      0,
    ).from;
  assert.deepEqual([0, 0.4, 0.99].map(value), [3, 4, 5]);
});
