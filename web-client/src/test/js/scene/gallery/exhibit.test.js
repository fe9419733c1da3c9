import { assert, test } from '/test/harness.js';
import { GPT2_SMALL, SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { exhibit, placedBelow, placedInARow } from '/web/scene/gallery/exhibit.js';
import { layout } from '/web/scene/layout/layout.js';

const GPT3 = {
  d_model: 12288,
  d_head: 128,
  d_mlp: 49152,
  d_vocab: 50257,
  n_layers: 96,
  n_heads: 96,
  n_key_value_heads: 96,
  n_ctx: 2048,
};
const graphOf = (sizes, title) => ({
  ...expandGraph(describe(sizes)),
  model: { title, parameters: 1, structureOnly: sizes !== SORTING },
});
const small = graphOf({ ...GPT2_SMALL, n_ctx: 1024 }, 'GPT-2 small'),
  gpt3 = graphOf(GPT3, 'GPT-3');

test('GPT-3 and the sorting model have at most 4,000 blocks', () => {
  const [crumb, giant] = placedBelow([exhibit(graphOf(SORTING, 'Sorting model')), exhibit(gpt3)]);
  assert.ok(crumb.plan.blocks.length + giant.plan.blocks.length <= 4000);
  assert.ok(crumb.box.top > giant.box.bottom);
});

test('folded, every kept tensor of every layer is one block, with a slice for each head or plate', () => {
  const plan = layout(gpt3, 2048, { folded: true });
  for (const node of gpt3.nodes.values()) if (!node.derived) assert.equal(plan.byNode.get(node.name)?.length, 1, node.name);
  const fan = (name) => plan.byNode.get(name)[0].fan;
  assert.equal(fan('blocks.95.attn.hook_q').count, 96);
  assert.equal(fan('blocks.95.attn.W_O').count, 96);
  assert.equal(fan('blocks.95.mlp.hook_post').count, 4);
  // ⌈50257 / 12288⌉
  for (const name of ['embed.W_E', 'unembed.W_U', 'logits', 'probs']) assert.equal(fan(name).count, 5, name);
  assert.equal(plan.byNode.get('blocks.0.hook_resid_mid')[0].fan, null);
});

test('a vocabulary of 50,257 tokens is a stack of 66 plates in GPT-2 small', () => {
  const { fan } = layout(small, 1024, { folded: true }).byNode.get('logits')[0];
  assert.equal(fan.kind, 'stack');
  assert.equal(fan.count, 66);
});

for (const [graph, T] of [
  [small, 1024],
  [gpt3, 2048],
])
  test(`${graph.model.title}: at its full context no block intersects another, and squares do not overlap queries, keys and values`, () => {
    const plan = layout(graph, T, { folded: true });
    const radial = (block) => ({
      // a fan has the same distances from the axis at every angle, so only these are compared
      from: Math.min(Math.abs(block.x), Math.abs(block.x + block.cols)),
      to: Math.max(Math.abs(block.x), Math.abs(block.x + block.cols)),
    });
    const places = new Map();
    for (const block of plan.blocks) {
      const key = `${block.column}/${Math.sign(block.x + block.cols / 2)}`;
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(block);
    }
    for (const blocks of places.values()) {
      const sorted = [...blocks].sort((a, b) => a.y - b.y);
      sorted.forEach((a, i) => {
        for (let k = i + 1; k < sorted.length && sorted[k].y < a.y + a.rows; k++) {
          const one = radial(a),
            other = radial(sorted[k]);
          assert.ok(one.to <= other.from || other.to <= one.from, `${a.node} and ${sorted[k].node}`);
        }
      });
    }
  });

test('flat blocks come before fans, and each has its index', () => {
  const { blocks } = layout(small, 1024, { folded: true });
  const first = blocks.findIndex((block) => block.fan);
  assert.ok(first > 0 && blocks.slice(first).every((block) => block.fan));
  blocks.forEach((block, i) => assert.equal(block.index, i));
});

test('models in a row have aligned lower edges, each on the right of the smaller ones', () => {
  const row = placedInARow([exhibit(graphOf(SORTING, 'Sorting model')), exhibit(small), exhibit(gpt3)]);
  for (const { box } of row) assert.ok(Math.abs(box.bottom) < 1e-6);
  assert.ok(row[0].box.right < row[1].box.left && row[1].box.right < row[2].box.left);
});
