/**
 * Where a route is after so many seconds, and the reverse. A route is the beats of a tour that it has, each with its planned
 * seconds. Pure.
 *
 * @typedef {import('./tours.js').Beat} Beat
 * @typedef {{index: number, at: number, within: number}} Cursor  `index` of the beat; `at`: which step of its range; `within`: seconds
 *   since that step began
 */

/** @param {Beat[]} beats @returns {number} all planned seconds */
export const lengthOf = (beats) => beats.reduce((sum, { planned }) => sum + planned, 0);

/**
 * @param {Beat[]} beats of the route, at least one
 * @param {number} seconds from its beginning; what is before is the beginning, what is behind is the end
 * @returns {Cursor}
 */
export function cursorAt(beats, seconds) {
  let left = Math.max(0, Number.isFinite(seconds) ? seconds : 0);
  const last = beats.length - 1;
  let index = 0;
  while (index < last && left >= beats[index].planned) left -= beats[index++].planned;
  const { planned, scene } = beats[index];
  const steps = scene.steps.length,
    each = planned / steps;
  left = Math.min(left, planned);
  const at = Math.min(steps - 1, Math.floor(left / each + 1e-9));
  return { index, at, within: Math.max(0, left - at * each) };
}

/** When a step of a beat begins, seconds from the beginning of the route. @param {Beat[]} beats @param {number} index @param {number} [at] */
export function secondsOf(beats, index, at = 0) {
  const { planned, scene } = beats[index];
  return lengthOf(beats.slice(0, index)) + (planned / scene.steps.length) * at;
}

/** How long a step of a beat is shown, s. @param {Beat} beat */
export const stepSeconds = ({ planned, scene }) => planned / scene.steps.length;
