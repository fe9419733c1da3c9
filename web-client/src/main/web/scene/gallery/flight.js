/**
 * "From a crumb to GPT-3": one flight from the smallest model to the largest, and how many parameters there are on the
 * way. A pure function of time, so that it can be scrubbed, and so that a room sees it in step.
 *
 * @typedef {{pose: import('../camera/pose.js').Pose, parameters: number}} Station
 * @typedef {{station: number, parameters: number, done: boolean}} Leg  `station`: the one that is nearest
 */
import { easeMove } from '../camera/easing.js';
import { between } from '../camera/pose.js';

/** s that the flight takes, and what of them it rests at the first station and at the last. */
export const FLIGHT = 12;
const FIRST_REST = 0.6,
  LAST_REST = 1.2;

/**
 * Where the flight is.
 * @param {Station[]} stations smallest first, at least two
 * @param {number} t seconds from its beginning
 * @param {import('../camera/pose.js').Pose} into takes the pose
 * @returns {Leg}
 */
export function flightAt(stations, t, into) {
  const legs = stations.length - 1,
    length = (FLIGHT - FIRST_REST - LAST_REST) / legs;
  const along = Math.min(legs, Math.max(0, (t - FIRST_REST) / length)),
    leg = Math.min(legs - 1, Math.floor(along));
  const from = stations[leg],
    to = stations[leg + 1],
    share = easeMove(along - leg);
  if (share >= 1) Object.assign(into, to.pose);
  else between(from.pose, to.pose, share, into);
  const parameters =
    share >= 1 ? to.parameters : Math.round(from.parameters * (to.parameters / from.parameters) ** share);
  return { station: share < 0.5 ? leg : leg + 1, parameters, done: t >= FLIGHT };
}

/** When the flight has come to a station, in seconds: what is shown of it without motion. */
export const arrivalAt = (station, count) =>
  station === count - 1 ? FLIGHT : FIRST_REST + (station * (FLIGHT - FIRST_REST - LAST_REST)) / (count - 1);

/** How many of the smallest would fit into the largest, by their parameters. */
export const fitsInto = (small, large) => Math.floor(large / small);
