/**
 * Finds the cell under a ray. Every block is a box one cell thick; the ray is transformed into the coordinate system of the
 * block's arm and intersected with the face towards the camera. Pure.
 *
 * @typedef {{block: number, column: number, row: number, distance: number}} Hit  column and row are −1 on the block's border, and on a fan
 */
import { BORDER } from '../layout/block-border.js';

/**
 * @param {import('../layout/layout.js').Layout} plan
 * @param {ArrayLike<number>} angles of the arms
 * @param {{x: number, y: number, z: number}} origin world, y up
 * @param {{x: number, y: number, z: number}} direction of length 1
 * @param {(block: number) => boolean} isThere whether a block is drawn
 * @returns {Hit | null} the nearest
 */
export function pick(plan, angles, origin, direction, isThere = () => true) {
  let best = null;
  for (let i = 0; i < plan.blocks.length; i++) {
    if (!isThere(i)) continue;
    const block = plan.blocks[i],
      angle = block.arm < 0 ? 0 : angles[block.arm];
    const c = Math.cos(angle),
      s = Math.sin(angle),
      ox = origin.x - plan.columns[block.column].x;
    // the inverse rotation
    const px = c * ox - s * origin.z,
      pz = s * ox + c * origin.z;
    const dx = c * direction.x - s * direction.z,
      dz = s * direction.x + c * direction.z;
    if (Math.abs(dz) < 1e-9) continue;
    const face = block.z + (dz < 0 ? 0.5 : -0.5),
      t = (face - pz) / dz;
    if (t <= 0 || (best && t >= best.distance)) continue;
    const x = px + dx * t - block.x,
      y = -(origin.y + direction.y * t) - block.y;
    if (x < -BORDER || y < -BORDER || x > block.cols + BORDER || y > block.rows + BORDER) continue;
    const inside = !block.fan && x >= 0 && y >= 0 && x < block.cols && y < block.rows;
    best = { block: i, column: inside ? Math.floor(x) : -1, row: inside ? Math.floor(y) : -1, distance: t };
  }
  return best;
}
