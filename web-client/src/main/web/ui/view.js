/**
 * The view: a snapshot of the conductor and of this page that panels render. A new one is made after each change. Features
 * add members of their own.
 *
 * @typedef {Walk & import('declared').Members} View
 * @typedef {object} Walk  what every panel needs
 * @property {'landing'|'nowhere'|'solo'|'attendee'|'presenter'|'projector'|'replay'} page
 * @property {import('../model/graph.js').Graph | null} graph
 * @property {import('../model/trace.js').Trace | null} trace
 * @property {string | null} step
 * @property {boolean} playing
 * @property {boolean} blank
 * @property {boolean} mayDrive
 * @property {boolean} generating
 * @property {number} refusals      commands of this page that the room has refused
 * @property {import('../live/conductor.js').Sampling} sampling   of the next tokens
 * @property {number} coming        tokens that are still to come
 * @property {import('../model/trace.js').TraceInfo | null} second   the same tokens read by a second model
 * @property {boolean} full         whether there is no room for another token
 * @property {import('../live/conductor.js').Status} status
 * @property {string} code          of the room; empty without one
 * @property {import('../live/room-conductor.js').People | null} people
 * @property {import('../live/room-conductor.js').Room | null} room   null without a room, and until its state has arrived
 * @property {boolean} looking      whether the person has taken the camera
 * @property {import('../model/frame.js').Tensor[] | null} weights
 * @property {import('../scene/layout/focus.js').Focus | null} focus   null without a scene
 * @property {import('./signal.js').Watchable<string | null>} over  name of the tensor whose block the pointer is over; changes without a new view
 *
 * @typedef {{name: string, index: number[], held: boolean, explanation: Explanation | null, failed: boolean, scale?: number,
 *   seen?: {range: [number, number][], value: number} | null}} Cell
 *   `explanation`: null until it has arrived; `failed`: it could not be fetched; `seen`: the
 *   cells for which its spot in the scene stands, if they are several, and their number
 *
 * What a cell was computed from, as the server says it (docs/protocol.md, `explain`).
 * @typedef {{name: string, cell: number[], value: number}} ExplainedCell
 * @typedef {{count: number, sum: number}} Rest  what a shortened list leaves out
 * @typedef {ExplainedCell & (
 *   {kind: 'sum', terms: ExplainedCell[][], scale: number, rest?: Rest}
 *   | {kind: 'normedSum', terms: ExplainedCell[][], scale: ExplainedCell, weight: ExplainedCell, about: number, rest?: Rest}
 *   | {kind: 'softmax', of: ExplainedCell, over: ExplainedCell[], rest?: Rest}
 *   | {kind: 'deviation', over: ExplainedCell[], mean: ExplainedCell, epsilon: number}
 *   | {kind: 'rms', over: ExplainedCell[], epsilon: number}
 *   | {kind: 'normalized', x: ExplainedCell, mean: ExplainedCell, scale: ExplainedCell}
 *   | {kind: 'quotient', x: ExplainedCell, scale: ExplainedCell}
 *   | {kind: 'rotation', x: ExplainedCell, other: ExplainedCell, angle: number}
 *   | {kind: 'activation', x: ExplainedCell, form: 'tanh' | 'erf' | 'silu'}
 *   | {kind: 'ranked', over: ExplainedCell[], rank: number}
 *   | {kind: 'share', of: ExplainedCell, taken: ExplainedCell[], shared: boolean}
 *   | {kind: 'masked', query: number, key: number, window?: number}
 *   | {kind: 'learned'})} Explanation
 */

import { writeTokensOf } from '../model/token-text.js';

/** A view with a run; who shows one is given no other. @typedef {View & {graph: NonNullable<View['graph']>, trace: NonNullable<View['trace']>, step: string}} RunView */

/** @param {View | null | undefined} view @returns {view is RunView} */
export const hasRun = (view) => Boolean(view?.graph && view.trace && view.step !== null);

/**
 * Makes a view: the members that every panel needs, and those of the features.
 *
 * @template Own
 * @param {View['page']} page
 * @param {import('../live/conductor.js').Conductor} conductor
 * @param {Own} own  members that the conductor does not have
 * @returns {Omit<Walk, 'code' | 'looking' | 'focus' | 'over'> & Own}
 */
export function viewOf(page, conductor, own) {
  writeTokensOf(conductor.graph);
  const { graph, trace, step, playing, blank, mayDrive, generating, full, weights, sampling, second, coming } =
    conductor;
  const { room, people, refusals } = conductor;
  // A connection without answers counts as lost on the page, although answers may come again.
  const status = conductor.isSilent ? 'lost' : conductor.status;
  return {
    page,
    graph,
    trace,
    step,
    playing,
    blank,
    mayDrive,
    generating,
    refusals,
    full,
    status,
    weights,
    sampling,
    second,
    coming,
    room,
    people,
    ...own,
  };
}
