/**
 * How arms are spread about the spine's axis. Angles are in radians; a positive one brings blocks on the left of the axis
 * towards the camera.
 */
const RADIANS = Math.PI / 180;

/** Half the angle over which the plates of an MLP are spread. */
export const PLATE_ANGLE = 13 * RADIANS;

/** Half the angle over which H heads are spread. @param {number} H */
export const fanHalfAngle = (H) =>
  H < 2 ? 0 : RADIANS * Math.min(55, 24 + (14 * Math.log(Math.max(1, H / 3))) / Math.log(4));

/**
 * Angle of arm i of n, the first one nearest to the camera.
 * @param {number} half of the angle over which they are spread @param {number} i @param {number} n
 * @param {-1 | 1} side of the spine: −1 is the left
 */
export const fanned = (half, i, n, side) => (n < 2 ? 0 : -side * half * (1 - (2 * i) / (n - 1)));

/**
 * Angle of an arm while the head `focus` of its fan faces the camera, with the others behind it. An arm that several heads
 * share faces the camera if one of them is in focus.
 * @param {{index: number, heads: number, count: number, side: -1 | 1}} arm @param {number} focus
 */
export function turnedAngle(arm, focus) {
  if (focus >= arm.index && focus < arm.index + arm.heads) return 0;
  const order = [...Array(arm.count).keys()].sort((a, b) => Math.abs(a - focus) - Math.abs(b - focus) || a - b);
  const step = Math.min(16, arm.count > 2 ? 50 / (arm.count - 2) : 0);
  const rank = order.indexOf(arm.index + Math.floor(arm.heads / 2));
  return arm.side * RADIANS * (30 + step * (rank - 1));
}
