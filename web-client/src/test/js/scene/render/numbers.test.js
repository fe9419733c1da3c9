import { assert, test } from '/test/harness.js';
import { SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout/layout.js';
import { shapeOf } from '/web/scene/layout/slice.js';
import { Numbers } from '/web/scene/render/numbers.js';

const graph = expandGraph(describe(SORTING)),
  T = 6,
  plan = layout(graph, T);

/** A tensor of the node's shape, full of one number. @param {string} name @param {number} value */
function full(name, value) {
  const shape = shapeOf(graph.nodes.get(name), T);
  return { name, shape, colourScale: 1, data: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) };
}

/** A trace whose tensors are full of one number. */
function trace(value) {
  const info = { tokens: [0, 1, 2, 0, 1, 2] };
  return Object.assign(new EventTarget(), {
    id: 't',
    positions: T,
    text: [...'ABCABC'],
    info,
    tensor: (name) => full(name, value),
    overview: () => null,
    load: async () => {},
  });
}

const names = ['blocks.0.attn.W_Q', 'blocks.0.mlp.b_in', 'blocks.1.hook_resid_mid'];
const shown = (numbers) => names.map((name) => numbers.valueIn(plan.byNode.get(name)[0], 0, 0));

function withNumbers() {
  let changes = 0;
  const numbers = new Numbers(graph, () => changes++);
  numbers.setPlan(plan);
  numbers.setWeights(names.slice(0, 2).map((name) => full(name, 1)));
  numbers.setTrace(/** @type {any} */ (trace(2)));
  return { numbers, changes: () => changes };
}

const gradients = (positions = T) => ({
  weights: names.slice(0, 2).map((name) => full(name, 3)),
  tensors: new Map([[names[2], full(names[2], 4)]]),
  positions,
});

test('other numbers take the place of the weights and of the trace, until these come back', () => {
  const { numbers, changes } = withNumbers();
  assert.deepEqual(shown(numbers), [1, 1, 2]);
  const before = changes();

  numbers.replace(gradients());

  assert.deepEqual(shown(numbers), [3, 3, 4]);
  assert.ok(numbers.areOthers);
  assert.ok(changes() > before, 'the scene is drawn again');
  assert.ok(
    !numbers.has('blocks.1.hook_resid_pre') && !numbers.has('blocks.1.attn.W_Q'),
    'what has no such number shows none',
  );
  numbers.replace(null);
  assert.deepEqual(shown(numbers), [1, 1, 2]);
  assert.ok(!numbers.areOthers);
});

test('numbers of the trace that arrive meanwhile, and others of another text, are not shown', () => {
  const { numbers } = withNumbers();
  numbers.replace(gradients());
  numbers.trace?.dispatchEvent(new CustomEvent('change', { detail: { names: [names[2], 'blocks.1.hook_resid_pre'] } }));
  assert.equal(shown(numbers)[2], 4);
  assert.ok(!numbers.has('blocks.1.hook_resid_pre'));

  numbers.replace(gradients(T + 1));

  assert.ok(!numbers.has(names[2]), 'gradients of a longer text');
  assert.equal(shown(numbers)[0], 3, 'the weights are those of any text');
});
