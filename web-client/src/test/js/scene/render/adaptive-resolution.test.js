import { assert, test } from '/test/harness.js';
import { Pace } from '/web/scene/render/adaptive-resolution.js';

const frames = (pace, from, every, count) =>
  Array.from({ length: count }, (_, i) => pace.frame(from + i * every, true)).at(-1);

test('quick frames are drawn in full', () => {
  assert.equal(frames(new Pace(), 1000, 16, 30), 1);
});

test('slow frames are drawn coarser while something moves, and in full once it rests', () => {
  const pace = new Pace();
  assert.equal(frames(pace, 1000, 90, 6), 0.6);
  assert.equal(pace.frame(2000, false), 1);
});

test('what was slow begins coarse the next time, and becomes fine when it has become quick', () => {
  const pace = new Pace();
  frames(pace, 1000, 90, 6);
  pace.frame(2000, false);
  assert.equal(pace.frame(9000, true), 0.6);
  assert.equal(frames(pace, 9016, 16, 20), 1);
});

test('the rest between two motions is no slow frame', () => {
  const pace = new Pace();
  frames(pace, 1000, 16, 5);
  pace.frame(1100, false);
  assert.equal(frames(pace, 60000, 16, 5), 1);
});
