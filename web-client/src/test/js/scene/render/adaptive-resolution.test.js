import { assert, test } from '/test/harness.js';
import { AdaptiveResolution } from '/web/scene/render/render-loop.js';

const frames = (resolution, from, every, count) =>
  Array.from({ length: count }, (_, i) => resolution.frame(from + i * every, true)).at(-1);

test('quick frames are drawn at full resolution', () => {
  assert.equal(frames(new AdaptiveResolution(), 1000, 16, 30), 1);
});

test('slow frames are drawn at the lower resolution while something moves, and at the full one at rest', () => {
  const resolution = new AdaptiveResolution();
  assert.equal(frames(resolution, 1000, 90, 6), 0.6);
  assert.equal(resolution.frame(2000, false), 1);
});

test('after slow motion, the next motion begins at the lower resolution, until frames are quick', () => {
  const resolution = new AdaptiveResolution();
  frames(resolution, 1000, 90, 6);
  resolution.frame(2000, false);
  assert.equal(resolution.frame(9000, true), 0.6);
  assert.equal(frames(resolution, 9016, 16, 20), 1);
});

test('the pause between two motions is not a slow frame', () => {
  const resolution = new AdaptiveResolution();
  frames(resolution, 1000, 16, 5);
  resolution.frame(1100, false);
  assert.equal(frames(resolution, 60000, 16, 5), 1);
});
