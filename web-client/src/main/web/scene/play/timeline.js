/**
 * The timeline of a step: a pure function of the step and the time, so that playback can begin in the middle, be completed,
 * or run backwards. First the camera flies, then the step computes, then it rests.
 *
 * @typedef {{phase: 'wait' | 'fly' | 'compute' | 'rest' | 'done', fly: number, compute: number, done: boolean}} Moment
 *   `fly` and `compute` are shares of their durations, 0…1, before easing
 */

import { stepOf } from '../../model/graph.js';
import { FLY } from '../camera/easing.js';

/**
 * @typedef {'forwards' | 'backwards' | 'together'} Flow  the order in which the whole machine's blocks fill: as the model
 *   computes them, as gradients reach them, or all at once
 */

/** Durations in ms. */
const REST = 400;
const COMPUTE_LEAST = 800,
  COMPUTE_MOST = 1600;

/** Duration of a computation by its number of levels, ms: 1100 for one level. @param {number} levels */
export const computeTime = (levels) =>
  levels === 0 ? 0 : Math.min(COMPUTE_MOST, Math.max(COMPUTE_LEAST, 950 + 150 * levels));

/** Duration of a step, ms. @param {number} levels @param {number} [compute] of its computation */
export const duration = (levels, compute = computeTime(levels)) => FLY + compute + (levels === 0 ? 0 : REST);

const share = (/** @type {number} */ now, /** @type {number} */ from, /** @type {number} */ length) =>
  length <= 0 ? 1 : Math.min(1, Math.max(0, (now - from) / length));

/**
 * @param {{startAt: number, levels: number, reduced: boolean, turnAt?: number, compute?: number}} run  `startAt` in ms; 0 or
 *   reduced: the step's end at once; `turnAt`: when the focus was changed in between, 0 for never; `compute`: duration of the
 *   computation, ms, if it does not follow from the levels
 * @param {number} now ms of the same clock
 * @returns {Moment}
 */
export function momentAt({ startAt, levels, reduced, turnAt = 0, compute: length = computeTime(levels) }, now) {
  if (!reduced && turnAt > 0 && now < turnAt + FLY)
    return {
      ...momentAt({ startAt, levels, reduced, compute: length }, now),
      fly: share(now, turnAt, FLY),
      done: false,
    };
  if (reduced || startAt <= 0 || now >= startAt + duration(levels, length))
    return { phase: 'done', fly: 1, compute: 1, done: true };
  const fly = share(now, startAt, FLY),
    compute = now < startAt ? 0 : share(now, startAt + FLY, length);
  const phase = now < startAt ? 'wait' : fly < 1 ? 'fly' : compute < 1 ? 'compute' : 'rest';
  return { phase, fly, compute, done: false };
}

/**
 * The names of the tensors that the steps before `id` compute, without weights.
 *
 * @param {import('../../model/graph.js').Graph} graph
 * @param {string} id
 * @returns {Set<string>}
 */
export function computedBefore(graph, id) {
  const step = stepOf(graph, id);
  const from = step.closed ? graph.layers[/** @type {number} */ (step.layer)][0].id : id;
  const names = new Set();
  for (const earlier of graph.steps) {
    if (earlier.id === from) break;
    for (const name of earlier.nodes) names.add(name);
  }
  return names;
}

/**
 * The levels in which a step computes its nodes: a node's level is one more than the greatest level of its inputs within
 * the step; nodes of one level are computed at the same time.
 * @param {string[]} computed names, in the order of the declaration
 * @param {Map<string, {inputs: string[]}>} nodes
 * @returns {{of: Map<string, number>, count: number}}
 */
export function levelsOf(computed, nodes) {
  /** @type {Map<string, number>} */
  const of = new Map();
  let count = 0;
  for (const name of computed) {
    const before = (nodes.get(name)?.inputs ?? []).map((input) => of.get(input) ?? -1);
    const level = Math.max(-1, ...before) + 1;
    of.set(name, level);
    count = Math.max(count, level + 1);
  }
  return { of, count };
}

/**
 * The levels in which gradients reach nodes: one more than the greatest level of the nodes that read a node.
 * @param {string[]} reached names, in the order of the declaration
 * @param {Map<string, {inputs: string[]}>} nodes
 * @returns {{of: Map<string, number>, count: number}}
 */
export function levelsBackwards(reached, nodes) {
  const of = new Map(reached.map((name) => [name, 0]));
  let count = reached.length > 0 ? 1 : 0;
  for (const name of [...nodes.keys()].reverse()) {
    const level = of.get(name);
    if (level === undefined) continue;
    count = Math.max(count, level + 1);
    for (const input of nodes.get(name)?.inputs ?? [])
      if (of.has(input)) of.set(input, Math.max(of.get(input) ?? 0, level + 1));
  }
  return { of, count };
}

/** Durations of flows, ms. */
const FLOW_MS = { forwards: 3000, backwards: 5000, together: 1500 };

/** @param {Flow | null} flow @returns {number | undefined} its duration, ms */
export const flowTime = (flow) => (flow ? FLOW_MS[flow] : undefined);

/**
 * The levels in which a flow fills all nodes. What a flow forwards reads, such as weights, is filled from the beginning.
 * @param {Flow} flow
 * @param {Map<string, {inputs: string[], traits: {table?: boolean}}>} nodes
 */
export function levelsOfFlow(flow, nodes) {
  const all = [...nodes.keys()];
  if (flow === 'backwards') return levelsBackwards(all, nodes);
  if (flow === 'together') return { of: new Map(all.map((name) => [name, 0])), count: 1 };
  return levelsOf(
    all.filter((name) => !nodes.get(name)?.traits.table),
    nodes,
  );
}

/**
 * The number of filled columns of a node, from the left; its fraction is the share of the last one.
 * @param {number} level of the node @param {number} count of levels
 * @param {number} compute share of the computation's duration
 * @param {number} from the first new column
 * @param {number} T number of columns
 */
export function filledColumns(level, count, compute, from, T) {
  const own = Math.min(1, Math.max(0, compute * count - level));
  return from + (T - from) * own;
}
