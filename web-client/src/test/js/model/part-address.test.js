import { assert, test } from '/test/harness.js';
import { traitsOf } from '/test/model/traits.js';
import { partAddress } from '/web/model/part-address.js';

const node = (name, op, ...axes) => ({
  name,
  op,
  axes: axes.map((axis) => ({ name: axis, size: 1 })),
  traits: traitsOf(op),
});
const of = { model: 'm', trace: 't' };

test('the address of a whole tensor is its name only', () => {
  const logits = node('logits', 'linear', 'pos', 'd_vocab');
  assert.equal(
    partAddress(of, logits, [4, 9], { from: [0, 0], to: [4, 9], pools: [1, 1] }),
    '/api/traces/t/tensors/logits',
  );
});

test('a head of a weight, neurons of a layer and an overview have the protocol’s parameters', () => {
  const wq = node('W_Q', 'weight', 'head', 'd_model', 'd_head');
  const one = { from: [1, 0, 0], to: [2, 6, 4], pools: [1, 1, 1] };
  assert.equal(partAddress(of, wq, [3, 6, 4], one), '/api/models/m/weights/W_Q?heads=1%3A2');
  const win = node('W_in', 'weight', 'd_model', 'd_mlp');
  const plate = { from: [0, 8], to: [6, 16], pools: [1, 1] };
  assert.equal(partAddress(of, win, [6, 24], plate), '/api/models/m/weights/W_in?columns=8%3A16');
  const far = { from: [0, 0], to: [6, 24], pools: [2, 8] };
  assert.equal(partAddress(of, win, [6, 24], far), '/api/models/m/weights/W_in?pool=8&across=2');
});
