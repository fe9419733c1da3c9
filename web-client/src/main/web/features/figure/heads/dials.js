/**
 * The geometry of a rotation: numbers i and i + half of a head are a pair, drawn as the hand of a dial before and after it
 * is turned. Pure.
 *
 * @typedef {{before: [number, number], after: [number, number], strength: number, degrees: number}} Dial  ends of the hands, which
 *   have a length of 1, or of 0 for a pair of zeros; `strength`: the pair's length as a share of the longest; `degrees`: counterclockwise,
 *   the whole way, which may be several turns
 */

/** What squares with an incomplete last row are worth, compared with others. */
const INCOMPLETE = 0.9;

/**
 * The angle between the hands of each pair, as the shorter way.
 *
 * @param {ArrayLike<number>} before  numbers of one head
 * @param {ArrayLike<number>} after
 * @returns {number[]} degrees, −180…180
 */
export function anglesOf(before, after) {
  const half = before.length / 2;
  return Array.from({ length: half }, (_, i) => {
    const [ax, ay, bx, by] = [before[i], before[i + half], after[i], after[i + half]];
    return (Math.atan2(ax * by - ay * bx, ax * bx + ay * by) * 180) / Math.PI;
  });
}

/**
 * @param {ArrayLike<number>} before  numbers of one head
 * @param {ArrayLike<number>} after
 * @param {number[]} degrees          by which each pair is turned
 * @returns {Dial[]}
 */
export function dialsOf(before, after, degrees) {
  const half = before.length / 2;
  const pair = (/** @type {ArrayLike<number>} */ data, /** @type {number} */ i) => [data[i], data[i + half]];
  const lengths = Array.from({ length: half }, (_, i) => Math.hypot(before[i], before[i + half]));
  const longest = Math.max(...lengths, Number.MIN_VALUE);
  return lengths.map((length, i) => {
    const hand = (/** @type {number[]} */ [x, y]) =>
      /** @type {[number, number]} */ (length === 0 ? [0, 0] : [x / length, y / length]);
    return {
      before: hand(pair(before, i)),
      after: hand(pair(after, i)),
      strength: length / longest,
      degrees: degrees[i],
    };
  });
}

/**
 * Columns of equal squares that fill a box best. Incomplete rows count as smaller squares.
 *
 * @param {number} count @param {number} width @param {number} height px
 * @returns {{columns: number, size: number}}
 */
export function squaresIn(count, width, height) {
  let best = { columns: 1, size: 0, worth: 0 };
  for (let columns = 1; columns <= count; columns++) {
    const size = Math.min(width / columns, height / Math.ceil(count / columns));
    const worth = count % columns === 0 ? size : size * INCOMPLETE;
    if (worth > best.worth + 0.01) best = { columns, size, worth };
  }
  return { columns: best.columns, size: best.size };
}
