import { assert, test } from '/test/harness.js';
import { Clock } from '/web/live/clock.js';

test('before the first sample the server’s time is unknown', () => {
  const clock = new Clock();
  assert.equal(clock.toLocal(5), null);
  assert.equal(clock.rtt, null);
});

test('an answer is assumed to be from the middle of its round trip', () => {
  const clock = new Clock();
  clock.sample(100, 140, 5000);
  assert.equal(clock.rtt, 40);
  assert.equal(clock.toLocal(5000), 120);
  assert.equal(clock.toLocal(5300), 420);
});

test('the quickest round trip decides, not the newest', () => {
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

test('a quick request and a quick answer of different round trips are combined', () => {
  const clock = new Clock();
  // The server is 1000 ms ahead. One answer waited 300 ms for the page, one request 200 ms for the server.
  clock.sample(0, 305, 1005);
  assert.equal(clock.toLocal(1000), 147.5);
  clock.sample(1000, 1205, 2200);
  assert.equal(clock.toLocal(1000), 0);
  assert.equal(clock.rtt, 205);
});

test('answers count for half a minute, whatever their number', () => {
  const clock = new Clock();
  clock.sample(0, 2, 1001);
  for (let i = 1; i <= 40; i++) clock.sample(i * 500, i * 500 + 90, i * 500 + 1005);
  assert.equal(clock.toLocal(1000), 0);
  for (let i = 61; i <= 69; i++) clock.sample(i * 500, i * 500 + 90, i * 500 + 1005);
  assert.equal(clock.toLocal(1000), 40);
});

test('after a clock has stopped for a while, the next answer corrects the estimate', () => {
  const clock = new Clock();
  for (let i = 0; i < 20; i++) clock.sample(i * 100, i * 100 + 10, i * 100 + 1005);
  clock.sample(2000, 2020, 63_010);
  assert.equal(clock.toLocal(61_000), 0);
});

test('an impossible sample is ignored', () => {
  const clock = new Clock();
  clock.sample(10, 5, 1000);
  clock.sample(0, 10, NaN);
  assert.equal(clock.rtt, null);
});
