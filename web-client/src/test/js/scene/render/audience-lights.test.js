import { assert, test } from '/test/harness.js';
import { lightsOn, PER_DIAL } from '/web/scene/render/audience-lights.js';

const columns = [{ x: 0 }, { x: 500 }];
const dials = [
  { column: 0, y: 10, radius: 100 },
  { column: 0, y: 150, radius: 100 },
  { column: 1, y: 10, radius: 100 },
];

test('each attendee has a light, and the top dial fills first', () => {
  const lights = lightsOn(142, dials, columns);
  assert.equal(lights.length, 142);
  assert.equal(new Set(lights.map(({ x, y, z }) => [x, y, z].map((v) => v.toFixed(6)).join())).size, 142);
  assert.deepEqual(
    [0, PER_DIAL - 1, PER_DIAL, 2 * PER_DIAL].map((i) => lights[i].dial),
    [0, 0, 1, 2],
  );
});

test('lights are on the circle of their dial', () => {
  for (const { x, y, z, dial } of lightsOn(500, dials, columns)) {
    assert.ok(Math.abs(Math.hypot(x - columns[dials[dial].column].x, z) - dials[dial].radius) < 1e-6);
    assert.equal(y, -dials[dial].y);
  }
});

test('for any number of lights on a dial, no gap is three times another', () => {
  for (const count of [5, 13, 30, PER_DIAL]) {
    const angles = lightsOn(count, dials.slice(0, 1), columns)
      .map(({ x, z }) => Math.atan2(z, x))
      .sort((a, b) => a - b);
    const gaps = angles.map((a, i) => (i > 0 ? a - angles[i - 1] : a - angles[angles.length - 1] + 2 * Math.PI));
    assert.ok(Math.max(...gaps) < 3 * Math.min(...gaps), `${count} lights`);
  }
});

test('without dials or people there are no lights', () => {
  assert.equal(lightsOn(0, dials, columns).length, 0);
  assert.equal(lightsOn(5, [], columns).length, 0);
});
