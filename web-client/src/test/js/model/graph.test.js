import { assert, test } from '/test/harness.js';
import { SMALL_GRAPH } from '/test/model/small-graph.js';
import { describeAlternating } from '/test/scene/alternating-description.js';
import {
  chapters,
  closeLayer,
  expandGraph,
  hasStep,
  nextStep,
  openLayer,
  previousStep,
  shapeOf,
  stepNodes,
  stepsAround,
} from '/web/model/graph.js';
import { WAYS } from '/test/model/walk-ways.js';

const graph = expandGraph(SMALL_GRAPH);
const ids = (steps) => steps.map((step) => step.id);

test('a layer’s template is expanded once per layer', () => {
  assert.equal(graph.nodes.size, 3 + 3 * 4 + 1);
  assert.equal(graph.nodes.get('blocks.2.attn.hook_q')?.layer, 2);
  assert.equal(graph.nodes.get('logits')?.layer, null);
});

test('nodes are in the order of computation', () => {
  const names = [...graph.nodes.keys()];
  assert.deepEqual(names.slice(0, 4), ['embed.W_E', 'hook_embed', 'blocks.0.hook_resid_pre', 'blocks.0.attn.W_Q']);
  assert.equal(names.at(-1), 'logits');
});

test('the input of a later layer is the output of the layer before', () => {
  assert.equal(graph.nodes.get('blocks.0.attn.hook_q')?.inputs[0], 'blocks.0.hook_resid_pre');
  assert.equal(graph.nodes.get('blocks.1.attn.hook_q')?.inputs[0], 'blocks.0.hook_resid_post');
  assert.ok(!graph.nodes.has('blocks.1.hook_resid_pre'));
});

test('the first layer’s input may have another name', () => {
  const named = structuredClone(SMALL_GRAPH);
  named.carry.first = 'hook_embed';
  assert.equal(expandGraph(named).nodes.get('blocks.0.attn.hook_q')?.inputs[0], 'hook_embed');
  assert.equal(expandGraph(named).nodes.get('blocks.1.attn.hook_q')?.inputs[0], 'blocks.0.hook_resid_post');
});

test('the output reads the last layer', () => {
  assert.equal(graph.nodes.get('logits')?.inputs[0], 'blocks.2.hook_resid_post');
});

test('axes have numeric sizes, except for positions', () => {
  const node = graph.nodes.get('blocks.0.attn.hook_q');
  assert.deepEqual(node?.axes, [
    { name: 'pos', size: 'pos' },
    { name: 'head', size: 2 },
    { name: 'd_head', size: 2 },
  ]);
  assert.deepEqual(shapeOf(node, 7), [7, 2, 2]);
});

test('a graph of another version is refused', () => {
  assert.throws(() => expandGraph({ ...SMALL_GRAPH, v: 2 }), /version 2/);
});

test('an axis of unknown size is refused with the name of its node', () => {
  const broken = structuredClone(SMALL_GRAPH);
  broken.after.nodes[0].axes[1][1] = 'd_nothing';
  assert.throws(() => expandGraph(broken), /logits.*d_nothing/);
});

test('the first layer is open and later layers are closed', () => {
  assert.deepEqual(ids(stepsAround(graph, 'start')), [
    'start',
    'embed',
    'resid',
    'blocks.0.attn.qkv',
    'blocks.0.attn.scores',
    'blocks.0.resid_post',
    'blocks.1',
    'blocks.2',
    'logits',
  ]);
});

test('a later layer is open while the cursor is on one of its steps', () => {
  const around = ids(stepsAround(graph, 'blocks.1.attn.scores'));
  assert.ok(around.includes('blocks.1.attn.qkv'));
  assert.ok(!around.includes('blocks.1'));
  assert.ok(around.includes('blocks.2'));
});

test('next and back walk past closed layers and through an open one', () => {
  assert.equal(nextStep(graph, 'blocks.0.resid_post')?.id, 'blocks.1');
  assert.equal(nextStep(graph, 'blocks.1')?.id, 'blocks.2');
  assert.equal(nextStep(graph, 'blocks.1.resid_post')?.id, 'blocks.2');
  assert.equal(previousStep(graph, 'blocks.2')?.id, 'blocks.1');
  assert.equal(previousStep(graph, 'blocks.1.attn.qkv')?.id, 'blocks.0.resid_post');
  assert.equal(nextStep(graph, 'logits'), null);
  assert.equal(previousStep(graph, 'start'), null);
});

test('next and back pass closed layers that the trace does not name, and lead from one of these to those it names', () => {
  const visits = [0, 2];
  assert.equal(nextStep(graph, 'blocks.0.resid_post', visits)?.id, 'blocks.2');
  assert.equal(previousStep(graph, 'blocks.2', visits)?.id, 'blocks.0.resid_post');
  assert.equal(nextStep(graph, 'blocks.1', visits)?.id, 'blocks.2');
  assert.equal(nextStep(graph, 'blocks.1.attn.qkv', visits)?.id, 'blocks.1.attn.scores');
  assert.equal(nextStep(graph, 'blocks.1.resid_post', [0, 1])?.id, 'logits');
  assert.equal(nextStep(graph, 'blocks.1', undefined)?.id, 'blocks.2');
});

test('next and back lead where the server’s walk leads', () => {
  const steps = SMALL_GRAPH.before.steps.toSpliced(1, 0, { id: 'cut', chapter: 'start', nodes: [] });
  const seven = expandGraph({
    ...SMALL_GRAPH,
    before: { ...SMALL_GRAPH.before, steps },
    sizes: { ...SMALL_GRAPH.sizes, n_layers: 7 },
  });
  for (const [id, visits, by, there] of /** @type {[string, number[], number, string | null][]} */ (WAYS)) {
    const step = (by > 0 ? nextStep : previousStep)(seven, id, visits.length > 0 ? visits : undefined);
    assert.equal(step?.id ?? null, there);
  }
});

test('a closed layer opens at its first step, and closes again from any of its steps', () => {
  assert.equal(openLayer(graph, 'blocks.1')?.id, 'blocks.1.attn.qkv');
  assert.equal(openLayer(graph, 'embed'), null);
  assert.equal(closeLayer(graph, 'blocks.1.attn.scores')?.id, 'blocks.1');
  assert.equal(closeLayer(graph, 'blocks.0.attn.scores'), null);
});

test('neither the first layer as a whole nor an unknown id is a step', () => {
  assert.ok(hasStep(graph, 'blocks.1'));
  assert.ok(!hasStep(graph, 'blocks.0'));
  assert.ok(!hasStep(graph, 'blocks.3'));
});

test('chapters group consecutive steps of one chapter, and consecutive closed layers', () => {
  const groups = chapters(graph, 'start').map((group) => [group.chapter, group.layer, group.steps.length]);
  assert.deepEqual(groups, [
    ['start', null, 1],
    ['embedding', null, 2],
    ['attention', 0, 2],
    ['mlp', 0, 1],
    ['layer', null, 2],
    ['output', null, 1],
  ]);
});

test('a step has the nodes that it computes, a closed layer those of all its steps', () => {
  assert.deepEqual(
    stepNodes(graph, 'blocks.1').map((node) => node.name),
    ['blocks.1.attn.hook_q', 'blocks.1.attn.hook_attn_scores', 'blocks.1.hook_resid_post'],
  );
});

test('layers that differ are expanded from their templates in order', () => {
  const alternating = expandGraph(describeAlternating(5));
  assert.deepEqual(alternating.kinds, [0, 1, 0, 1, 0]);
  for (const layer of [0, 2, 4]) {
    assert.ok(alternating.nodes.has(`blocks.${layer}.attn.hook_rot_q`), `layer ${layer} has rotated queries`);
    assert.ok(hasStep(alternating, `blocks.${layer}.attn.rotate`));
    assert.equal(alternating.nodes.get(`blocks.${layer}.attn.hook_pattern`)?.traits.window, 3);
  }
  for (const layer of [1, 3]) {
    assert.ok(!alternating.nodes.has(`blocks.${layer}.attn.hook_rot_q`), `layer ${layer} has no rotated queries`);
    assert.ok(!hasStep(alternating, `blocks.${layer}.attn.rotate`));
    assert.equal(alternating.nodes.get(`blocks.${layer}.attn.hook_pattern`)?.traits.window, undefined);
  }
  assert.equal(alternating.nodes.get('blocks.1.ln1.hook_scale')?.inputs[0], 'blocks.0.hook_resid_post');
  assert.equal(alternating.nodes.get('ln_final.hook_scale')?.inputs[0], 'blocks.4.hook_resid_post');
});

test('the walk through layers that differ has the steps of each kind', () => {
  const alternating = expandGraph(describeAlternating());
  assert.equal(nextStep(alternating, 'blocks.0.attn.qkv')?.id, 'blocks.0.attn.rotate');
  assert.equal(nextStep(alternating, 'blocks.1.attn.qkv')?.id, 'blocks.1.attn.scores');
  assert.equal(nextStep(alternating, 'blocks.0.resid_post')?.id, 'blocks.1');
  assert.equal(openLayer(alternating, 'blocks.1')?.id, 'blocks.1.ln1');
  assert.equal(closeLayer(alternating, 'blocks.2.attn.rotate')?.id, 'blocks.2');
  const closed = stepNodes(alternating, 'blocks.3').map((node) => node.name);
  assert.ok(closed.includes('blocks.3.attn.hook_pattern') && !closed.includes('blocks.3.attn.hook_rot_q'));
});
