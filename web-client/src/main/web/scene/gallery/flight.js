/**
 * "From a crumb to GPT-3": the flight from the smallest model to the largest, and the number of parameters on the way. A
 * pure function of time, so that it can be scrubbed, and so that all screens of a room show the same.
 *
 * @typedef {{pose: import('../camera/pose.js').Pose, parameters: number}} Station
 * @typedef {{station: number, parameters: number, done: boolean}} Leg  `station`: index of the nearest one
 */
import { easeMove } from '../camera/easing.js';
import { between } from '../camera/pose.js';

/** Duration of the flight, and of that the rests at the first station and at the last, s. */
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

/** When the flight arrives at a station, s. */
export const arrivalAt = (station, count) =>
  station === count - 1 ? FLIGHT : FIRST_REST + (station * (FLIGHT - FIRST_REST - LAST_REST)) / (count - 1);

/** How many times the smallest model's parameters fit into the largest model's. */
export const fitsInto = (small, large) => Math.floor(large / small);
