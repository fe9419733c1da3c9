/**
 * Which blocks stand before what is in focus, seen from a pose: those leave altogether. Rays go from the eye to points
 * of each block in focus. Pure.
 */
import { basis } from '../camera/pose.js';

/** Where on a block rays are sent, as shares of its width and height. */
const SAMPLES = [0.04, 0.35, 0.65, 0.96];
/** A block in focus that is so much of the machine hides no other: nothing is cleared for so many. */
const MOST_SUBJECTS = 120;

/**
 * @param {import('../layout/layout.js').Layout} plan
 * @param {ArrayLike<number>} angles of the arms
 * @param {import('../camera/pose.js').Pose} pose
 * @param {number[]} subjects indices of the blocks that must be seen
 * @param {(index: number) => boolean} mayLeave
 * @returns {Set<number>} indices of the blocks that hide a part of them
 */
export function standingBefore(plan, angles, pose, subjects, mayLeave) {
  const found = new Set();
  if (subjects.length > MOST_SUBJECTS) return found;
  const { back } = basis(pose),
    eye = [pose.x, pose.y, pose.z].map((at, i) => at + back[i] * pose.distance);
  const others = plan.blocks.filter((block) => mayLeave(block.index));
  for (const i of subjects) {
    const block = plan.blocks[i];
    for (const across of SAMPLES)
      for (const down of SAMPLES) {
        const point = inWorld(plan, angles, block, block.cols * across, block.rows * down);
        for (const other of others)
          if (!found.has(other.index) && hides(plan, angles, other, eye, point)) found.add(other.index);
      }
  }
  return found;
}

function inWorld(plan, angles, block, column, row) {
  const angle = block.arm < 0 ? 0 : angles[block.arm],
    c = Math.cos(angle),
    s = Math.sin(angle),
    x = block.x + column;
  return [c * x + s * block.z + plan.columns[block.column].x, -(block.y + row), c * block.z - s * x];
}

/** Whether the way from the eye to a point goes through a block. */
function hides(plan, angles, block, eye, point) {
  const angle = block.arm < 0 ? 0 : angles[block.arm],
    c = Math.cos(angle),
    s = Math.sin(angle),
    x0 = plan.columns[block.column].x;
  // the inverse turn
  const turned = ([x, y, z]) => [c * (x - x0) - s * z, y, s * (x - x0) + c * z];
  const a = turned(eye),
    b = turned(point);
  const share = (block.z - a[2]) / (b[2] - a[2]);
  // what ends at the block, or lies beside it in one plane, is not hidden by it
  if (!(share > 0 && share < 0.995)) return false;
  const x = a[0] + (b[0] - a[0]) * share - block.x,
    y = -(a[1] + (b[1] - a[1]) * share) - block.y;
  return x >= 0 && y >= 0 && x <= block.cols && y <= block.rows;
}
