import { assert, test } from '/test/harness.js';
import { SIGN_REACH, SIGNS } from '/web/scene/places/signs.js';

/** The shader's expression as a function of a point. @param {string} distance GLSL @returns {(x: number, y: number) => number} */
const asFunction = (distance) => {
  const { abs, max, min, hypot } = Math;
  const written = distance.replaceAll('length(p)', 'hypot(x, y)').replaceAll(/p\.([xy])/g, '$1');
  const calculate = new Function('x', 'y', 'abs', 'max', 'min', 'hypot', `return ${written}`);
  return (x, y) => calculate(x, y, abs, max, min, hypot);
};

/** The cells of a fine grid around a sign that it covers. @param {(x: number, y: number) => boolean} isIn */
const covered = (isIn) => {
  const cells = [];
  for (let y = -1.25; y <= 1.25; y += 0.05) for (let x = -1.25; x <= 1.25; x += 0.05) cells.push(isIn(x, y));
  return cells;
};

test('the outline of a sign in the key is that of the scene', () => {
  const pen = document.createElement('canvas').getContext('2d');
  for (const { distance, path } of SIGNS) {
    const of = asFunction(distance);
    const outline = new Path2D(path);
    covered((x, y) => {
      // a path's points are rounded
      if (Math.abs(of(x, y)) > 0.03)
        assert.equal(pen.isPointInPath(outline, x, y), of(x, y) < 0, `${distance} at ${x}, ${y}`);
      return true;
    });
  }
});

test('no two signs are alike, and none is cut off', () => {
  const all = SIGNS.map(({ distance }) => covered((x, y) => asFunction(distance)(x, y) < 0));
  all.forEach((one, i) => {
    for (const other of all.slice(i + 1)) {
      const apart = one.filter((each, cell) => each !== other[cell]).length;
      assert.ok(apart > 0.15 * one.filter(Boolean).length, `sign ${i}`);
    }
    const { distance } = SIGNS[i];
    for (let turn = 0; turn < 6.28; turn += 0.02) {
      const [x, y] = [Math.cos(turn), Math.sin(turn)].map(
        (at) => (at / Math.max(Math.abs(Math.cos(turn)), Math.abs(Math.sin(turn)))) * SIGN_REACH,
      );
      assert.ok(asFunction(distance)(x, y) > 0, `sign ${i} at ${x}, ${y}`);
    }
  });
});
