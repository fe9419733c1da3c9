import { assert, test } from '/test/harness.js';
import { GPT2_SMALL, SORTING, describe, describeWithNormsOfHeads } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { Words } from '/web/ui/words.js';
import { Eye } from '/web/scene/camera/camera.js';
import { captionsOf } from '/web/scene/annotate/captions.js';
import { SPREAD_LETTERS } from '/web/scene/annotate/attention-lines.js';
import { HALL_ROWS } from '/web/scene/annotate/letters.js';
import { Labels } from '/web/scene/annotate/labels.js';
import { layout } from '/web/scene/layout/layout.js';
import { placeOf, spreadOf } from '/web/scene/layout/spread.js';
import { Projection } from '/web/scene/camera/projection.js';
import { cornersInView, cornersOf } from '/web/scene/goal.js';
import { targetFor } from '/web/scene/play/scene-target.js';

const words = new Words();
await Promise.all([words.load(), words.loadRest()]);
const dims = { dim: 0.28, dimDeep: 0.13 };
/** Viewports with the panels' widths, for the page's three forms. */
const VIEWPORTS = {
  wide: { width: 1600, height: 900, left: 372, top: 64, right: 328, bottom: 110 },
  hall: { width: 1024, height: 768, left: 0, top: 72, right: 0, bottom: 150 },
  phone: { width: 390, height: 844, left: 0, top: 90, right: 0, bottom: 326 },
};
const STEPS = [
  'start',
  'resid',
  'blocks.0.ln1',
  'blocks.0.attn.qkv',
  'blocks.0.attn.scores',
  'blocks.0.attn.pattern',
  'blocks.0.attn.out',
  'blocks.0.mlp.pre',
  'blocks.1',
  'logits',
];
const FOCUSES = [
  { kind: 'step', head: 0 },
  { kind: 'everything' },
  { kind: 'section', section: 'output' },
  { kind: 'part', layer: 1, part: 'attention' },
  { kind: 'head', layer: 1, head: 2 },
  { kind: 'block', node: 'blocks.0.attn.hook_k', head: 1 },
];
/** Changes of the camera relative to the fitted pose: turned, raised, moved, nearer and farther. */
const PLACES = [
  [0, 0, 1],
  [0.7, 0.2, 1],
  [-1.2, 0.5, 0.6],
  [0.1, -0.2, 0.25],
  [2.4, 0.1, 1.5],
  [0, 0.9, 3],
];

/** Where a projected block is. @type {import('/web/scene/camera/projection.js').Anchor} */
const ANCHOR = {
  left: 0,
  leftY: 0,
  right: 0,
  rightY: 0,
  top: 0,
  topX: 0,
  bottom: 0,
  bottomX: 0,
  cornerX: 0,
  cornerY: 0,
  px: 0,
};

function element(frame) {
  const overlay = document.createElement('div');
  overlay.style.cssText = `position:absolute;left:0;top:0;width:${frame.width}px;height:${frame.height}px;font-family:sans-serif`;
  overlay.style.setProperty('--font', 'sans-serif');
  document.body.append(overlay);
  return overlay;
}

const boxesIn = (overlay) =>
  [...overlay.querySelectorAll('.scene-label.shown')].map((label) => label.getBoundingClientRect());
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

for (const [title, sizes, T] of [
  ['the sorting model', SORTING, 6],
  ['the sorting model at its longest', SORTING, 11],
  ['one letter', SORTING, 1],
  ['GPT-2 small', GPT2_SMALL, 12],
]) {
  const graph = expandGraph(describe(sizes)),
    plan = layout(graph, T),
    taken = { x: 392, y: 72, width: 300, height: 28 };
  for (const [size, frame] of Object.entries(VIEWPORTS))
    test(`${title}, ${size}: from all cameras, no label covers another, a panel or an edge`, () => {
      const overlay = element(frame),
        labels = new Labels(overlay, size === 'hall' ? 'hall' : 'normal'),
        eye = new Eye(),
        projection = new Projection();
      labels.taken = size === 'wide' ? [taken] : [];
      Object.assign(eye.viewport, frame);
      let shown = 0;
      for (const id of STEPS)
        for (const focus of FOCUSES) {
          if (focus.kind !== 'step' && id !== 'start') continue;
          const target = targetFor(plan, graph.nodes, graph.byId.get(id), dims, focus);
          labels.set(
            captionsOf(target, plan, graph.nodes, (key, values) => words.text(key, values), false, size === 'phone'),
          );
          labels.quiet = false;
          for (const [turn, raise, distance] of PLACES) {
            const pose = eye.fitted(cornersInView(plan, target), target.view);
            eye.jump({
              ...pose,
              azimuth: pose.azimuth + turn,
              elevation: pose.elevation + raise,
              distance: pose.distance * distance,
            });
            eye.apply();
            projection.update(eye.camera, frame, plan, target.angles);
            labels.layOut(frame, (label, into) => projection.box(label, into), turn !== 0);
            const boxes = boxesIn(overlay),
              where = `${id} ${JSON.stringify(focus)} ${turn}`;
            shown += boxes.length;
            boxes.forEach((box, i) => {
              assert.ok(box.left >= frame.left && box.top >= frame.top, `${where}: cut off at the left or top`);
              assert.ok(box.right <= frame.width - frame.right, `${where}: cut off at the right`);
              assert.ok(box.bottom <= frame.height - frame.bottom, `${where}: cut off at the bottom`);
              for (const other of boxes.slice(i + 1)) assert.ok(!overlap(box, other), `${where}: two labels overlap`);
              for (const { x, y, width, height } of labels.taken)
                assert.ok(
                  !overlap(box, { left: x, top: y, right: x + width, bottom: y + height }),
                  `${where}: a panel is covered`,
                );
            });
          }
          if (size !== 'phone') {
            eye.jump(eye.fitted(cornersInView(plan, target), target.view));
            eye.apply();
            projection.update(eye.camera, frame, plan, target.angles);
            labels.layOut(frame, (label, into) => projection.box(label, into), false);
            assert.ok(boxesIn(overlay).length > 0, `${id}: something is named`);
          }
        }
      assert.ok(shown > 50, 'labels are shown');
      labels.dispose();
      overlay.remove();
    });
}

/** The sorting model's labels on a screen, or another model's. @param {string} size @param {number} T tokens @param {{frame?: any, description?: any}} [other] */
function labelled(size, T, { frame = VIEWPORTS[size], description = describe(SORTING) } = {}) {
  const hall = size === 'hall',
    graph = expandGraph(description),
    plan = layout(graph, T),
    overlay = element(frame),
    labels = new Labels(overlay, hall ? 'hall' : 'normal'),
    eye = new Eye(),
    projection = new Projection();
  Object.assign(eye.viewport, frame);
  labels.quiet = false;
  return {
    graph,
    plan,
    frame,
    overlay,
    labels,
    projection,
    /** Shows a step's labels from its own camera. */
    show(/** @type {any} */ step) {
      const target = targetFor(plan, graph.nodes, step, { ...dims, hall }, { kind: 'step', head: 0 }),
        captions = captionsOf(
          target,
          plan,
          graph.nodes,
          (key, values) => words.text(key, values),
          hall,
          size === 'phone',
        );
      labels.set(captions);
      eye.jump(eye.fitted(cornersInView(plan, target), target.view));
      eye.apply();
      projection.update(eye.camera, frame, plan, target.angles);
      labels.layOut(frame, (label, into) => projection.box(label, into), false);
      return { target, captions };
    },
    dispose() {
      labels.dispose();
      overlay.remove();
    },
  };
}

for (const T of [1, 6, 11])
  for (const size of Object.keys(VIEWPORTS))
    test(`${size}, ${T} letters: each step's result is named`, () => {
      const { graph, plan, overlay, show, dispose } = labelled(size, T);
      const unnamed = graph.steps
        .filter(({ layer, nodes, closed }) => (layer ?? 0) === 0 && nodes.length > 0 && !closed)
        .filter((step) => {
          const { target, captions } = show(step),
            result = captions.find(
              ({ blocks, bracket }) =>
                bracket === null && blocks.some((i) => plan.blocks[i].node === target.computes.at(-1)),
            );
          const shown = [...overlay.querySelectorAll('.scene-label.shown')].map(({ textContent }) => textContent);
          return !shown.some((text) => text.startsWith(result.text.replace(/[_{}]/g, '')));
        });
      assert.deepEqual(
        unnamed.map(({ id }) => id),
        [],
      );
      dispose();
    });

for (const [size, step, names] of /** @type {[string, string, string[]][]} */ ([
  ['hall', 'blocks.0.attn.out', ['Attention output', 'Mixed values', 'WO', '1', '2', '3', 'bO']],
  ['phone', 'blocks.0.attn.out', ['Attention output', 'Mixed values', 'WO', '1', '2', '3', 'bO']],
  ['hall', 'blocks.0.mlp.pre', ['Neuron sums', 'Normalised stream', 'Win', 'bin']],
]))
  test(`${size}, ${step}: every tensor of the step is named`, () => {
    const { graph, frame, overlay, labels, show, dispose } = labelled(size, 6);
    show(graph.byId.get(step));
    const shown = [...overlay.querySelectorAll('.scene-label.shown')],
      shownNames = shown.map((label) =>
        [...label.childNodes]
          .filter(({ nodeName }) => nodeName !== 'SMALL')
          .map(({ textContent }) => textContent)
          .join(''),
      );
    assert.deepEqual(
      names.filter((name) => !shownNames.includes(name)),
      [],
      shownNames.join(),
    );
    for (const { bx, by } of labels.leaders())
      assert.ok(
        bx > 0 && bx < frame.width && by > frame.top && by < frame.height - frame.bottom,
        'a line ends at its block',
      );
    dispose();
  });

for (const T of [6, 14])
  for (const size of Object.keys(VIEWPORTS))
    test(`${size}, ${T} words: in a norm, no name is under another matrix than its own`, () => {
      const { graph, plan, labels, projection, show, dispose } = labelled(size, T);
      const anchor = (/** @type {number} */ index) =>
        projection.box(/** @type {any} */ ({ blocks: [index], dial: -1 }), ANCHOR);
      let below = 0;
      for (const id of ['blocks.0.ln1', 'blocks.0.ln2', 'ln_final']) {
        const { target } = show(graph.byId.get(id));
        const matrices = plan.blocks.filter(
          ({ index, sequence, rows }) => target.contrast[index] >= 1 && sequence && rows > 1,
        );
        assert.equal(matrices.length, 3, id);
        for (const { x, y, width, height } of labels.boxes) {
          const named = labels.at(x + width / 2, y + height / 2),
            own = matrices.find(({ index }) => named?.bracket === null && named.blocks.join() === String(index));
          if (!own || !anchor(own.index) || y < ANCHOR.bottom) continue;
          below++;
          const off = (/** @type {any} */ { index }) => anchor(index) && Math.abs(x + width / 2 - ANCHOR.bottomX);
          assert.ok(
            matrices.every((other) => off(own) <= off(other)),
            `${id}: ${named?.text}`,
          );
        }
      }
      assert.ok(below > 0, 'matrices are named below');
      dispose();
    });

test('in the hall, the names of each head’s normalised queries and keys lie on none of the heads’ columns', () => {
  for (const frame of [VIEWPORTS.hall, { ...VIEWPORTS.hall, width: 1280, height: 720 }]) {
    const { graph, plan, overlay, projection, show, dispose } = labelled('hall', 5, {
      frame,
      description: describeWithNormsOfHeads({ ...SORTING, n_heads: 4, n_key_value_heads: 4 }),
    });
    const { target, captions } = show(graph.byId.get('blocks.0.attn.norm')),
      shown = [...overlay.querySelectorAll('.scene-label.shown')];
    for (const letter of ['q', 'k']) {
      const own = plan.byNode.get(`blocks.0.attn.${letter}_norm.hook_out`).map(({ index }) => index),
        { text } = captions.find(({ blocks }) => own.includes(blocks[0])),
        label = shown.find(({ textContent }) => textContent.startsWith(text))?.getBoundingClientRect();
      assert.ok(label, `${text} is shown`);
      for (const { index, node, arm } of plan.blocks)
        if (target.contrast[index] >= 1 && projection.box(/** @type {any} */ ({ blocks: [index], dial: -1 }), ANCHOR))
          assert.ok(!overlap(label, ANCHOR), `${frame.width}: ${text} lies on ${node} of ${arm}`);
    }
    dispose();
  }
});

/** A hall's screens with a question beside the machine, and a text of one line and of two. */
const BESIDE = [
  { width: 1024, height: 768, left: 0, top: 102, right: 344, bottom: 150 },
  { width: 1280, height: 720, left: 0, top: 72, right: 420, bottom: 150 },
  { width: 1280, height: 720, left: 0, top: 102, right: 420, bottom: 150 },
  { width: 1920, height: 1080, left: 0, top: 72, right: 612, bottom: 150 },
];
test('beside a question in the hall, a table of scores in front has room for the words of its rows', () => {
  const graph = expandGraph(describe(SORTING)),
    plan = layout(graph, 14),
    eye = new Eye(),
    projection = new Projection(),
    focus = /** @type {const} */ ({ kind: 'block', node: 'blocks.0.attn.hook_attn_scores', head: 1 });
  for (const frame of BESIDE) {
    Object.assign(eye.viewport, frame);
    const step = graph.byId.get('blocks.0.attn.scores'),
      target = targetFor(plan, graph.nodes, step, { ...dims, hall: true }, focus),
      block = plan.byNode.get(focus.node).find(({ arm }) => plan.arms[arm].index === focus.head);
    eye.jump(eye.fitted(cornersInView(plan, target), target.view));
    eye.apply();
    projection.update(eye.camera, frame, plan, target.angles);
    projection.cell(block, 0, 0);
    const { x, y } = projection,
      px = projection.cellSize(block),
      bottom = projection.cell(block, 0, block.rows).y;
    assert.ok(px >= HALL_ROWS, `${frame.width} × ${frame.height}: ${px}`);
    assert.ok(x > 110 && y > frame.top + 60 && bottom < frame.height - frame.bottom, `${x}, ${y}, ${bottom}`);
  }
});

/** Of the free width, by the words over a pattern; the hall's is nearly twice as wide as it is high. */
const LEAST_TAKEN = { wide: 0.5, hall: 1 / 3, phone: 0.5 };
for (const T of [2, 6, 14, 64])
  for (const [size, frame] of Object.entries(VIEWPORTS))
    test(`${size}, ${T} words: those over a pattern are all inside the picture, and take much of its width`, () => {
      const graph = expandGraph(describe(SORTING)),
        plan = layout(graph, T),
        eye = new Eye(),
        projection = new Projection();
      Object.assign(eye.viewport, frame);
      const target = targetFor(
          plan,
          graph.nodes,
          graph.byId.get('blocks.0.attn.pattern'),
          { ...dims, hall: size === 'hall' },
          { kind: 'step', head: 0 },
        ),
        block = plan.byNode.get('blocks.0.attn.hook_pattern').find(({ arm }) => target.angles[arm] === 0);
      eye.jump(eye.fitted(cornersInView(plan, target), target.view));
      eye.apply();
      projection.update(eye.camera, frame, plan, target.angles);
      const at = (i) => projection.cell(block, placeOf(i, T, spreadOf(T)), -SPREAD_LETTERS).x,
        [first, last] = [at(0), at(T - 1)],
        free = frame.width - frame.left - frame.right,
        taken = ((last - first) * T) / (T - 1);
      assert.ok(first > frame.left && last < frame.width - frame.right, `${first} … ${last}`);
      assert.ok(taken >= LEAST_TAKEN[size] * free, `${taken} of ${free} px`);
    });

test('fewer labels are shown from farther away', () => {
  const graph = expandGraph(describe(SORTING)),
    plan = layout(graph, 6),
    frame = VIEWPORTS.wide,
    overlay = element(frame),
    labels = new Labels(overlay, 'normal'),
    eye = new Eye(),
    projection = new Projection();
  Object.assign(eye.viewport, frame);
  const target = targetFor(plan, graph.nodes, graph.byId.get('blocks.0.attn.qkv'), dims, { kind: 'everything' });
  labels.set(captionsOf(target, plan, graph.nodes, (key, values) => words.text(key, values)));
  labels.quiet = false;
  // towards a layer, since the middle of the whole machine is empty
  const layer = plan.blocks.filter((block) => block.layer === 0).map((block) => block.index);
  const of = (distance) => {
    const fitted = eye.fitted(cornersOf(plan, layer, target.angles), target.view);
    eye.jump({ ...fitted, distance });
    eye.apply();
    projection.update(eye.camera, frame, plan, target.angles);
    labels.layOut(frame, (label, into) => projection.box(label, into), true);
    return boxesIn(overlay).length;
  };
  const [near, middle, far] = [300, 1400, 9000].map(of);
  assert.ok(near > middle && middle > far, `${near} near, ${middle} in the middle, ${far} far off`);
  labels.dispose();
  overlay.remove();
});

test('without room for its note, a label shows the name only, and the note again once there is room', () => {
  const overlay = element({ width: 1600, height: 900 }),
    labels = new Labels(overlay, 'normal');
  const caption = {
    text: 'MLP output',
    note: 'T × d_{model} = 6 × 48',
    role: null,
    strong: true,
    blocks: [0],
    sides: ['below'],
    dial: -1,
    bracket: null,
    focus: null,
    detail: false,
  };
  labels.set([caption]);
  labels.quiet = false;
  const shownAt = (width, x) => {
    const project = (_, into) =>
      Object.assign(into, {
        left: x,
        right: x,
        top: 300,
        bottom: 300,
        leftY: 300,
        rightY: 300,
        topX: x,
        bottomX: x,
        cornerX: x,
        cornerY: 300,
        px: 5,
      }) && true;
    labels.layOut({ width, height: 900, left: 0, top: 0, right: 0, bottom: 0 }, project);
    const [shown] = overlay.querySelectorAll('.scene-label.shown');
    return (
      shown && {
        noted: getComputedStyle(shown.querySelector('small')).display !== 'none',
        box: shown.getBoundingClientRect(),
      }
    );
  };
  assert.equal(shownAt(1600, 800).noted, true);
  assert.equal(shownAt(130, 65).noted, false);
  assert.equal(shownAt(60, 30), undefined, 'there is no room for the name either');
  assert.equal(shownAt(1600, 800).noted, true);
  const { noted, box } = shownAt(1600, 12);
  assert.ok(noted && box.left >= 0, 'near an edge it is shifted inwards');
  assert.equal(shownAt(1600, 2), undefined, 'but stays over its block');
  labels.dispose();
  overlay.remove();
});

test('at rest a label stands at its first free place, wherever it stood while something moved', () => {
  const overlay = element({ width: 1600, height: 900 }),
    labels = new Labels(overlay, 'normal'),
    at = { left: 700, right: 900, top: 300, bottom: 400, leftY: 350, rightY: 350, topX: 800, bottomX: 800, px: 5 };
  labels.set([
    {
      text: 'Layer 2',
      note: '',
      role: null,
      strong: true,
      blocks: [0],
      sides: ['left', 'right'],
      dial: -1,
      bracket: null,
      focus: null,
      detail: false,
    },
  ]);
  labels.quiet = false;
  const xWith = (/** @type {any[]} */ taken, /** @type {boolean} */ rests) => {
    labels.taken = taken;
    const project = (/** @type {any} */ _, /** @type {any} */ into) => Object.assign(into, at) && true;
    labels.layOut({ width: 1600, height: 900, left: 0, top: 0, right: 0, bottom: 0 }, project, false, false, rests);
    return boxesIn(overlay)[0].x;
  };
  const left = xWith([], true),
    right = xWith([{ x: 600, y: 300, width: 90, height: 100 }], false);
  assert.ok(left < at.left && right >= at.right, `${left}, ${right}`);
  assert.equal(xWith([], false), right, 'while something moves it keeps its side');
  assert.equal(xWith([], true), left);
  labels.dispose();
  overlay.remove();
});

test('without room about the middle of its block, a label ends or begins over it', () => {
  const overlay = element({ width: 1600, height: 900 }),
    labels = new Labels(overlay, 'hall');
  labels.set([
    {
      text: 'Head 3',
      note: '',
      role: null,
      strong: true,
      blocks: [0],
      sides: ['above', 'above-before', 'above-after'],
      dial: -1,
      bracket: null,
      focus: null,
      detail: false,
    },
  ]);
  labels.quiet = false;
  const project = (_, into) =>
    Object.assign(into, {
      left: 780,
      right: 820,
      top: 300,
      bottom: 340,
      leftY: 320,
      rightY: 320,
      topX: 800,
      bottomX: 800,
      cornerX: 780,
      cornerY: 300,
      px: 5,
    }) && true;
  const beside = (taken) => {
    labels.taken = taken;
    labels.layOut({ width: 1600, height: 900, left: 0, top: 0, right: 0, bottom: 0 }, project);
    const [shown] = overlay.querySelectorAll('.scene-label.shown');
    return shown?.getBoundingClientRect();
  };
  const { left, right, top, height } = beside([]);
  assert.ok(Math.abs((left + right) / 2 - 800) <= 1);
  const before = { x: left - 100, y: top, width: 101, height },
    after = { x: right - 1, y: top, width: 100, height };
  const covers = (box) => box.left < 800 && box.right > 800;
  const begun = beside([before]),
    ended = beside([after]);
  assert.ok(covers(begun) && begun.left > left + 4, `begins at ${begun.left}`);
  assert.ok(covers(ended) && ended.right < right - 4, `ends at ${ended.right}`);
  assert.equal(beside([before, after]), undefined);
  labels.dispose();
  overlay.remove();
});

test('on the hall’s screen heads are counted, elsewhere each has its name', () => {
  const graph = expandGraph(describe(SORTING)),
    plan = layout(graph, 6),
    target = targetFor(plan, graph.nodes, graph.byId.get('blocks.0.attn.qkv'), dims, { kind: 'step', head: 0 });
  const said = (brief) =>
    captionsOf(target, plan, graph.nodes, (key, values) => words.text(key, values), brief).map(({ text }) => text);
  const isHead = (text) => /^(Head \d|\d heads)$/.test(text);
  assert.deepEqual(said(false).filter(isHead), ['Head 1', 'Head 2', 'Head 3']);
  assert.deepEqual(said(true).filter(isHead), ['3 heads']);
});

test('with many columns only the first names layers', () => {
  const graph = expandGraph(describe({ ...GPT2_SMALL, n_layers: 30 })),
    plan = layout(graph, 12),
    target = targetFor(plan, graph.nodes, graph.byId.get('start'), dims, { kind: 'everything' });
  const said = captionsOf(target, plan, graph.nodes, (key, values) => words.text(key, values)).map(({ text }) => text);
  assert.ok(plan.columns.length > 2);
  assert.equal(said.filter((text) => text.startsWith('Layers 1 to')).length, 1);
  assert.equal(said.filter((text) => /^\d+–\d+$/.test(text)).length, plan.columns.length - 1);
});

test('a level that leaves biases unnamed names them to those who look around, and where they are in focus', () => {
  const graph = expandGraph(describe(SORTING)),
    plan = layout(graph, 6),
    strings = (/** @type {string} */ key, /** @type {any} */ values) =>
      key === 'scene.biases' ? '' : words.text(key, values);
  const isDetail = (/** @type {string} */ node, said = strings) => {
    const target = targetFor(plan, graph.nodes, graph.byId.get('blocks.0.mlp.pre'), dims, {
      kind: 'block',
      node,
      head: null,
    });
    return captionsOf(target, plan, graph.nodes, said).find(({ blocks }) =>
      blocks.some((i) => plan.blocks[i].node === 'blocks.0.mlp.b_in'),
    ).detail;
  };
  assert.equal(isDetail('blocks.0.mlp.hook_pre'), true);
  assert.equal(isDetail('blocks.0.mlp.b_in'), false);
  assert.equal(
    isDetail('blocks.0.mlp.hook_pre', (key, values) => words.text(key, values)),
    false,
  );
});

test('the name of an input behind a block in focus stands above or below it', () => {
  const graph = expandGraph(describe(SORTING)),
    plan = layout(graph, 6),
    target = targetFor(plan, graph.nodes, graph.byId.get('blocks.0.mlp.pre'), dims, {
      kind: 'block',
      node: 'blocks.0.mlp.hook_pre',
      head: null,
    });
  const captions = captionsOf(target, plan, graph.nodes, (key, values) => words.text(key, values));
  const [at] = plan.byNode.get('blocks.0.mlp.hook_pre');
  const inputs = graph.nodes.get('blocks.0.mlp.hook_pre').inputs.filter((name) => plan.byNode.has(name));
  const sides = Object.fromEntries(
    inputs.map((name) => [name, captions.find(({ blocks }) => blocks.some((i) => plan.blocks[i].node === name)).sides]),
  );
  assert.ok(plan.byNode.get('blocks.0.mlp.W_in')[0].x > at.x, 'the weights are on the right');
  assert.deepEqual(sides['blocks.0.mlp.W_in'], ['above', 'below']);
  assert.deepEqual(sides['blocks.0.ln2.hook_out'], ['left', 'above']);
});
