import { assert, test } from '/test/harness.js';
import { curvePoints } from '/web/features/training/curve.js';

test('the curve runs over the whole training, from blind guessing at the top to 0 at the foot', () => {
  const curve = [
    { update: 0, loss: Math.log(3) },
    { update: 50, loss: Math.log(3) / 2 },
    { update: 100, loss: 0 },
  ];
  assert.equal(curvePoints(curve, 200, 320, 72), '0,0 80,36 160,72');
});

test('a loss above blind guessing is inside, too', () => {
  assert.equal(curvePoints([{ update: 100, loss: 4 }, { update: 200, loss: 2 }], 200, 320, 72), '160,0 320,36');
});

test('there is no curve before the first update', () => {
  assert.equal(curvePoints([], 200, 320, 72), '');
});
