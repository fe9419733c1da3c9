import { assert, test } from '/test/harness.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import { GPT2_SMALL, SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { blockOf, patternArcs, scoreLeads } from '/web/scene/annotate/attention-lines.js';
import { layout } from '/web/scene/layout/layout.js';
import { partsOf, strongestKey } from '/web/scene/annotate/attention-pair.js';
import { ribbons, rounded, wiring } from '/web/scene/layout/wiring.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 11);

test('a line leads from a node to a node that reads it', () => {
  for (const { from, to } of wiring(plan, graph.nodes)) {
    const direct = graph.nodes.get(to).inputs.includes(from);
    assert.ok(direct, `${from} → ${to}`);
  }
});

test('every read activation has a line to its reader', () => {
  const joined = new Set(wiring(plan, graph.nodes).map(({ from, to }) => `${from} → ${to}`));
  for (const name of [
    'blocks.1.attn.hook_k → blocks.1.attn.hook_attn_scores',
    'blocks.1.ln1.hook_out → blocks.1.attn.hook_v',
    'blocks.0.mlp.hook_pre → blocks.0.mlp.hook_post',
    'blocks.2.hook_mlp_out → blocks.2.hook_resid_post',
    'hook_embed → blocks.0.hook_resid_pre',
    'ln_final.hook_out → logits',
    'logits → probs',
  ])
    assert.ok(joined.has(name), name);
});

test('from the end of a column the stream continues at the head of the next one, past all blocks', () => {
  const hops = wiring(plan, graph.nodes).filter((line) => line.hop);
  assert.deepEqual(
    hops.map(({ from, to }) => [from, to]),
    [['blocks.1.hook_resid_mid', 'blocks.1.hook_resid_post']],
  );
  const [{ points, column }] = hops,
    end = points.at(-1),
    head = plan.byNode.get('blocks.1.hook_resid_post')[0];
  assert.equal(plan.columns[column].x + end.x, plan.columns[head.column].x);
  assert.equal(end.y, head.y);
  const aside = points.filter((point) => point.x > 0 && point.x < end.x);
  for (const { x } of aside) for (const { radius } of plan.dials) assert.ok(x > radius && end.x - x > radius);
});

test('a head has lines of its own', () => {
  const lines = wiring(plan, graph.nodes).filter(({ to }) => to === 'blocks.0.attn.hook_pattern');
  assert.equal(new Set(lines.map((line) => line.arm)).size, 3);
});

test('the ribbon joins the blocks of the stream without covering them', () => {
  const found = ribbons(plan);
  assert.equal(found.length, plan.anatomy.spine.length - 1);
  for (const { y0, y1 } of found) assert.ok(y1 > y0);
});

test('GPT-2 small can be wired', () => {
  const large = expandGraph(describe(GPT2_SMALL)),
    lines = wiring(layout(large, 32), large.nodes);
  assert.ok(lines.every((line) => line.points.every((p) => Number.isFinite(p.x) && Number.isFinite(p.y))));
});

test('a rounded line keeps its ends', () => {
  const point = (x, y) => ({ x, y, z: 0, turn: 0 }),
    line = rounded([point(0, 0), point(10, 0), point(10, 10)], 2, 4);
  assert.deepEqual([line[0], line.at(-1)], [point(0, 0), point(10, 10)]);
  assert.ok(line.some((p) => p.x === 8 && p.y === 0) && line.some((p) => p.x === 10 && p.y === 2));
  assert.ok(line.every((p) => p.x <= 10 && p.y >= 0));
});

test('the query’s line enters its column from above, the key’s its row from the left', () => {
  const parts = partsOf(plan.anatomy.branches[0]),
    leads = scoreLeads(plan, parts, { head: 1, query: 7, key: 3 });
  const scores = blockOf(plan, parts.scores, 1),
    ends = leads.map((lead) => lead.points.at(-1));
  const query = ends[1],
    key = ends[3];
  assert.close(query.x, scores.x + 7.5, 1e-9);
  assert.close(query.y, scores.y + 3.05, 1e-9);
  assert.close(key.y, scores.y + 3.5, 1e-9);
  assert.close(key.x, scores.x + 7.05, 1e-9);
});

test('an arc is as wide as its share, and there is one for each key that the query sees', () => {
  const block = blockOf(plan, 'blocks.0.attn.hook_pattern', 0),
    arcs = patternArcs(block, 4, (key) => [0.5, 0.25, 0.01, 0.04, 0.2][key]);
  assert.equal(arcs.length, 5);
  assert.deepEqual(
    arcs.map((arc) => Math.round(arc.width * 10) / 10),
    [15, 7.5, 1.2, 1.2, 6],
  );
  assert.ok(arcs[0].strength === 1 && arcs[2].strength < 0.4);
});

test('within a window there is an arc for each key in it', () => {
  const alternating = layout(expandGraph(describeAlternating()), 8);
  const arcs = (layer) => patternArcs(blockOf(alternating, `blocks.${layer}.attn.hook_pattern`, 0), 5, () => 0.2);
  assert.equal(arcs(0).length, 3);
  assert.equal(arcs(1).length, 6);
  const block = blockOf(alternating, 'blocks.0.attn.hook_pattern', 0);
  assert.deepEqual(
    arcs(0).map((arc) => arc.points[0].x - block.x),
    [3.5, 4.5, 5.5],
  );
});

test('layers that differ have lines of their own', () => {
  const all = expandGraph(describeAlternating()),
    lines = wiring(layout(all, 8), all.nodes),
    joined = new Set(lines.map(({ from, to }) => `${from} → ${to}`));
  for (const { from, to } of lines)
    assert.ok(all.nodes.get(to).inputs.includes(from) || to.includes('resid'), `${from} → ${to}`);
  for (const name of [
    'blocks.0.attn.hook_rot_q → blocks.0.attn.hook_attn_scores',
    'blocks.1.attn.hook_q → blocks.1.attn.hook_attn_scores',
    'blocks.0.mlp.hook_gate → blocks.0.mlp.hook_post',
    'blocks.1.mlp.hook_pre → blocks.1.mlp.hook_post',
    'blocks.3.hook_mlp_out → blocks.3.hook_resid_post',
  ])
    assert.ok(joined.has(name), name);
});

test('the nodes of attention are found by their traits', () => {
  assert.deepEqual(partsOf(plan.anatomy.branches[2]), {
    scores: 'blocks.1.attn.hook_attn_scores',
    query: 'blocks.1.attn.hook_q',
    key: 'blocks.1.attn.hook_k',
    pattern: 'blocks.1.attn.hook_pattern',
    mix: 'blocks.1.attn.hook_z',
    value: 'blocks.1.attn.hook_v',
  });
});

test('the strongest key is one that the query sees', () => {
  assert.equal(
    strongestKey(2, (key) => [1, 3, 2, 9][key]),
    1,
  );
});
