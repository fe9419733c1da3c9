import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout.js';
import { cornersOf, stageOf, wholeStage } from '/web/scene/stage.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 11);
const dims = { dim: 0.28, dimDeep: 0.13 };
const stage = (id) => stageOf(plan, graph.nodes, graph.byId.get(id), dims);
const contrastOf = (staged, name) => plan.byNode.get(name).map((block) => staged.contrast[block.index]);
/** Contrasts are kept as 32-bit floats. */
const equals = (actual, expected) => actual.forEach((x, i) => assert.close(x, expected[i], 1e-6));

test('what a step computes and reads has full contrast, another layer is dimmed', () => {
  const staged = stage('blocks.1.attn.qkv');
  for (const name of ['attn.hook_q', 'attn.W_Q', 'attn.b_V', 'ln1.hook_out'])
    equals(contrastOf(staged, `blocks.1.${name}`), [1, 1, 1]);
  equals(contrastOf(staged, 'blocks.0.attn.hook_q'), [0.28, 0.28, 0.28]);
});

test('a step about a single head turns it to the eye and dims the others deeply', () => {
  const staged = stage('blocks.0.attn.scores'),
    heads = plan.arms.map((arm, i) => ({ ...arm, i })).filter((arm) => arm.kind === 'head');
  assert.equal(staged.angles[heads[0].i], 0);
  assert.close((staged.angles[heads[1].i] * 180) / Math.PI, -30, 1e-4);
  equals(contrastOf(staged, 'blocks.0.attn.hook_q'), [1, 0.13, 0.13]);
  heads
    .slice(3)
    .forEach((arm) => assert.equal(staged.angles[arm.i], Math.fround(arm.angle), 'another layer stays as it is'));
});

test('the first step shows the whole machine', () => {
  const staged = stage('start');
  assert.ok(staged.whole);
  assert.ok(plan.blocks.every((block) => staged.contrast[block.index] >= (block.role === 'weight' ? 0.75 : 1)));
  assert.equal(staged.view.blocks.length, plan.blocks.length);
});

test('a closed layer shows all of that layer', () => {
  const staged = stage('blocks.1');
  for (const name of ['attn.hook_pattern', 'mlp.W_out', 'hook_resid_post'])
    assert.ok(contrastOf(staged, `blocks.1.${name}`).every((x) => x === 1));
  equals(contrastOf(staged, 'blocks.2.hook_resid_mid'), [0.28]);
});

test('attention is seen from the left, the MLP from the right', () => {
  assert.ok(stage('blocks.0.attn.qkv').view.azimuth < 0);
  assert.ok(stage('blocks.0.mlp.pre').view.azimuth > 0);
});

test('every step can be staged, and shows what it computes', () => {
  for (const step of graph.byId.values()) {
    const staged = stageOf(plan, graph.nodes, step, dims);
    for (const name of step.nodes)
      assert.ok(
        contrastOf(staged, name).some((contrast) => contrast === 1),
        `${step.id}: ${name}`,
      );
    assert.ok(cornersOf(plan, staged.view.blocks, staged.angles).every(Number.isFinite), step.id);
  }
});

test('the whole machine can be shown while a step plays', () => {
  const staged = wholeStage(plan, 'logits', ['logits']);
  assert.deepEqual(staged.computes, ['logits']);
  assert.ok(staged.whole);
});
