/** How places of any size are brought into the scene, and which of their names there is room for. Pure. */

/** Most tokens are drawn within this distance of the centre, in cells. */
export const REACH = 100;
/** Share of the tokens that are. */
const MOST = 0.95;
/** The middle part of the tokens on each axis that the camera shows. */
const SHOWN = 0.985;
/** The directions in which the outermost points are sought: towards the sides, edges and corners of a cube. */
const DIRECTIONS = [-1, 0, 1]
  .flatMap((x) => [-1, 0, 1].flatMap((y) => [-1, 0, 1].map((z) => [x, y, z])))
  .filter((each) => each.some((at) => at !== 0));
/** A word that is farther from the middle of the text's words than this many times the usual distance is left out of the view. */
const OUTLIER = 4;

/**
 * Cells for each unit of the table, so that most tokens are within reach.
 * @param {ArrayLike<number>} places x, y, z of each token in turn
 */
export function scaleOf(places) {
  const distances = Float64Array.from({ length: places.length / 3 }, (_, i) =>
    Math.hypot(places[3 * i], places[3 * i + 1], places[3 * i + 2]),
  ).sort();
  const usual = distances[Math.floor(MOST * (distances.length - 1))];
  return usual > 0 ? REACH / usual : 1;
}

/**
 * The corners of the box in which nearly all points are.
 * @param {ArrayLike<number>} places
 * @param {number} count of points
 * @returns {number[]} x, y, z of each corner in turn
 */
export function boxOf(places, count) {
  const ends = [0, 1, 2].map((axis) => {
    const along = Float64Array.from({ length: count }, (_, i) => places[3 * i + axis]).sort();
    const at = (/** @type {number} */ share) => along[Math.round(share * (count - 1))];
    return [at(1 - SHOWN), at(SHOWN)];
  });
  return [0, 1, 2, 3, 4, 5, 6, 7].flatMap((corner) => ends.map((end, axis) => end[(corner >> axis) & 1]));
}

/**
 * The outermost of the points in that box: what they enclose is smaller than the box, so they fill a screen.
 * @param {ArrayLike<number>} places @param {number} count of points @returns {number[]} x, y, z of each in turn
 */
export function edgeOf(places, count) {
  const box = boxOf(places, count);
  const isIn = (/** @type {number} */ i) =>
    [0, 1, 2].every((axis) => places[3 * i + axis] >= box[axis] && places[3 * i + axis] <= box[21 + axis]);
  const most = new Float64Array(DIRECTIONS.length).fill(-Infinity);
  const outermost = new Int32Array(DIRECTIONS.length).fill(-1);
  for (let i = 0; i < count; i++) {
    if (!isIn(i)) continue;
    DIRECTIONS.forEach(([x, y, z], d) => {
      const along = x * places[3 * i] + y * places[3 * i + 1] + z * places[3 * i + 2];
      if (along <= most[d]) return;
      most[d] = along;
      outermost[d] = i;
    });
  }
  return [...new Set(outermost)].flatMap((i) => (i < 0 ? [] : [places[3 * i], places[3 * i + 1], places[3 * i + 2]]));
}

/** Those of some points that are not far from all others. @param {number[][]} points @returns {number[][]} */
export function together(points) {
  const middle = [0, 1, 2].map((axis) => median(points.map((point) => point[axis])));
  const away = points.map((point) => Math.hypot(...point.map((at, axis) => at - middle[axis])));
  const usual = median(away);
  return points.filter((_, i) => away[i] <= OUTLIER * usual || usual === 0);
}

/** @param {number[]} numbers */
export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

/**
 * Of all points that are seen, those that may be named: in each field of a grid over the canvas the one nearest to the camera.
 * @param {{count: number, project: (point: number) => {x: number, y: number, depth: number}, isNamed: (point: number) => boolean}} points
 * @param {import('../annotate/placement.js').Box} free
 * @param {{width: number, height: number}} field
 * @returns {number[]} the nearest first
 */
export function nearestInFields({ count, project, isNamed }, free, field) {
  const across = Math.max(1, Math.ceil(free.width / field.width));
  /** @type {Map<number, {point: number, depth: number}>} */
  const found = new Map();
  for (let point = 0; point < count; point++) {
    if (!isNamed(point)) continue;
    const { x, y, depth } = project(point);
    const column = Math.floor((x - free.x) / field.width),
      row = Math.floor((y - free.y) / field.height);
    if (depth <= 0 || x < free.x || y < free.y || x >= free.x + free.width || y >= free.y + free.height) continue;
    const at = row * across + column;
    const before = found.get(at);
    if (!before || depth < before.depth) found.set(at, { point, depth });
  }
  return [...found.values()].sort((a, b) => a.depth - b.depth).map(({ point }) => point);
}

/**
 * The point that a press chooses: the nearest centre within reach; of equally near ones, the point in front.
 * @param {{count: number, project: (point: number) => {x: number, y: number, depth: number}, isNamed: (point: number) => boolean}} points
 * @param {number} x CSS px
 * @param {number} y
 * @param {number} reach px
 * @returns {number | null}
 */
export function pointAt({ count, project, isNamed }, x, y, reach) {
  /** @type {number | null} */
  let best = null;
  let least = reach,
    front = Infinity;
  for (let point = 0; point < count; point++) {
    if (!isNamed(point)) continue;
    const at = project(point);
    if (at.depth <= 0) continue;
    const away = Math.hypot(at.x - x, at.y - y);
    if (away > reach || away > least + 0.5 || (away > least - 0.5 && at.depth >= front)) continue;
    best = point;
    least = away;
    front = at.depth;
  }
  return best;
}
