/**
 * Finds the blocks that hide blocks in focus as seen from a pose; they are removed from the scene. It casts rays from the
 * camera to sample points of each block in focus. Pure.
 *
 * @typedef {import('../layout/board.js').Block} Block
 * @typedef {import('../layout/layout.js').Layout} Layout
 */
import { basis } from '../camera/pose.js';

/** Sample points of a block, as shares of its width and height. */
const SAMPLES = [0.04, 0.35, 0.65, 0.96];
/** If more blocks are in focus, most of the machine is, and none is removed. */
const MOST_SUBJECTS = 120;

/**
 * @param {Layout} plan
 * @param {ArrayLike<number>} angles of the arms
 * @param {import('../camera/pose.js').Pose} pose
 * @param {number[]} subjects indices of the blocks in focus
 * @param {(index: number) => boolean} mayLeave
 * @returns {Set<number>} indices of the blocks that hide parts of them
 */
export function blocksInFrontOf(plan, angles, pose, subjects, mayLeave) {
  /** @type {Set<number>} */
  const found = new Set();
  if (subjects.length > MOST_SUBJECTS) return found;
  const { back } = basis(pose),
    eye = [pose.x, pose.y, pose.z].map((at, i) => at + back[i] * pose.distance);
  const others = plan.blocks.filter(({ index }) => mayLeave(index)).map((block) => facing(plan, angles, block, eye));
  for (const i of subjects) {
    const block = plan.blocks[i];
    for (const across of SAMPLES)
      for (const down of SAMPLES) {
        const point = inWorld(plan, angles, block, block.cols * across, block.rows * down);
        for (const other of others)
          if (!found.has(other.block.index) && hides(other, eye, point)) found.add(other.block.index);
      }
  }
  return found;
}

/** @param {ArrayLike<number>} angles @param {Block} block @returns {{c: number, s: number}} the cosine and the sine by which a block is turned */
function turnOf(angles, { arm }) {
  const angle = arm < 0 ? 0 : angles[arm];
  return { c: Math.cos(angle), s: Math.sin(angle) };
}

/** @param {Layout} plan @param {ArrayLike<number>} angles @param {Block} block @param {number} column @param {number} row */
function inWorld(plan, angles, block, column, row) {
  const { c, s } = turnOf(angles, block),
    x = block.x + column;
  return [c * x + s * block.z + plan.columns[block.column].x, -(block.y + row), c * block.z - s * x];
}

/** A block with the camera's place in its own axes, which does not depend on the point that is looked at. @param {Layout} plan @param {ArrayLike<number>} angles @param {Block} block @param {number[]} eye */
function facing(plan, angles, block, eye) {
  const { c, s } = turnOf(angles, block),
    x0 = plan.columns[block.column].x,
    x = eye[0] - x0;
  return { block, c, s, x0, eyeX: c * x - s * eye[2], eyeZ: s * x + c * eye[2] };
}

/** Whether the line from the camera to a point passes through a block. A large model asks this a million times for a frame, so it makes no arrays. @param {ReturnType<typeof facing>} other @param {number[]} eye @param {number[]} point */
function hides({ block, c, s, x0, eyeX, eyeZ }, eye, point) {
  const pointZ = s * (point[0] - x0) + c * point[2],
    share = (block.z - eyeZ) / (pointZ - eyeZ);
  // a point on the block, or in one plane with it, is not hidden by it
  if (!(share > 0 && share < 0.995)) return false;
  const y = -(eye[1] + (point[1] - eye[1]) * share) - block.y;
  if (!(y >= 0 && y <= block.rows)) return false;
  const pointX = c * (point[0] - x0) - s * point[2],
    x = eyeX + (pointX - eyeX) * share - block.x;
  return x >= 0 && x <= block.cols;
}
