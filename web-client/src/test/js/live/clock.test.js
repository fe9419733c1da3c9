import { assert, test } from '/test/harness.js';
import { Clock } from '/web/live/clock.js';

test('before the first sample the server’s time is unknown', () => {
  const clock = new Clock();
  assert.equal(clock.toLocal(5), null);
  assert.equal(clock.rtt, null);
});

test('an answer is taken to lie in the middle of its round trip', () => {
  const clock = new Clock();
  clock.sample(100, 140, 5000);
  assert.equal(clock.rtt, 40);
  assert.equal(clock.toLocal(5000), 120);
  assert.equal(clock.toLocal(5300), 420);
});

test('the quickest round trip is believed, not the newest', () => {
  const clock = new Clock();
  clock.sample(0, 10, 1005);
  clock.sample(100, 400, 1390);
  assert.equal(clock.toLocal(1005), 5);
  assert.equal(clock.rtt, 10);
});

test('a round trip counts only among the last eight', () => {
  const clock = new Clock();
  clock.sample(0, 2, 1001);
  for (let i = 1; i <= 8; i++) clock.sample(i * 100, i * 100 + 20, i * 100 + 2010);
  assert.equal(clock.rtt, 20);
  assert.equal(clock.toLocal(2010), 10 - 0);
});

test('a sample that cannot be is left out', () => {
  const clock = new Clock();
  clock.sample(10, 5, 1000);
  clock.sample(0, 10, NaN);
  assert.equal(clock.rtt, null);
});
