import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout/layout.js';
import { standingBefore } from '/web/scene/play/occlusion.js';
import { cornersOf, stageFor, stageOf, wholeStage } from '/web/scene/play/scene-target.js';

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

test('whatever is chosen has full contrast and is in view, and all else is dimmed', () => {
  const chosen = [
    { kind: 'section', section: 'output' },
    { kind: 'layer', layer: 2 },
    { kind: 'part', layer: 1, part: 'mlp' },
    { kind: 'head', layer: 1, head: 1 },
    { kind: 'block', node: 'blocks.0.attn.hook_k', head: 2 },
    { kind: 'block', node: 'blocks.0.mlp.W_in', head: null },
  ];
  for (const step of [null, graph.byId.get('blocks.0.attn.scores'), graph.byId.get('embed')])
    for (const focus of chosen) {
      const staged = stageFor(plan, graph.nodes, step, dims, focus),
        subject = new Set(staged.view.blocks),
        of = JSON.stringify(focus);
      assert.ok(subject.size > 0, of);
      plan.blocks.forEach((block, i) =>
        assert.ok(subject.has(i) ? staged.contrast[i] === 1 : staged.contrast[i] < 0.6, `${of}: ${block.node}`),
      );
      assert.deepEqual(staged.focus, focus);
    }
});

test('the head that is chosen faces the eye, at its own step with the question of the step', () => {
  const arms = plan.arms.map((arm, i) => ({ ...arm, i })).filter((arm) => arm.kind === 'head' && arm.branch === 0);
  const step = graph.byId.get('blocks.0.attn.scores');
  for (const focus of [
    { kind: 'head', layer: 0, head: 2 },
    { kind: 'step', head: 2 },
  ]) {
    const staged = stageFor(plan, graph.nodes, step, dims, focus);
    assert.equal(staged.angles[arms[2].i], 0);
    assert.ok(Math.abs(staged.angles[arms[0].i]) > 0.5);
    assert.ok(staged.close);
    assert.equal(staged.turned.head, 2);
  }
});

test('what stands between the eye and what is in focus is found, and nothing else', () => {
  const front = plan.byNode.get('blocks.0.attn.hook_pattern')[0],
    angles = new Float32Array(plan.arms.length);
  const at = { x: front.x + front.cols / 2, y: -(front.y + front.rows / 2), z: 0 };
  const seen = (pose) => standingBefore(plan, angles, { ...at, ...pose }, [front.index], (i) => i !== front.index);
  // straight from the front, with all arms folded into one plane, nothing is before it
  assert.equal(seen({ azimuth: 0, elevation: 0, distance: 200 }).size, 0);
  // from the far side of the spine, the stream is
  const aside = [...seen({ azimuth: 1.35, elevation: 0, distance: 400 })].map((i) => plan.blocks[i].node);
  assert.ok(!aside.includes('blocks.0.attn.hook_pattern'));
  const turned = angles.slice();
  const arm = plan.byNode.get('blocks.0.attn.hook_pattern')[1].arm;
  turned[arm] = 0.3;
  const before = standingBefore(plan, turned, { ...at, azimuth: 0, elevation: 0, distance: 400 }, [front.index], (i) => i !== front.index);
  assert.ok([...before].every((i) => plan.blocks[i].arm === arm), 'only the arm that was turned towards the eye');
  assert.ok(before.size > 0);
});
