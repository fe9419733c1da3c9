import { assert, test } from '/test/harness.js';
import { traitsOf } from '/test/model/traits.js';
import { Naming } from '/web/scene/annotate/naming.js';
import { Words } from '/web/ui/words.js';

const words = new Words();
await Promise.all([words.load(), words.loadRest()]);
const node = (name, op) => [name, { name, op, layer: 0, role: 'activation', frame: 'activation', axes: [], traits: traitsOf(op) }];
const named = (...nodes) => new Naming(/** @type {any} */ (null), new Map(nodes), (key, values) => words.text(key, values));

test('the two sums of a gated MLP’s neuron have the names of their step', () => {
  const gated = named(node('blocks.0.mlp.hook_pre', 'linear'), node('blocks.0.mlp.hook_pre_linear', 'linear'));

  assert.equal(gated.name('blocks.0.mlp.hook_pre'), 'First sum');
  assert.equal(gated.name('blocks.0.mlp.hook_pre_linear'), 'Second sum');
});

test('a neuron with one sum is called a neuron', () => {
  assert.equal(named(node('blocks.0.mlp.hook_pre', 'linear')).name('blocks.0.mlp.hook_pre'), 'Neurons');
});
