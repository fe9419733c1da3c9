import { assert, test } from '/test/harness.js';
import { traitsOf } from '/test/model/traits.js';
import { describe, SORTING } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { layout } from '/web/scene/layout/layout.js';
import { Naming } from '/web/scene/annotate/naming.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
await Promise.all([words.load(), words.loadRest()]);
const node = (name, op) => [
  name,
  { name, op, layer: 0, role: 'activation', frame: 'activation', axes: [], traits: traitsOf(op) },
];
const named = (...nodes) =>
  new Naming(/** @type {any} */ (null), new Map(nodes), (key, values) => words.text(key, values));

test('the two sums of a gated MLP’s neuron have the names of their step', () => {
  const gated = named(node('blocks.0.mlp.hook_pre', 'linear'), node('blocks.0.mlp.hook_pre_linear', 'linear'));

  assert.equal(gated.name('blocks.0.mlp.hook_pre'), 'First sum');
  assert.equal(gated.name('blocks.0.mlp.hook_pre_linear'), 'Second sum');
});

test('a neuron with one sum has the name of its step', () => {
  assert.equal(named(node('blocks.0.mlp.hook_pre', 'linear')).name('blocks.0.mlp.hook_pre'), 'Neuron sums');
});

test('a shape names the axis that is drawn across first, then the one that is drawn down', () => {
  const graph = expandGraph(describe(SORTING)),
    plan = layout(/** @type {any} */ (graph), 6),
    naming = new Naming(plan, /** @type {any} */ (graph.nodes), (key, values) => words.text(key, values));
  const shapeOf = (name) => naming.shape(plan.byNode.get(name)?.[0]);

  assert.equal(shapeOf('hook_embed'), 'T × d_{model} = 6 × 48');
  assert.equal(shapeOf('embed.W_E'), 'd_{vocab} × d_{model} = 3 × 48');
  assert.equal(shapeOf('blocks.0.attn.W_Q'), 'd_{model} × d_{head} = 48 × 16');
  assert.equal(shapeOf('blocks.0.attn.W_O'), 'd_{head} × d_{model} = 16 × 48');
  assert.equal(shapeOf('blocks.0.mlp.W_in'), 'd_{model} × d_{mlp} = 48 × 192');
  assert.equal(shapeOf('unembed.W_U'), 'd_{model} × d_{vocab} = 48 × 3');
});
