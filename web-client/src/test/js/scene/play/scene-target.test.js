import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { Eye } from '/web/scene/camera/camera.js';
import { Projection } from '/web/scene/camera/projection.js';
import { blocksInFrontOf, cornersInView, cornersOf } from '/web/scene/goal.js';
import { layout } from '/web/scene/layout/layout.js';
import { targetFor, targetOfStep, wholeTarget } from '/web/scene/play/scene-target.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 11);
const dims = { dim: 0.28, dimDeep: 0.13 };
const targetAt = (id) => targetOfStep(plan, graph.nodes, graph.byId.get(id), dims);
const contrastOf = (target, name) => plan.byNode.get(name).map((block) => target.contrast[block.index]);
/** Contrasts are stored as 32-bit floats. */
const equals = (actual, expected) => actual.forEach((x, i) => assert.close(x, expected[i], 1e-6));

test('the blocks that a step computes and reads have full contrast, other layers are dimmed', () => {
  const target = targetAt('blocks.1.attn.qkv');
  for (const name of ['attn.hook_q', 'attn.W_Q', 'attn.b_V', 'ln1.hook_out'])
    equals(contrastOf(target, `blocks.1.${name}`), [1, 1, 1]);
  equals(contrastOf(target, 'blocks.0.attn.hook_q'), [0.28, 0.28, 0.28]);
});

test('a step about a single head turns it towards the camera and dims the others deeply', () => {
  const target = targetAt('blocks.0.attn.scores'),
    heads = plan.arms.map((arm, i) => ({ ...arm, i })).filter((arm) => arm.kind === 'head');
  assert.equal(target.angles[heads[0].i], 0);
  assert.close((target.angles[heads[1].i] * 180) / Math.PI, -30, 1e-4);
  equals(contrastOf(target, 'blocks.0.attn.hook_q'), [1, 0.13, 0.13]);
  heads
    .slice(3)
    .forEach((arm) => assert.equal(target.angles[arm.i], Math.fround(arm.angle), 'other layers stay unchanged'));
});

test('the first step shows the whole machine', () => {
  const target = targetAt('start');
  assert.ok(target.whole);
  assert.ok(plan.blocks.every((block) => target.contrast[block.index] >= (block.role === 'weight' ? 0.75 : 1)));
  assert.equal(target.view.blocks.length, plan.blocks.length);
});

test('the stream at the end of a column is seen beside its addends, and then at the head of the next column', () => {
  const stream = 'blocks.1.hook_resid_post',
    [head, foot] = plan.byNode.get(stream);
  for (const [id, at] of [
    ['blocks.1.resid_post', foot],
    ['blocks.1', foot],
    ['blocks.2.ln1', head],
    ['blocks.2', head],
  ]) {
    const { view, contrast } = targetAt(id);
    const columns = new Set(view.blocks.map((i) => plan.blocks[i].column));
    assert.deepEqual([...columns], [at.column], id);
    assert.deepEqual(
      [head, foot].map(({ index }) => contrast[index] === 1),
      [at === head, at === foot],
      id,
    );
  }
  const chosen = targetFor(plan, graph.nodes, null, dims, { kind: 'block', node: stream, head: null });
  assert.deepEqual(chosen.view.blocks, [head.index], 'a camera that shows both would show neither');
});

test('a closed layer shows all of that layer', () => {
  const target = targetAt('blocks.1');
  for (const name of ['attn.hook_pattern', 'mlp.W_out'])
    assert.ok(contrastOf(target, `blocks.1.${name}`).every((x) => x === 1));
  equals(contrastOf(target, 'blocks.1.hook_resid_post'), [0.28, 1]);
  equals(contrastOf(target, 'blocks.2.hook_resid_mid'), [0.28]);
});

test('attention is seen from the left, the MLP from the right', () => {
  assert.ok(targetAt('blocks.0.attn.qkv').view.azimuth < 0);
  assert.ok(targetAt('blocks.0.mlp.pre').view.azimuth > 0);
});

test('every step has a target with full contrast for the blocks that it computes', () => {
  for (const step of graph.byId.values()) {
    const target = targetOfStep(plan, graph.nodes, step, dims);
    for (const name of step.nodes)
      assert.ok(
        contrastOf(target, name).some((contrast) => contrast === 1),
        `${step.id}: ${name}`,
      );
    assert.ok(cornersOf(plan, target.view.blocks, target.angles).every(Number.isFinite), step.id);
  }
});

test('the whole machine can be shown while a step plays', () => {
  const target = wholeTarget(plan, 'logits', ['logits']);
  assert.deepEqual(target.computes, ['logits']);
  assert.ok(target.whole);
});

test('a chosen focus has full contrast and is in view, and all else is dimmed', () => {
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
      const target = targetFor(plan, graph.nodes, step, dims, focus),
        subject = new Set(target.view.blocks),
        of = JSON.stringify(focus);
      assert.ok(subject.size > 0, of);
      plan.blocks.forEach((block, i) =>
        assert.ok(subject.has(i) ? target.contrast[i] === 1 : target.contrast[i] < 0.6, `${of}: ${block.node}`),
      );
      assert.deepEqual(target.focus, focus);
    }
});

test('a chosen head faces the camera; at a step about one head it is the step’s head', () => {
  const arms = plan.arms.map((arm, i) => ({ ...arm, i })).filter((arm) => arm.kind === 'head' && arm.branch === 0);
  const step = graph.byId.get('blocks.0.attn.scores');
  for (const focus of [
    { kind: 'head', layer: 0, head: 2 },
    { kind: 'step', head: 2 },
  ]) {
    const target = targetFor(plan, graph.nodes, step, dims, focus);
    assert.equal(target.angles[arms[2].i], 0);
    assert.ok(Math.abs(target.angles[arms[0].i]) > 0.5);
    assert.ok(target.close);
    assert.equal(target.turned.head, 2);
  }
});

test('one tensor of all heads is shown as blocks beside each other, the first one in front', () => {
  const focus = { kind: 'block', node: 'blocks.1.attn.hook_pattern', head: null },
    target = targetFor(plan, graph.nodes, graph.byId.get('blocks.1.attn.pattern'), dims, focus),
    { azimuth } = target.view;
  const spans = plan.byNode.get(focus.node).map(({ index }) => {
    const corners = cornersOf(plan, [index], target.angles, 0, 0),
      across = [0, 3, 6, 9].map((i) => corners[i] * Math.cos(azimuth) - corners[i + 2] * Math.sin(azimuth)),
      back = [0, 3, 6, 9].map((i) => corners[i] * Math.sin(azimuth) + corners[i + 2] * Math.cos(azimuth));
    return { from: Math.min(...across), to: Math.max(...across), depth: Math.max(...back) };
  });
  assert.equal(spans.length, 3);
  for (const [i, { to, from, depth }] of spans.entries()) {
    assert.ok(to - from > 1, 'none is seen on edge');
    if (i > 0) assert.ok(from > spans[i - 1].to && depth < spans[i - 1].depth);
  }
});

test('exactly the blocks between the camera and the focus are found', () => {
  const front = plan.byNode.get('blocks.0.attn.hook_pattern')[0],
    angles = new Float32Array(plan.arms.length);
  const middle = front.x + front.cols / 2,
    spine = plan.columns[front.column].x;
  /** Looks at the middle of the block, with its arm at an angle. */
  const seen = (pose, turns = angles) => {
    const angle = turns[front.arm],
      at = { x: spine + Math.cos(angle) * middle, y: -(front.y + front.rows / 2), z: -Math.sin(angle) * middle };
    return blocksInFrontOf(plan, turns, { ...at, ...pose }, [front.index], (i) => i !== front.index);
  };
  // straight from the front, with all arms in one plane, nothing is in front of it
  assert.equal(seen({ azimuth: 0, elevation: 0, distance: 200 }).size, 0);
  // with its arm 60° behind that plane, a camera that looks through the spine has only the stream in front of it
  const behind = angles.slice();
  behind[front.arm] = -Math.PI / 3;
  const through = seen({ azimuth: Math.PI / 6, elevation: 0, distance: 400 }, behind);
  assert.deepEqual(
    [...through].map((i) => plan.blocks[i].node),
    ['blocks.0.hook_resid_pre'],
  );
  const turned = angles.slice();
  const arm = plan.byNode.get('blocks.0.attn.hook_pattern')[1].arm;
  turned[arm] = 0.3;
  const before = seen({ azimuth: 0, elevation: 0, distance: 400 }, turned);
  assert.ok(
    [...before].every((i) => plan.blocks[i].arm === arm),
    'only the arm that was turned towards the camera',
  );
  assert.ok(before.size > 0);
});

test('of operands much larger than the result, the parts next to it are in view', () => {
  const short = layout(graph, 6),
    { view } = targetOfStep(short, graph.nodes, graph.byId.get('logits'), dims);
  const [logits] = short.byNode.get('logits'),
    [table] = short.byNode.get('unembed.W_U'),
    [stream] = short.byNode.get('ln_final.hook_out');
  assert.deepEqual([...view.blocks].sort(), [logits.index, table.index, stream.index].sort());
  // as many of the 48 columns as the result is wide, and as many of the 48 rows as it is high, those next to it
  assert.deepEqual(view.cut.get(table.index), { from: 42, to: 48, top: 0, bottom: 3 });
  assert.deepEqual(view.cut.get(stream.index), { from: 0, to: 6, top: 45, bottom: 48 });
  assert.equal(targetOfStep(short, graph.nodes, graph.byId.get('resid'), dims).view.cut, undefined);
});

test('each step’s result takes a quarter of the free height or width of every screen', () => {
  const screens = {
    presenter: { width: 1600, height: 900, left: 372, right: 332, top: 64, bottom: 130 },
    hall: { width: 1024, height: 768, left: 0, right: 0, top: 72, bottom: 150 },
    phone: { width: 390, height: 844, left: 0, right: 0, top: 86, bottom: 326 },
  };
  for (const positions of [6, 11])
    for (const [screen, viewport] of Object.entries(screens))
      for (const step of [...graph.before, ...graph.layers.flat(), graph.closedLayers[1], ...graph.after]) {
        // the hall has what comes next in place of the probabilities; scores are seen together with their queries and keys
        if ((screen === 'hall' && step.id === 'probs') || step.id.endsWith('.scores')) continue;
        const { width, height } = shareOf(layout(graph, positions), step, screen, viewport);
        assert.ok(
          Math.max(width, height) >= 0.25,
          `${step.id} of ${positions} positions, ${screen}: ${width} × ${height}`,
        );
      }
});

/** The box of a step's result, as shares of the free width and height. */
function shareOf(drawn, step, screen, viewport) {
  const eye = new Eye(),
    target = targetFor(drawn, graph.nodes, step, { ...dims, hall: screen === 'hall' }, { kind: 'step', head: 0 });
  Object.assign(eye.viewport, viewport);
  eye.jump(eye.fitted(cornersInView(drawn, target), target.view));
  eye.apply();
  const projection = new Projection();
  projection.update(eye.camera, eye.viewport, drawn, target.angles);
  const nodes = step.nodes.length > 0 ? step.nodes : [...graph.nodes.keys()];
  const blocks = nodes
    .flatMap((name) => drawn.byNode.get(name) ?? [])
    .filter(({ index }) => target.whole || target.contrast[index] === 1);
  const { left, right, top, bottom, width, height } = viewport;
  const clamp = (x, least, most) => Math.min(most, Math.max(least, x));
  const xs = [],
    ys = [];
  for (const block of blocks)
    for (const [column, row] of [
      [0, 0],
      [block.cols, 0],
      [0, block.rows],
      [block.cols, block.rows],
    ]) {
      const { x, y } = projection.cell(block, column, row);
      xs.push(clamp(x, left, width - right));
      ys.push(clamp(y, top, height - bottom));
    }
  const extent = (all) => Math.max(...all) - Math.min(...all);
  return { width: extent(xs) / (width - left - right), height: extent(ys) / (height - top - bottom) };
}

test('in the hall a block of a few cells is seen so near that figures in its cells can be read', () => {
  const eye = new Eye(),
    short = layout(graph, 6),
    focus = { kind: 'block', node: 'logits', head: null };
  Object.assign(eye.viewport, { width: 1024, height: 768, top: 72, bottom: 150 });
  const sizeFor = (hall) => {
    const target = targetFor(short, graph.nodes, graph.byId.get('logits'), { ...dims, hall }, focus),
      projection = new Projection();
    eye.jump(eye.fitted(cornersInView(short, target), target.view));
    eye.apply();
    projection.update(eye.camera, eye.viewport, short, target.angles);
    return projection.cellSize(short.byNode.get('logits')[0]);
  };
  assert.ok(sizeFor(false) < 40 && sizeFor(true) >= 74, `${sizeFor(false)}, ${sizeFor(true)}`);
});
