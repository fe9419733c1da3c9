/**
 * Which labels are shown and where: in the order of their priority each takes the first of its places that is free of
 * other labels, of panels and of the canvas's edge; a label with no such place goes. Pure, and without allocation, for
 * it runs in every frame that moves.
 *
 * @typedef {{x: number, y: number, width: number, height: number}} Box
 */

/** px that labels keep between them. */
export const APART = 3;

const overlaps = (a, b) =>
  a.x < b.x + b.width + APART &&
  b.x < a.x + a.width + APART &&
  a.y < b.y + b.height + APART &&
  b.y < a.y + a.height + APART;
/** Whether two boxes have something in common. */
export const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

/**
 * Whether nothing covers a box: bars lie along the whole upper and lower edge of the canvas, other panels where they say.
 * @param {Box} box
 * @param {import('../camera/pose.js').Viewport} viewport
 * @param {Box[]} taken
 */
export function isUncovered(box, viewport, taken) {
  if (box.x < 0 || box.x + box.width > viewport.width || box.y < viewport.top || box.y + box.height > viewport.height - viewport.bottom) return false;
  for (let i = 0; i < taken.length; i++) if (meet(box, taken[i])) return false;
  return true;
}

const within = (a, free) =>
  a.x >= free.x && a.y >= free.y && a.x + a.width <= free.x + free.width && a.y + a.height <= free.y + free.height;

/**
 * @param {{places: Box[], count: number, chosen: number}[]} labels by priority; `count` of `places` are in use.
 *   `chosen` says which place is taken and is written anew: −1 where none. The place that a label had is tried first,
 *   so that labels do not jump while the camera moves.
 * @param {Box} free what panels leave of the canvas
 * @param {Box[]} taken boxes that no label may cover
 * @param {number} [limit] how many labels may be shown
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

function isFree(box, labels, upTo, free, taken) {
  if (!within(box, free)) return false;
  for (let i = 0; i < taken.length; i++) if (overlaps(box, taken[i])) return false;
  for (let i = 0; i < upTo; i++) {
    const other = labels[i];
    if (other.chosen >= 0 && overlaps(box, other.places[other.chosen])) return false;
  }
  return true;
}
