import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout/layout.js';
import { isSameLit, rectsOf } from '/web/scene/layout/lit-cells.js';
import { indexOf } from '/web/scene/layout/slice.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 6);
const key = ({ name, index }) => `${name}[${index}]`;
/** All cells of rectangles, by indices of their tensors. */
const cellsIn = (lights) =>
  [...lights].flatMap(([i, rects]) => {
    const block = plan.blocks[i],
      node = graph.nodes.get(block.node),
      cells = [];
    for (const { from, to, top, bottom } of rects)
      for (let column = from; column < to; column++)
        for (let row = top; row < bottom; row++)
          cells.push(key({ name: block.node, index: indexOf(block, node, plan.T, column, row) }));
    return cells;
  });
const row = (name, n, index) => Array.from({ length: n }, (_, i) => ({ name, index: index(i) }));
const same = (cells) => assert.deepEqual(cellsIn(rectsOf(plan, graph.nodes, cells)).sort(), cells.map(key).sort());

test('a dot product lights a column, a row and a bias, and no other cell', () => {
  const cells = [
    { name: 'blocks.0.attn.hook_q', index: [4, 2, 5] },
    ...row('blocks.0.ln1.hook_out', 48, (i) => [4, i]),
    ...row('blocks.0.attn.W_Q', 48, (i) => [2, i, 5]),
    { name: 'blocks.0.attn.b_Q', index: [2, 5] },
  ];
  same(cells);
  const lights = rectsOf(plan, graph.nodes, cells);
  assert.equal(lights.size, 4);
  assert.ok([...lights.values()].every((rects) => rects.length === 1));
});

test('cells in several plates or heads light in each of them', () => {
  const wide = [...row('blocks.1.mlp.hook_post', 192, (i) => [3, i]), ...row('blocks.1.mlp.W_out', 192, (i) => [i, 7])];
  same(wide);
  assert.equal(rectsOf(plan, graph.nodes, wide).size, 8);
  const heads = [0, 1, 2].flatMap((head) => row('blocks.0.attn.hook_z', 16, (i) => [5, head, i]));
  same(heads);
  assert.equal(rectsOf(plan, graph.nodes, heads).size, 3);
});

test('a prefix of keys, and two separate cells, light exactly', () => {
  same(row('blocks.0.attn.hook_pattern', 4, (i) => [1, 3, i]));
  const pair = [3, 11].map((i) => ({ name: 'blocks.0.attn.hook_q', index: [2, 0, i] }));
  same(pair);
  assert.equal([...rectsOf(plan, graph.nodes, pair).values()][0].length, 2);
});

test('cells that are not drawn light nothing', () => {
  assert.equal(rectsOf(plan, graph.nodes, [{ name: 'blocks.0.attn.hook_result', index: [0, 0, 0] }]).size, 0);
  assert.equal(rectsOf(plan, graph.nodes, [{ name: 'logits', index: [40, 0] }]).size, 0);
});

test('equal lit cells are recognised', () => {
  const from = [],
    lit = { cell: { name: 'a', index: [1, 2] }, from, held: true };
  assert.ok(isSameLit(lit, { cell: { name: 'a', index: [1, 2] }, from, held: true }));
  assert.ok(!isSameLit(lit, { ...lit, held: false }));
  assert.ok(!isSameLit(lit, { ...lit, cell: { name: 'a', index: [1, 3] } }));
  assert.ok(!isSameLit(lit, { ...lit, from: [{ name: 'b', index: [0] }] }));
  assert.ok(!isSameLit(null, lit) && isSameLit(null, null));
});
