/**
 * Where the camera goes: to the view of the scene target, or nearer to a held cell with its inputs; and which blocks make way. Pure.
 *
 * @typedef {import('./layout/board.js').Block} Block
 * @typedef {import('./layout/layout.js').Layout} Layout
 * @typedef {import('./layout/lit-cells.js').Rect} Rect
 * @typedef {import('./play/scene-target.js').SceneTarget} SceneTarget
 * @typedef {import('./lighting.js').Lighting} Lighting
 */
import { basis } from './camera/pose.js';
import { inWorld } from './layout/layout.js';

/** The view of a held cell: greatest size of a cell, and room around the lit cells, px. */
const READING = { nearest: 20, room: { left: 60, top: 30, right: 60, bottom: 30 } };
/**
 * The camera moves to a held cell only if that brings it nearer by at least this factor. For less it would cut off the blocks of a sum whose inputs
 * stand one above the other, and show no more of their cells.
 */
const NEARER = 2;

/** Blocks with at least this contrast belong to the subject and never make way. */
const SUBJECT = 0.5;

/**
 * @param {Layout} plan
 * @param {SceneTarget} target
 * @param {Lighting} lighting
 * @param {import('./camera/camera.js').Eye} eye
 * @returns {import('./camera/pose.js').Pose}
 */
export function goalOf(plan, target, lighting, eye) {
  const { view, angles } = target,
    whole = eye.fitted(cornersInView(plan, target), view);
  if (!lighting.isNear) return whole;
  const rects = lighting.rectsInView(plan),
    near = eye.fitted(cornersOfRects(plan, rects, angles), { ...view, ...READING });
  // the held cell may be outside of the step's view
  const [held] = rects.keys();
  return near.distance < whole.distance / NEARER || !view.blocks.includes(held) ? near : whole;
}

/**
 * The blocks that would hide the subject from the camera's goal.
 * @param {Layout} plan
 * @param {SceneTarget} target
 * @param {Lighting} lighting
 * @param {import('./camera/pose.js').Pose} goal
 * @returns {Set<number>} their indices
 */
export function inTheWay(plan, target, lighting, goal) {
  const { rects } = lighting,
    /** @type {[number[], (i: number) => boolean]} */
    [subject, mayLeave] = lighting.isNear
      ? [[...rects.keys()], (i) => !rects.has(i)]
      : [target.view.blocks, (i) => target.contrast[i] < SUBJECT];
  return blocksInFrontOf(plan, target.angles, goal, subject, mayLeave);
}

/**
 * The corners in the world of all that a target's view must show.
 * @param {Layout} plan
 * @param {Pick<SceneTarget, 'view' | 'angles'>} target
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
  for (const [i, { from, to, top, bottom }] of rects)
    for (const column of [from, to])
      for (const row of [top, bottom]) {
        out.set(inWorld(plan, angles, plan.blocks[i], column, row), at);
        at += 3;
      }
  return out;
}

/** Sample points of a block, as shares of its width and height. */
const SAMPLES = [0.04, 0.35, 0.65, 0.96];
/** If more blocks are in focus, most of the machine is, and none is removed. */
const MOST_SUBJECTS = 120;

/**
 * The blocks that hide others, by rays from the camera to sample points of these.
 * @param {Layout} plan
 * @param {ArrayLike<number>} angles of the arms
 * @param {import('./camera/pose.js').Pose} pose
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

/** A block with the camera's place in its own axes, which does not depend on the point that is looked at. @param {Layout} plan @param {ArrayLike<number>} angles @param {Block} block @param {number[]} eye */
function facing(plan, angles, block, eye) {
  const angle = block.arm < 0 ? 0 : angles[block.arm],
    [c, s] = [Math.cos(angle), Math.sin(angle)],
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
