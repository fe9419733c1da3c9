/**
 * Camera poses. A pose looks at the target x, y, z from `distance` away, turned by `azimuth` about the vertical (negative:
 * from the left) and raised by `elevation`; angles in radians, lengths in cells, world y up. Pure.
 *
 * @typedef {{x: number, y: number, z: number, azimuth: number, elevation: number, distance: number}} Pose
 * @typedef {{width: number, height: number, left: number, top: number, right: number, bottom: number}} Viewport
 *   size of the canvas and how much of it panels cover at each side, CSS px
 */

export const FOV = (24 * Math.PI) / 180;
export const HALF_TAN = Math.tan(FOV / 2);

/** Pixels per cell at the pose's target. @param {Pose} pose @param {number} height */
export const pixelsPerCell = (pose, height) => height / (2 * pose.distance * HALF_TAN);

/** The number of cells along the shorter side of the free area at the pose's target, which does not depend on the screen's size. @param {Pose} pose @param {Viewport} viewport */
export const spanOf = (pose, viewport) => free(viewport) / pixelsPerCell(pose, viewport.height);

/** The distance at which the shorter side of the free area spans this many cells. @param {number} span @param {Viewport} viewport */
export const distanceFor = (span, viewport) => (viewport.height * span) / (2 * HALF_TAN * free(viewport));

/** Shorter side of the area that panels leave free, CSS px. @param {Viewport} viewport */
const free = (viewport) =>
  Math.max(
    80,
    Math.min(viewport.width - viewport.left - viewport.right, viewport.height - viewport.top - viewport.bottom),
  );

/** The pose's directions: right, up, and back towards the camera. @param {Pick<Pose, 'azimuth' | 'elevation'>} angles */
export function basis({ azimuth, elevation }) {
  const ca = Math.cos(azimuth),
    sa = Math.sin(azimuth),
    ce = Math.cos(elevation),
    se = Math.sin(elevation);
  return { right: [ca, 0, -sa], up: [-sa * se, ce, -ca * se], back: [sa * ce, se, ca * ce] };
}

/** Offset of the free area's centre from the canvas's centre, CSS px. @param {Viewport} viewport */
export const freeCentre = (viewport) => ({
  x: (viewport.left - viewport.right) / 2,
  y: (viewport.top - viewport.bottom) / 2,
});

/**
 * The nearest pose that shows all of the points, centred in the free area.
 * @param {Float32Array | number[]} points x, y, z of each in turn
 * @param {{azimuth: number, elevation: number}} angles radians
 * @param {Viewport} viewport
 * @param {number} nearest the greatest size of a cell, px
 * @returns {Pose}
 */
export function fit(points, { azimuth, elevation }, viewport, nearest) {
  const { right, up, back } = basis({ azimuth, elevation });
  const wide = Math.max(80, viewport.width - viewport.left - viewport.right),
    high = Math.max(80, viewport.height - viewport.top - viewport.bottom);
  const focal = viewport.height / (2 * HALF_TAN);
  const n = points.length / 3,
    seen = new Float64Array(3 * n);
  let cx = 0,
    cy = 0,
    cz = 0;
  for (let i = 0; i < n; i++) {
    const [x, y, z] = [points[3 * i], points[3 * i + 1], points[3 * i + 2]];
    seen[3 * i] = right[0] * x + right[1] * y + right[2] * z;
    seen[3 * i + 1] = up[0] * x + up[1] * y + up[2] * z;
    seen[3 * i + 2] = back[0] * x + back[1] * y + back[2] * z;
    cx += seen[3 * i] / n;
    cy += seen[3 * i + 1] / n;
    cz += seen[3 * i + 2] / n;
  }
  const closest = focal / nearest;
  let distance = Math.max(closest, 1000);
  for (let round = 0; round < 12; round++) {
    let x0 = Infinity,
      x1 = -Infinity,
      y0 = Infinity,
      y1 = -Infinity;
    for (let i = 0; i < n; i++) {
      const depth = Math.max(1, distance - (seen[3 * i + 2] - cz));
      const x = (focal * (seen[3 * i] - cx)) / depth,
        y = (focal * (seen[3 * i + 1] - cy)) / depth;
      x0 = Math.min(x0, x);
      x1 = Math.max(x1, x);
      y0 = Math.min(y0, y);
      y1 = Math.max(y1, y);
    }
    cx += (((x0 + x1) / 2) * distance) / focal;
    cy += (((y0 + y1) / 2) * distance) / focal;
    distance = Math.max(closest, distance * Math.max((x1 - x0) / wide, (y1 - y0) / high));
  }
  return {
    x: right[0] * cx + up[0] * cy + back[0] * cz,
    y: right[1] * cx + up[1] * cy + back[1] * cz,
    z: right[2] * cx + up[2] * cy + back[2] * cz,
    azimuth,
    elevation,
    distance,
  };
}

/**
 * Interpolates between two poses, the distance by ratio, so that a zoom looks even. Writes into `into`.
 * @param {Pose} from @param {Pose} to @param {number} s 0…1 @param {Pose} into
 */
export function between(from, to, s, into) {
  const ratio = Math.log(to.distance / from.distance);
  into.distance = from.distance * Math.exp(ratio * s);
  // the target moves in proportion to the distance: fast while far, slow while near
  const share = Math.abs(ratio) < 1e-3 ? s : (into.distance - from.distance) / (to.distance - from.distance);
  for (const key of /** @type {const} */ (['x', 'y', 'z'])) into[key] = from[key] + (to[key] - from[key]) * share;
  for (const key of /** @type {const} */ (['azimuth', 'elevation'])) into[key] = from[key] + (to[key] - from[key]) * s;
  return into;
}
