/**
 * Where the camera goes: to the view of the scene target, or nearer to a held cell with its inputs; and which blocks make way. Pure.
 *
 * @typedef {import('./layout/layout.js').Layout} Layout
 * @typedef {import('./play/scene-target.js').SceneTarget} SceneTarget
 * @typedef {import('./lighting.js').Lighting} Lighting
 */
import { cornersInView, cornersOfRects } from './play/corners.js';
import { blocksInFrontOf } from './play/occlusion.js';

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
