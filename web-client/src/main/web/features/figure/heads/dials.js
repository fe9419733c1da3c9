/**
 * The geometry of a rotation: numbers i and i + half of a head are a pair, drawn as the hand of a dial before and after it
 * is turned. Pure.
 *
 * @typedef {{before: [number, number], after: [number, number], strength: number, degrees: number}} Dial  ends of the hands, which
 *   have a length of 1, or of 0 for a pair of zeros; `strength`: the pair's length as a share of the longest; `degrees`: counterclockwise
 */

/** What squares with an incomplete last row are worth, compared with others. */
const INCOMPLETE = 0.9;

/**
 * @param {ArrayLike<number>} before  numbers of one head
 * @param {ArrayLike<number>} after
 * @returns {Dial[]}
 */
export function dialsOf(before, after) {
  const half = before.length / 2;
  const pair = (/** @type {ArrayLike<number>} */ data, /** @type {number} */ i) => [data[i], data[i + half]];
  const lengths = Array.from({ length: half }, (_, i) => Math.hypot(before[i], before[i + half]));
  const longest = Math.max(...lengths, Number.MIN_VALUE);
  return lengths.map((length, i) => {
    const hand = (/** @type {number[]} */ [x, y]) => /** @type {[number, number]} */ (length === 0 ? [0, 0] : [x / length, y / length]);
    const [a, b] = [pair(before, i), pair(after, i)];
    const turn = Math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1]);
    return { before: hand(a), after: hand(b), strength: length / longest, degrees: (turn * 180) / Math.PI };
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
