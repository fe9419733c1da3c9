/**
 * The timeline of a step: a pure function of the step and the time, so that playback can begin in the middle, be completed,
 * or run backwards. First the camera flies, then the step computes, then it rests.
 *
 * @typedef {{phase: 'wait' | 'fly' | 'compute' | 'rest' | 'done', fly: number, compute: number, done: boolean}} Moment
 *   `fly` and `compute` are shares of their durations, 0…1, before easing
 */

import { FLY } from '../camera/easing.js';

/** Durations in ms. */
const REST = 400;
const COMPUTE_LEAST = 800,
  COMPUTE_MOST = 1600;

/** Duration of a computation by its number of levels, ms: 1100 for one level. */
export const computeTime = (levels) =>
  levels === 0 ? 0 : Math.min(COMPUTE_MOST, Math.max(COMPUTE_LEAST, 950 + 150 * levels));

/** Duration of a step, ms. */
export const duration = (levels) => FLY + computeTime(levels) + (levels === 0 ? 0 : REST);

const share = (now, from, length) => (length <= 0 ? 1 : Math.min(1, Math.max(0, (now - from) / length)));

/**
 * @param {{startAt: number, levels: number, reduced: boolean, turnAt?: number}} run  `startAt` in ms; 0 or reduced: the
 *   step's end at once; `turnAt`: when the focus was changed in between, 0 for never
 * @param {number} now ms of the same clock
 * @returns {Moment}
 */
export function momentAt({ startAt, levels, reduced, turnAt = 0 }, now) {
  if (!reduced && turnAt > 0 && now < turnAt + FLY)
    return { ...momentAt({ startAt, levels, reduced }, now), fly: share(now, turnAt, FLY), done: false };
  if (reduced || startAt <= 0 || now >= startAt + duration(levels))
    return { phase: 'done', fly: 1, compute: 1, done: true };
  const length = computeTime(levels);
  const fly = share(now, startAt, FLY),
    compute = now < startAt ? 0 : share(now, startAt + FLY, length);
  const phase = now < startAt ? 'wait' : fly < 1 ? 'fly' : compute < 1 ? 'compute' : 'rest';
  return { phase, fly, compute, done: false };
}

/**
 * The levels in which a step computes its nodes: a node's level is one more than the greatest level of its inputs within
 * the step; nodes of one level are computed at the same time.
 * @param {string[]} computed names, in the order of the declaration
 * @param {Map<string, {inputs: string[]}>} nodes
 * @returns {{of: Map<string, number>, count: number}}
 */
export function levelsOf(computed, nodes) {
  const of = new Map();
  let count = 0;
  for (const name of computed) {
    const before = nodes.get(name).inputs.map((input) => of.get(input) ?? -1);
    const level = Math.max(-1, ...before) + 1;
    of.set(name, level);
    count = Math.max(count, level + 1);
  }
  return { of, count };
}

/**
 * The number of filled columns of a node, from the left; its fraction is the share of the last one.
 * @param {number} level of the node, of `count` levels
 * @param {number} compute share of the computation's duration
 * @param {number} from the first new column
 * @param {number} T number of columns
 */
export function filledColumns(level, count, compute, from, T) {
  const own = Math.min(1, Math.max(0, compute * count - level));
  return from + (T - from) * own;
}
