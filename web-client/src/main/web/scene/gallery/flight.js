/**
 * "From a crumb to GPT-3": the flight from the smallest model to the largest, and which model is in the middle on the way. A pure
 * function of time, so that it can be scrubbed, and so that all screens of a room show the same.
 *
 * @typedef {{pose: import('../camera/pose.js').Pose, left: number, right: number}} Station  `left`, `right`: of the model, in the world
 * @typedef {{station: number, done: boolean}} Leg  `station`: index of the model in the middle of the view
 */
import { easeMove } from '../camera/easing.js';
import { between } from '../camera/pose.js';
import { cornersOf } from './exhibit.js';

/** Duration of the flight, and of that the rests at the first station and at the last, s. */
export const FLIGHT = 12;
const FIRST_REST = 0.6,
  LAST_REST = 1.2;

/** Models are seen from the front, so that areas on the screen are in the proportions of the models' areas. */
const SEEN = { azimuth: 0, elevation: 0, nearest: 6, room: { left: 30, top: 60, right: 30, bottom: 20 } };

/** The model before a station's own is shown, too, if both reach over at most this multiple of its width. */
const BESIDE = 1.3;

/**
 * The stations of a flight: each has a model in the middle of the view; the last one shows all models.
 * @param {import('./exhibit.js').Exhibit[]} exhibits in a row, the smallest first
 * @param {(points: number[], view: typeof SEEN) => import('../camera/pose.js').Pose} fitted the pose that shows all points
 * @returns {Station[]}
 */
export function stationsOf(exhibits, fitted) {
  const boxes = exhibits.map(({ box }) => box);
  return boxes.map(({ left, right, top, bottom }, i) => {
    // one that is far away or as large would make this one small
    const apart = i === 0 ? Infinity : left - boxes[i - 1].left,
      beside = apart < (right - left) * BESIDE ? apart : 0;
    const shown = i === boxes.length - 1 ? boxes : [{ left: left - beside, right: right + beside, top, bottom }];
    return { pose: fitted(cornersOf(shown), SEEN), left, right };
  });
}

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
  return { station: inTheMiddle(stations, into.x), done: t >= FLIGHT };
}

/** The model at a place of the row, or the nearest one. @param {Station[]} stations @param {number} x in the world @returns {number} its index */
function inTheMiddle(stations, x) {
  const distance = (/** @type {Station} */ { left, right }) => Math.max(left - x, x - right, 0);
  return stations.reduce((best, station, i) => (distance(station) < distance(stations[best]) ? i : best), 0);
}

/** When the flight arrives at a station, s. @param {number} station @param {number} count */
export const arrivalAt = (station, count) =>
  station === count - 1 ? FLIGHT : FIRST_REST + (station * (FLIGHT - FIRST_REST - LAST_REST)) / (count - 1);

/** How many times the smallest model's parameters fit into the largest model's. @param {number} small @param {number} large */
export const fitsInto = (small, large) => Math.floor(large / small);
