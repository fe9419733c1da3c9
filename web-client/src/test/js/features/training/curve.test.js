import { assert, test } from '/test/harness.js';
import { chartOf } from '/web/features/training/curve.js';

test('the curve runs over the whole training, from blind guessing at the top to 0 at the foot', () => {
  const curve = [
    { update: 0, loss: Math.log(3) },
    { update: 50, loss: Math.log(3) / 2 },
    { update: 100, loss: Math.log(3) / 4 },
  ];
  const { points, updates, losses, isLogarithmic } = chartOf(curve, 200, 320, 72);
  assert.equal(points, '0,0 80,36 160,54');
  assert.deepEqual(updates, [
    { at: 0, value: 0 },
    { at: 80, value: 50 },
    { at: 160, value: 100 },
    { at: 240, value: 150 },
    { at: 320, value: 200 },
  ]);
  assert.deepEqual(
    losses.map(({ value }) => value),
    [0, 0.5, 1],
  );
  assert.equal(losses[0].at, 72);
  assert.equal(isLogarithmic, false);
});

test('a loss above blind guessing is inside, too', () => {
  assert.equal(
    chartOf(
      [
        { update: 100, loss: 4 },
        { update: 200, loss: 2 },
      ],
      200,
      320,
      72,
    ).points,
    '160,0 320,36',
  );
});

test('once the loss has fallen to a tenth, equal factors are equally far apart', () => {
  const { points, losses, isLogarithmic } = chartOf(
    [
      { update: 0, loss: 10 },
      { update: 100, loss: 1 },
      { update: 200, loss: 0.1 },
    ],
    200,
    200,
    100,
  );
  assert.equal(isLogarithmic, true);
  assert.equal(points, '0,0 100,50 200,100');
  assert.deepEqual(losses, [
    { at: 100, value: 0.1 },
    { at: 50, value: 1 },
    { at: 0, value: 10 },
  ]);
});

test('a loss of 0 stands at the foot of a logarithmic chart', () => {
  const { points, losses } = chartOf(
    [
      { update: 0, loss: 1 },
      { update: 10, loss: 0 },
    ],
    10,
    100,
    100,
  );
  assert.ok(points.endsWith('100,100'), points);
  assert.ok(Math.abs(losses[0].value / 1e-4 - 1) < 1e-9, String(losses[0].value));
});

test('there is no curve before the first update', () => {
  assert.equal(chartOf([], 200, 320, 72).points, '');
});
