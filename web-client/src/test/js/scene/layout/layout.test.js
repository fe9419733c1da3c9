import { assert, test } from '/test/harness.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { GPT2_SMALL, SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { fanHalfAngle, turnedAngle } from '/web/scene/layout/fan.js';
import { layout } from '/web/scene/layout/layout.js';
import { rowsAt, shapeOf } from '/web/scene/layout/slice.js';

const sorting = expandGraph(describe(SORTING));
const degrees = (radians) => (radians * 180) / Math.PI;
const of = (plan, name) => plan.byNode.get(name);
const one = (plan, name) => of(plan, name)[0];
const right = (block) => block.x + block.cols,
  bottom = (block) => block.y + block.rows;

for (const [title, description, T] of [
  ['the sorting model', describe(SORTING), 11],
  ['a prompt of one letter', describe(SORTING), 1],
  ['GPT-2 small', describe(GPT2_SMALL), 64],
  ['layers that alternate', describeAlternating(), 8],
  ['twelve layers that alternate', describeAlternating(12), 5],
]) {
  const graph = expandGraph(description);

  test(`${title}: every kept tensor is drawn, and each of its cells exactly once in a column`, () => {
    const plan = layout(graph, T),
      columnOf = (layer) => plan.rows.find((row) => row.layer === layer).column,
      // the stream that goes on in another column is in both
      isTwice = ({ name, layer }) =>
        name.endsWith('hook_resid_post') && layer < graph.sizes.n_layers - 1 && columnOf(layer) !== columnOf(layer + 1);
    for (const node of graph.nodes.values()) {
      if (node.derived) {
        assert.ok(!plan.byNode.has(node.name), `${node.name} is derived and is not drawn`);
        continue;
      }
      const cells = shapeOf(node, T).reduce((a, b) => a * b, 1);
      const columns = [...new Set((of(plan, node.name) ?? []).map(({ column }) => column))];
      assert.equal(columns.length, isTwice(node) ? 2 : 1, node.name);
      for (const column of columns) {
        const blocks = of(plan, node.name).filter((block) => block.column === column);
        assert.equal(
          blocks.reduce((sum, block) => sum + block.cols * block.rows, 0),
          cells,
          node.name,
        );
        if (cells > 20000) continue;
        const seen = new Set();
        for (const block of blocks)
          for (let i = 0; i < block.cols; i++)
            for (let j = 0; j < block.rows; j++) {
              seen.add(block.base + i * block.colStride + j * block.rowStride);
            }
        assert.equal(seen.size, cells, node.name);
      }
    }
  });

  test(`${title}: no two blocks overlap`, () => {
    const plan = layout(graph, T);
    const places = new Map();
    for (const block of plan.blocks) {
      // arms have different angles about the axis, plates of a vocabulary different depths
      const key = `${block.column}/${block.arm}/${block.z}`;
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(block);
    }
    for (const blocks of places.values())
      blocks.forEach((a, i) => {
        for (const b of blocks.slice(i + 1)) {
          const apart = right(a) <= b.x || right(b) <= a.x || bottom(a) <= b.y || bottom(b) <= a.y;
          assert.ok(apart, `${a.node} and ${b.node}`);
        }
      });
  });
}

test('a layer of the sorting model is 134 cells from the next', () => {
  assert.equal(layout(sorting, 11).pitch, 134);
});

test('the stream is in the middle, attention on its left, the MLP on its right', () => {
  const plan = layout(sorting, 11);
  for (const name of plan.anatomy.spine) assert.equal(one(plan, name).x, -5.5);
  for (const block of plan.blocks) {
    if (block.branch < 0) continue;
    const attention = plan.anatomy.branches[block.branch].kind === 'attention';
    assert.ok(attention ? right(block) < -5.5 : block.x > 5.5, block.node);
  }
});

test('weights are on the outer side of their result, in the same rows', () => {
  const plan = layout(sorting, 11);
  for (const [table, result] of [
    ['W_Q', 'hook_q'],
    ['W_K', 'hook_k'],
    ['W_V', 'hook_v'],
  ]) {
    of(plan, `blocks.0.attn.${table}`).forEach((block, head) => {
      const beside = of(plan, `blocks.0.attn.${result}`)[head];
      assert.equal(block.y, beside.y);
      assert.equal(block.rows, beside.rows);
      assert.ok(right(block) < beside.x);
    });
  }
  of(plan, 'blocks.0.mlp.W_in').forEach((block, plate) => {
    const beside = of(plan, 'blocks.0.mlp.hook_pre')[plate];
    assert.equal(block.y, beside.y);
    assert.equal(block.rows, beside.rows);
    assert.ok(block.x > right(beside));
  });
  for (const block of of(plan, 'blocks.0.attn.W_O')) assert.equal(block.y, one(plan, 'blocks.0.hook_attn_out').y);
});

test('192 neurons are folded into four plates of 48 with consecutive cells', () => {
  const plan = layout(sorting, 11),
    plates = of(plan, 'blocks.1.mlp.hook_post');
  assert.deepEqual(
    plates.map((block) => block.rows),
    [48, 48, 48, 48],
  );
  assert.deepEqual(
    plates.map((block) => block.base),
    [0, 48, 96, 144],
  );
});

test('the last plate shows the remaining cells', () => {
  const plan = layout(expandGraph(describe({ ...SORTING, d_mlp: 100 })), 4);
  assert.deepEqual(
    of(plan, 'blocks.0.mlp.hook_pre').map((block) => block.rows),
    [48, 48, 4],
  );
});

test('scores and pattern have queries along x and keys downwards', () => {
  const plan = layout(sorting, 11),
    block = of(plan, 'blocks.0.attn.hook_pattern')[1];
  // [head, q_pos, k_pos]: the cell of query 4 and key 2 of head 1 is 1·121 + 4·11 + 2
  assert.equal(block.base + 4 * block.colStride + 2 * block.rowStride, 167);
  assert.ok(block.causal);
});

test('a fan of 3 heads is spread over 24 degrees to each side, of 12 heads over 38, of one head over none', () => {
  assert.close(degrees(fanHalfAngle(3)), 24, 1e-9);
  assert.close(degrees(fanHalfAngle(12)), 38, 1e-9);
  assert.equal(fanHalfAngle(1), 0);
  assert.close(degrees(fanHalfAngle(96)), 55, 1e-9);
});

test('the first head is nearest to the camera, and so is the first plate', () => {
  const plan = layout(sorting, 11);
  const nearness = (arm) => -arm.side * Math.sin(arm.angle);
  for (const kind of ['head', 'plate']) {
    const fan = plan.arms.filter(
      (arm) => arm.kind === kind && arm.branch === plan.arms.find((other) => other.kind === kind).branch,
    );
    fan.slice(1).forEach((arm, i) => assert.ok(nearness(arm) < nearness(fan[i]), `${kind} ${i}`));
  }
});

test('a head in focus faces the camera, the others are 30, 46, 62 degrees behind it', () => {
  const fan = Array.from({ length: 4 }, (_, index) => ({ index, heads: 1, count: 4, side: -1 }));
  const turned = fan.map((arm) => degrees(turnedAngle(arm, 0)));
  assert.equal(turned[0], 0);
  [30, 46, 62].forEach((angle, i) => assert.close(turned[i + 1], -angle, 1e-9));
});

test('the stream between two layers is drawn once', () => {
  const plan = layout(sorting, 11);
  assert.equal(of(plan, 'blocks.0.hook_resid_post').length, 1);
  assert.deepEqual(plan.anatomy.spine, [
    'blocks.0.hook_resid_pre',
    'blocks.0.hook_resid_mid',
    'blocks.0.hook_resid_post',
    'blocks.1.hook_resid_mid',
    'blocks.1.hook_resid_post',
    'blocks.2.hook_resid_mid',
    'blocks.2.hook_resid_post',
  ]);
});

test('every layer has a dial above it, wider than all of its blocks', () => {
  const plan = layout(sorting, 11);
  assert.deepEqual(
    plan.dials.map((dial) => dial.layer),
    [0, 1, 2],
  );
  for (const dial of plan.dials) assert.equal(dial.y, plan.rows.find((row) => row.layer === dial.layer).yA - 9);
  for (const block of plan.blocks) assert.ok(Math.max(-block.x, right(block)) < plan.dials[0].radius, block.node);
});

test('three layers have two columns, twelve have four, which fill a wide window', () => {
  const plan = layout(expandGraph(describe(GPT2_SMALL)), 16);
  assert.equal(layout(sorting, 11).columns.length, 2);
  assert.equal(plan.columns.length, 4);
  assert.deepEqual(
    [0, 3, 6, 9].map((layer) => one(plan, `blocks.${layer}.attn.hook_q`).column),
    [0, 1, 2, 3],
  );
  assert.equal(one(plan, 'blocks.3.attn.hook_q').y, one(plan, 'blocks.0.attn.hook_q').y);
});

test('a machine keeps its columns while its text grows', () => {
  for (const [sizes, most] of [
    [SORTING, 11],
    [GPT2_SMALL, 200],
  ]) {
    const graph = expandGraph(describe(sizes)),
      columnsAt = (T) => layout(graph, T).columns.length;
    assert.equal(columnsAt(1), columnsAt(most));
  }
});

test('every layer reads the stream at its own head, in its own column', () => {
  const plan = layout(sorting, 11);
  for (const branch of plan.anatomy.branches) {
    const from = one(plan, branch.from),
      out = one(plan, branch.out);
    assert.equal(from.column, out.column, branch.out);
    assert.equal(
      from.y,
      plan.rows.find((row) => row.layer === branch.layer)[branch.kind === 'attention' ? 'yA' : 'yC'],
    );
  }
});

test('the stream that ends a column is there twice: beside what it is the sum of, and at the head of the next column', () => {
  const plan = layout(sorting, 11),
    [head, foot] = of(plan, 'blocks.1.hook_resid_post'),
    added = one(plan, 'blocks.1.hook_mlp_out');
  assert.deepEqual([foot.column, foot.y, foot.x], [added.column, added.y, head.x]);
  assert.deepEqual([head.column, head.y], [1, plan.rows[2].yA]);
  assert.equal(of(layout(sorting, 11, { folded: true }), 'blocks.1.hook_resid_post').length, 1, 'once from far away');
});

test('the logits are below the normalised stream that they are made from, and beside their table', () => {
  for (const description of [SORTING, GPT2_SMALL]) {
    const plan = layout(expandGraph(describe(description)), 11),
      stream = one(plan, 'ln_final.hook_out'),
      logits = one(plan, 'logits'),
      table = one(plan, 'unembed.W_U');
    assert.deepEqual([logits.x, right(logits)], [stream.x, right(stream)], 'column below column');
    assert.ok(
      logits.y > bottom(stream) && logits.y - bottom(stream) < plan.D / 4,
      `${logits.y - bottom(stream)} cells below`,
    );
    assert.deepEqual([table.y, bottom(table)], [logits.y, bottom(logits)], 'a row for each token');
    assert.ok(right(table) < logits.x);
  }
});

test('a vocabulary too long for one block is a complete stack of plates', () => {
  const plan = layout(expandGraph(describe(GPT2_SMALL)), 16),
    logits = of(plan, 'logits');
  assert.equal(logits.length, 66);
  assert.equal(
    logits.reduce((sum, block) => sum + block.rows, 0),
    50257,
  );
  logits.slice(1).forEach((block, i) => assert.equal(block.z, logits[i].z - 160));
});

test('shared keys and values are drawn once, in the middle of their group', () => {
  const description = describe({ ...SORTING, n_heads: 4, n_key_value_heads: 2, d_head: 12 });
  for (const node of description.layer.nodes) {
    if (/W_K|W_V|b_K|b_V|hook_k$|hook_v$/.test(node.name))
      node.axes = node.axes.map(([name, size]) => [name, size === 'n_heads' ? 'n_key_value_heads' : size]);
  }
  const plan = layout(expandGraph(description), 5);
  const queries = of(plan, 'blocks.0.attn.hook_q'),
    keys = of(plan, 'blocks.0.attn.hook_k'),
    armOf = (block) => plan.arms[block.arm];
  assert.equal(queries.length, 4);
  assert.equal(keys.length, 2);
  keys.forEach((key, i) =>
    assert.close(armOf(key).angle, (armOf(queries[2 * i]).angle + armOf(queries[2 * i + 1]).angle) / 2, 1e-9),
  );
  assert.equal(turnedAngle(armOf(keys[1]), 2), 0, 'it faces the camera with the head in focus');
  assert.ok(turnedAngle(armOf(keys[0]), 2) < 0);
});

test('alternating layers share one grid of columns, each with the nodes of its kind', () => {
  const graph = expandGraph(describeAlternating(12)),
    plan = layout(graph, 8);
  assert.ok(plan.columns.length > 1);
  assert.deepEqual(
    plan.dials.map((dial) => dial.layer),
    Array.from({ length: 12 }, (_, layer) => layer),
  );
  for (const row of plan.rows.slice(0, -1)) {
    assert.equal(
      of(plan, `blocks.${row.layer}.attn.hook_rot_q`) !== undefined,
      row.layer % 2 === 0,
      `layer ${row.layer}`,
    );
    const q = one(plan, `blocks.${row.layer}.attn.hook_q`);
    assert.equal(q.column, row.column);
    assert.equal(q.y, row.yA);
  }
  // local and global layers have the same height, and columns are wide enough for both
  const tops = plan.rows.filter((row) => row.column === 0).map((row) => row.yA);
  tops.slice(1).forEach((y, i) => assert.close(y - tops[i], plan.pitch, 1e-9));
  for (const block of plan.blocks) assert.ok(Math.max(-block.x, right(block)) < plan.dials[0].radius, block.node);
});

test('the number of columns depends on the largest kind of layer, whichever comes first', () => {
  const turned = describeAlternating(12);
  const other = { ...turned, layers: { ...turned.layers, order: [1, 0] } };
  assert.equal(layout(expandGraph(other), 8).columns.length, layout(expandGraph(turned), 8).columns.length);
});

test('scores and pattern of a layer with a window have its reach', () => {
  const plan = layout(expandGraph(describeAlternating()), 8);
  assert.equal(one(plan, 'blocks.0.attn.hook_pattern').reach, 3);
  assert.equal(one(plan, 'blocks.1.attn.hook_pattern').reach, Infinity);
  assert.deepEqual(rowsAt(one(plan, 'blocks.0.attn.hook_attn_scores'), 5), { top: 3, bottom: 6 });
  assert.deepEqual(rowsAt(one(plan, 'blocks.1.attn.hook_attn_scores'), 5), { top: 0, bottom: 6 });
});
