import { assert, test } from '/test/harness.js';
import { clock } from '/web/features/timer/timer.js';

test('time is shown in minutes and seconds, with hours if there are any', () => {
  assert.equal(clock(0), '0:00');
  assert.equal(clock(61_999), '1:01');
  assert.equal(clock(59 * 60_000 + 59_000), '59:59');
  assert.equal(clock(3_600_000 + 5 * 60_000 + 7000), '1:05:07');
});
