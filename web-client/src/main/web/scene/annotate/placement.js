/**
 * Chooses the labels to show and their places: in the order of priority each takes the first of its places that is free of
 * other labels, panels and the canvas's edges; a label without such a place is hidden. Pure, and without allocation, since
 * it runs in every animation frame in which something moves.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 * @typedef {{places: Box[], count: number, chosen: number}} Placed
 */

/** Distance between labels, px. */
export const APART = 3;

/** @param {Box} a @param {Box} b */
const overlaps = (a, b) =>
  a.x < b.x + b.width + APART &&
  b.x < a.x + a.width + APART &&
  a.y < b.y + b.height + APART &&
  b.y < a.y + a.height + APART;
/** Whether two boxes intersect. @param {Box} a @param {Box} b */
export const meet = (a, b) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Whether a box is inside the canvas and not covered by the bars along its upper and lower edges or by a taken box.
 * @param {Box} box
 * @param {import('../camera/pose.js').Viewport} viewport
 * @param {Box[]} taken
 */
export function isUncovered(box, viewport, taken) {
  if (
    box.x < 0 ||
    box.x + box.width > viewport.width ||
    box.y < viewport.top ||
    box.y + box.height > viewport.height - viewport.bottom
  )
    return false;
  for (let i = 0; i < taken.length; i++) if (meet(box, taken[i])) return false;
  return true;
}

/** The part of the canvas that panels leave free, without a margin, px. @param {import('../camera/pose.js').Viewport} viewport @param {number} margin @returns {Box} */
export const freeArea = ({ width, height, left, top, right, bottom }, margin) => ({
  x: left + margin,
  y: top + margin,
  width: width - left - right - 2 * margin,
  height: height - top - bottom - 2 * margin,
});

/** @param {Box} a @param {Box} free */
const within = (a, free) =>
  a.x >= free.x && a.y >= free.y && a.x + a.width <= free.x + free.width && a.y + a.height <= free.y + free.height;

/**
 * @param {Placed[]} labels by priority; `count` of `places` are in use.
 *   `chosen` is overwritten with the index of the chosen place, −1 for none. A label's former place is tried first, so
 *   that labels do not jump while the camera moves.
 * @param {Box} free the part of the canvas without panels
 * @param {Box[]} taken boxes that no label may cover
 * @param {number} [limit] the greatest number of labels
 */
export function place(labels, free, taken, limit = Infinity) {
  let shown = 0;
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i],
      before = label.chosen;
    label.chosen = -1;
    if (shown >= limit) continue;
    for (let t = -1; t < label.count && label.chosen < 0; t++) {
      const at = t < 0 ? before : t;
      if (at < 0 || at >= label.count || (t >= 0 && t === before)) continue;
      if (isFree(label.places[at], labels, i, free, taken)) label.chosen = at;
    }
    if (label.chosen >= 0) shown++;
  }
}

/** @param {Box} box @param {Placed[]} labels @param {number} upTo @param {Box} free @param {Box[]} taken */
function isFree(box, labels, upTo, free, taken) {
  if (!within(box, free)) return false;
  for (let i = 0; i < taken.length; i++) if (overlaps(box, taken[i])) return false;
  for (let i = 0; i < upTo; i++) {
    const other = labels[i];
    if (other.chosen >= 0 && overlaps(box, other.places[other.chosen])) return false;
  }
  return true;
}
