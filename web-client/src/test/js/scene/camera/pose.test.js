import { assert, test } from '/test/harness.js';
import { HALF_TAN, basis, between, fit, freeCentre, pixelsPerCell } from '/web/scene/camera/pose.js';
import { cubicBezier, easeMove } from '/web/scene/camera/easing.js';

const cube = [-10, 10].flatMap((x) => [-30, 30].flatMap((y) => [-5, 5].flatMap((z) => [x, y, z])));
const frame = { width: 1600, height: 900, left: 364, top: 64, right: 324, bottom: 96 };

/** The place of a point on the canvas, computed from the pose only. */
function seen(pose, [x, y, z], { width, height }, centre) {
  const { right, up, back } = basis(pose),
    along = ([a, b, c]) => a * (x - pose.x) + b * (y - pose.y) + c * (z - pose.z);
  const scale = height / (2 * HALF_TAN * (pose.distance - along(back)));
  return [width / 2 + centre.x + along(right) * scale, height / 2 + centre.y - along(up) * scale];
}

for (const [azimuth, elevation] of [
  [0, 0],
  [-24, 17],
  [18, 13],
]) {
  test(`a view from ${azimuth} and ${elevation} degrees shows everything between the panels, and touches their edges`, () => {
    const pose = fit(cube, { azimuth: (azimuth * Math.PI) / 180, elevation: (elevation * Math.PI) / 180 }, frame, 1000);
    const points = Array.from({ length: 8 }, (_, i) =>
      seen(pose, cube.slice(3 * i, 3 * i + 3), frame, freeCentre(frame)),
    );
    const xs = points.map(([x]) => x),
      ys = points.map(([, y]) => y);
    assert.ok(
      Math.min(...xs) > 363 && Math.max(...xs) < 1277 && Math.min(...ys) > 63 && Math.max(...ys) < 805,
      JSON.stringify(points),
    );
    assert.close(Math.max(...ys) - Math.min(...ys), 740, 2);
  });
}

test('a view does not exceed the greatest size of a cell', () => {
  const pose = fit([-1, -1, 0, 1, 1, 0], { azimuth: 0, elevation: 0 }, frame, 26);
  assert.close(pixelsPerCell(pose, 900), 26, 1e-6);
});

test('a flight begins and ends at its poses, and halves the distance evenly', () => {
  const from = { x: 0, y: 0, z: 0, azimuth: 0, elevation: 0, distance: 400 },
    to = { x: 10, y: 20, z: 0, azimuth: 1, elevation: 0.5, distance: 100 };
  assert.deepEqual(between(from, to, 0, {}), { distance: 400, x: 0, y: 0, z: 0, azimuth: 0, elevation: 0 });
  assert.close(between(from, to, 0.5, {}).distance, 200, 1e-9);
  assert.close(between(from, to, 1, {}).y, 20, 1e-9);
});

test('an easing curve goes from 0 to 1 as in CSS', () => {
  assert.equal(easeMove(0), 0);
  assert.equal(easeMove(1), 1);
  // cubic-bezier(.25, .1, .25, 1), "ease", is at 80.24% after half of the time
  assert.close(cubicBezier(0.25, 0.1, 0.25, 1)(0.5), 0.8024, 1e-4);
  assert.close(cubicBezier(0, 0, 1, 1)(0.3), 0.3, 1e-4);
});
