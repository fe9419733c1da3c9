import { assert, test } from '/test/harness.js';
import { asked, binOf, fedRows, heightsOf, windowOf } from '/web/features/why/neurons/neuron-rows.js';

const PLACE = { text: ['When', ' Mia', ' and', ' Lucy', ' went'], values: [1, -0.2, 4, 2, 0], at: 2, value: 4 };

test('a text is cut around its strongest token, and says where', () => {
  const all = windowOf(PLACE, 7, 7);
  assert.deepEqual(
    all.before.map(({ share }) => share),
    [0.25, 0],
  );
  assert.deepEqual(all.at, { text: ' and', share: 1 });
  assert.deepEqual([all.isCut, all.goesOn], [false, false]);
  const some = windowOf(PLACE, 1, 1);
  assert.deepEqual(
    [some.before, some.after].map((tokens) => tokens.map(({ text }) => text)),
    [[' Mia'], [' Lucy']],
  );
  assert.deepEqual([some.isCut, some.goesOn], [true, true]);
});

test('a neuron that is never above 0 tints nothing', () => {
  assert.equal(windowOf({ ...PLACE, values: [-1, -1, -0.1, -1, -1], value: -0.1 }, 7, 7).at.share, 0);
});

test('a value is found in its bin, and in none outside', () => {
  const histogram = { step: 0.25, first: -1, counts: [5, 4, 1] };
  assert.deepEqual(
    [-0.3, -0.25, -0.1, 0, 0.25, 0.49, 0.5].map((value) => binOf(histogram, value)),
    [-1, 0, 0, 1, 2, 2, -1],
  );
});

test('a bin with one place is seen beside one with thousands', () => {
  const [most, one, none] = heightsOf([5000, 1, 0]);
  assert.deepEqual([most, none], [1, 0]);
  assert.ok(one > 0.05);
});

test('what feeds a neuron adds up as it is written', () => {
  const parts = [
    { part: 'hook_embed', value: 0.664 },
    { part: 'blocks.0.attn.hook_result[2]', value: -0.554 },
    { part: 'blocks.0.hook_mlp_out', value: 5.334 },
    { part: 'constant', value: 9 },
  ];
  const { rows, rest, sum } = fedRows({ sum: 14.444, parts }, 2, 2);
  assert.deepEqual(
    rows.map(({ vote, figure }) => [vote.kind, vote.layer, figure]),
    [
      ['mlp', 0, 5.33],
      ['embedding', null, 0.66],
    ],
  );
  assert.equal(sum, 14.44);
  assert.equal(Math.round(100 * (rows[0].figure + rows[1].figure + rest)), 1444);
});

test('a neuron is asked for with its layer only', () => {
  assert.deepEqual(asked({ layer: '1', neuron: '188' }), { layer: '1', neuron: '188' });
  assert.deepEqual(asked({ neuron: '188' }), {});
  assert.deepEqual(asked({ layer: '0', find: 'red' }), { layer: '0' });
});
