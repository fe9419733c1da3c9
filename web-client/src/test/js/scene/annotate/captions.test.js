import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { captionsOf } from '/web/scene/annotate/captions.js';
import { Naming } from '/web/scene/annotate/naming.js';
import { STEP } from '/web/scene/layout/focus.js';
import { layout } from '/web/scene/layout/layout.js';
import { targetFor } from '/web/scene/play/scene-target.js';

const graph = expandGraph(describe(SORTING)),
  plan = layout(graph, 6),
  HEADS = ['1', '2', '3'];
const spoken = (/** @type {string} */ key, /** @type {any} */ values) =>
  key === 'scene.head' ? `head ${values.head}` : key === 'scene.heads' ? `${values.heads} heads` : key;

/** @param {boolean} hall */
function captions(hall) {
  const target = targetFor(
    plan,
    graph.nodes,
    graph.byId.get('blocks.0.attn.out'),
    { dim: 0.28, dimDeep: 0.13, hall },
    STEP,
  );
  return captionsOf(target, plan, graph.nodes, spoken, hall);
}

test('where heads are added up, each head’s part of the table has its name below it, in the hall its number', () => {
  for (const [hall, name] of /** @type {[boolean, (n: string) => string][]} */ ([
    [false, (n) => `head ${n}`],
    [true, (n) => n],
  ])) {
    const all = captions(hall),
      heads = HEADS.map((n) => all.find(({ text }) => text === name(n)));
    assert.deepEqual(
      heads.map((each) => each?.blocks),
      plan.byNode.get('blocks.0.attn.W_O').map(({ index }) => [index]),
    );
    assert.ok(
      heads.every((each) => each?.sides.join() === 'below'),
      'the lines from the heads are above',
    );
  }
  assert.equal(captions(true).find(({ text }) => text.endsWith('W_O'))?.note, '3 heads');
});

test('on a phone, too, they have their numbers, which may be on the table itself where a name is below', () => {
  const target = targetFor(
      plan,
      graph.nodes,
      graph.byId.get('blocks.0.attn.out'),
      { dim: 0.28, dimDeep: 0.13, hall: false },
      STEP,
    ),
    all = captionsOf(target, plan, graph.nodes, spoken, false, true);
  assert.deepEqual(
    HEADS.map((n) => all.find(({ text }) => text === n)?.sides),
    HEADS.map(() => ['below', 'inside']),
  );
});

test('there the bias is named below, too, and the result leaves room for it', () => {
  const [bias, result] = ['b_O', 'hook_attn_out'].map((name) => captions(true).find(({ text }) => text.endsWith(name)));
  assert.ok(bias?.sides.every((side) => side.startsWith('below')));
  assert.equal(result?.sides[0], 'below-after');
});

test('the stream that a norm reads is named below itself: beside it the name would lie on what was added before', () => {
  for (const id of ['blocks.0.ln1', 'blocks.0.ln2', 'ln_final']) {
    const step = graph.byId.get(id),
      target = targetFor(plan, graph.nodes, step, { dim: 0.28, dimDeep: 0.13, hall: true }, STEP),
      [stream] = [...target.reads].filter((name) => plan.anatomy.spine.includes(name));
    const name = captionsOf(target, plan, graph.nodes, spoken, true).find(
      ({ blocks }) => blocks.length === 1 && plan.blocks[blocks[0]].node === stream,
    );
    assert.ok(
      name?.sides.every((side) => side.startsWith('below')),
      `${id}: ${name?.sides}`,
    );
    // it stands at one end, and reaches away from the other blocks
    const [{ x }] = plan.byNode.get(stream);
    const isLeft = target.computes.flatMap((each) => plan.byNode.get(each) ?? []).every((other) => x < other.x);
    assert.equal(name?.sides[0], isLeft ? 'below-before' : 'below-after', id);
  }
});

test('a level without a word for biases leaves just these unnamed, whatever the model calls them', () => {
  const without = (/** @type {string} */ key, /** @type {any} */ values) =>
      key === 'scene.biases' ? '' : spoken(key, values),
    unnamed = (/** @type {any} */ words) => {
      const naming = new Naming(plan, graph.nodes, words);
      return [...graph.nodes.keys()]
        .filter((name) => !naming.isNamed(name))
        .map((name) => name.replace(/^blocks\.\d+\./, ''));
    };
  const BIASES = [
    'attn.b_K',
    'attn.b_O',
    'attn.b_Q',
    'attn.b_V',
    'ln1.b',
    'ln2.b',
    'ln_final.b',
    'mlp.b_in',
    'mlp.b_out',
  ];
  assert.deepEqual([...new Set(unnamed(without))].sort(), BIASES);
  assert.deepEqual(unnamed(spoken), []);
});

test('a layer is never named where another column begins: its name would stand on a layer of that', () => {
  assert.equal(plan.columns.length, 2);
  plan.dials.forEach(({ layer, column }) => {
    const focus = /** @type {any} */ ({ kind: 'layer', layer }),
      target = targetFor(plan, graph.nodes, graph.byId.get('probs'), { dim: 0.28, dimDeep: 0.13, hall: false }, focus),
      named = captionsOf(
        target,
        plan,
        graph.nodes,
        (key, values) => (key === 'scene.layer' ? `layer ${values?.layer}` : key),
        false,
      ).find(({ text }) => text === `layer ${layer + 1}`);
    assert.ok(named, `layer ${layer + 1} has its name`);
    assert.ok(!named?.sides.includes(column === 0 ? 'right' : 'left'), `layer ${layer + 1}: ${named?.sides}`);
  });
});
