/**
 * What a step looks like at a moment: a pure function of the step and the time, so that it can be joined in the middle,
 * completed, or run backwards. One thing moves at a time: fly, then compute, then rest.
 *
 * @typedef {{phase: 'wait' | 'fly' | 'compute' | 'rest' | 'done', fly: number, compute: number, done: boolean}} Moment
 *   `fly` and `compute` are shares of their time, 0…1, before any easing
 */

import { FLY } from '../camera/easing.js';

/** ms */
const REST = 400;
const COMPUTE_LEAST = 800,
  COMPUTE_MOST = 1600;

/** ms that a step with so many levels of computation takes: 1100 for a single one. */
export const computeTime = (levels) =>
  levels === 0 ? 0 : Math.min(COMPUTE_MOST, Math.max(COMPUTE_LEAST, 950 + 150 * levels));

/** ms from the start of a step's motion until it lies still. */
export const duration = (levels) => FLY + computeTime(levels) + (levels === 0 ? 0 : REST);

const share = (now, from, length) => (length <= 0 ? 1 : Math.min(1, Math.max(0, (now - from) / length)));

/**
 * @param {{startAt: number, levels: number, reduced: boolean, turnAt?: number}} run  `startAt` in ms; 0 or reduced: at
 *   its end at once; `turnAt`: when something else was put in focus meanwhile, 0 for never
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
 * The order in which a step computes its nodes: a node stands one level after the last of its inputs within the step,
 * and nodes of one level are computed side by side.
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
 * How many columns of a node are filled, from the left; the fraction is how far the last one has come.
 * @param {number} level of the node, of `count` levels
 * @param {number} compute share of the compute time
 * @param {number} from the first column that is new
 * @param {number} T columns in all
 */
export function filledColumns(level, count, compute, from, T) {
  const own = Math.min(1, Math.max(0, compute * count - level));
  return from + (T - from) * own;
}
