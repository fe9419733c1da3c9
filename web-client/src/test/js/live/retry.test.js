import { assert, test } from '/test/harness.js';
import { insist } from '/web/live/retry.js';

test('a failing task is repeated until it succeeds, with a delay in between', async () => {
  const pauses = [];
  let fails = 2;
  const done = await insist(
    async () => {
      if (fails-- > 0) throw new TypeError('no line');
      return 'here';
    },
    (fn, ms) => {
      pauses.push(ms);
      fn();
    },
  );
  assert.equal(done, 'here');
  assert.equal(pauses.length, 2);
  assert.ok(pauses.every((ms) => ms >= 1000));
});
