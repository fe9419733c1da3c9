/**
 * How far a phone's sheet is pulled: folded to its tabs, as usual, or tall. Pure.
 *
 * @typedef {'folded' | 'usual' | 'tall'} State
 */

/** From this distance on a pointer pulls, and does not press, px. */
export const PULLED = 16;
/** A pull further than this goes past the next state, px. */
const FAR = 260;
/** The share of the window that a tall sheet takes: the machine stays in view. */
const TALL = 0.62;
/** The least height while it is pulled, px. */
const LEAST = 150;
/** From this share on a sheet counts as tall. */
const COUNTS = 0.55;

/** @type {State[]} */
const STATES = ['folded', 'usual', 'tall'];

/** A height that a sheet may have in a window. @param {number} height @param {number} window px */
export const heightIn = (height, window) =>
  Math.round(Math.max(Math.min(LEAST, window * TALL), Math.min(height, window * TALL)));

/** @param {boolean} folded @param {number} height @param {number} window px @returns {State} */
export const stateOf = (folded, height, window) => (folded ? 'folded' : height > COUNTS * window ? 'tall' : 'usual');

/** @param {State} state @param {number} by px, up is positive @returns {State} */
export function afterPull(state, by) {
  if (Math.abs(by) < PULLED) return state;
  const steps = Math.sign(by) * (Math.abs(by) > FAR ? 2 : 1);
  return STATES[Math.max(0, Math.min(STATES.length - 1, STATES.indexOf(state) + steps))];
}
