/**
 * The corners in the world of what a view must show, to which the camera is fitted. Pure.
 *
 * @typedef {import('../layout/layout.js').Layout} Layout
 * @typedef {import('../layout/lit-cells.js').Rect} Rect
 */

/**
 * The corners in the world of all that a target's view must show.
 * @param {Layout} plan
 * @param {Pick<import('./scene-target.js').SceneTarget, 'view' | 'angles'>} target
 * @returns {Float32Array} x, y (up), z of each in turn
 */
export function cornersInView(plan, { view: { blocks, over, around = [], cut = new Map() }, angles }) {
  const whole = cornersOf(
      plan,
      blocks.filter((i) => !cut.has(i)),
      angles,
      over,
    ),
    parts = cornersIn(plan, [...around, ...cut], angles);
  const all = new Float32Array(whole.length + parts.length);
  all.set(whole);
  all.set(parts, whole.length);
  return all;
}

/**
 * The corners of blocks in the world, with arms at the given angles, to fit a view around them.
 * @param {Layout} plan @param {number[]} blocks their indices @param {ArrayLike<number>} angles
 * @param {number} [over] height above each block to include, in cells @param {number} [margin]
 * @returns {Float32Array} x, y (up), z of each in turn
 */
export function cornersOf(plan, blocks, angles, over = 0, margin = 0.5) {
  /** @type {[number, Rect][]} */
  const rects = blocks.map((i) => {
    const { cols, rows } = plan.blocks[i];
    return [i, { from: -margin, to: cols + margin, top: -margin - over, bottom: rows + margin }];
  });
  return cornersIn(plan, rects, angles);
}

/**
 * The same for rectangles on blocks.
 * @param {Layout} plan @param {Map<number, Rect[]>} lights @param {ArrayLike<number>} angles
 */
export function cornersOfRects(plan, lights, angles) {
  return cornersIn(
    plan,
    [...lights].flatMap(([i, rects]) => rects.map((rect) => /** @type {[number, Rect]} */ ([i, rect]))),
    angles,
  );
}

/** @param {Layout} plan @param {[number, Rect][]} rects on blocks @param {ArrayLike<number>} angles */
function cornersIn(plan, rects, angles) {
  const out = new Float32Array(rects.length * 12);
  let at = 0;
  for (const [i, { from, to, top, bottom }] of rects) {
    const block = plan.blocks[i],
      angle = block.arm < 0 ? 0 : angles[block.arm],
      x0 = plan.columns[block.column].x;
    const c = Math.cos(angle),
      s = Math.sin(angle);
    for (const x of [block.x + from, block.x + to])
      for (const y of [block.y + top, block.y + bottom]) {
        out[at++] = c * x + s * block.z + x0;
        out[at++] = -y;
        out[at++] = c * block.z - s * x;
      }
  }
  return out;
}
