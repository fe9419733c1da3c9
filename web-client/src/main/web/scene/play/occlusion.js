/**
 * Finds the blocks that hide blocks in focus as seen from a pose; they are removed from the scene. It casts rays from the
 * camera to sample points of each block in focus. Pure.
 */
import { basis } from '../camera/pose.js';

/** Sample points of a block, as shares of its width and height. */
const SAMPLES = [0.04, 0.35, 0.65, 0.96];
/** If more blocks are in focus, most of the machine is, and none is removed. */
const MOST_SUBJECTS = 120;

/**
 * @param {import('../layout/layout.js').Layout} plan
 * @param {ArrayLike<number>} angles of the arms
 * @param {import('../camera/pose.js').Pose} pose
 * @param {number[]} subjects indices of the blocks in focus
 * @param {(index: number) => boolean} mayLeave
 * @returns {Set<number>} indices of the blocks that hide parts of them
 */
export function blocksInFrontOf(plan, angles, pose, subjects, mayLeave) {
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

/** Whether the line from the camera to a point passes through a block. */
function hides(plan, angles, block, eye, point) {
  const angle = block.arm < 0 ? 0 : angles[block.arm],
    c = Math.cos(angle),
    s = Math.sin(angle),
    x0 = plan.columns[block.column].x;
  // the inverse rotation
  const turned = ([x, y, z]) => [c * (x - x0) - s * z, y, s * (x - x0) + c * z];
  const a = turned(eye),
    b = turned(point);
  const share = (block.z - a[2]) / (b[2] - a[2]);
  // a point on the block, or in one plane with it, is not hidden by it
  if (!(share > 0 && share < 0.995)) return false;
  const x = a[0] + (b[0] - a[0]) * share - block.x,
    y = -(a[1] + (b[1] - a[1]) * share) - block.y;
  return x >= 0 && y >= 0 && x <= block.cols && y <= block.rows;
}
