/**
 * The geometry of one word's attention as ribbons. The reading word has a bar that is its whole attention, cut into shares;
 * from each piece a ribbon leads to the word that is read. A ribbon is as wide as its share at both ends. On the bar the
 * order is: the word itself, then the nearest … the furthest word, so that ribbons nest and never cross. Pure.
 *
 * @typedef {{key: number, share: number, foot: [number, number], piece: [number, number], rise: number}} Ribbon
 *   `foot`: its left and right edge at the word that is read; `piece`: those on the bar, px; `rise`: its height above the
 *   words, px. The word itself has a piece only: its foot is its piece, its rise 0.
 */

/** Heights of the highest ribbon as shares of the given height: for few words they grow with the square root of the distance, for many more slowly. */
const FEW = 6;
const LEAST = 0.22;

/**
 * @param {number[]} shares   of each position, up to the reading one; they add up to 1
 * @param {number[]} centres  of each word, px
 * @param {number} width      of the bar, px
 * @param {number} height     of the highest ribbon, px
 * @returns {Ribbon[]} the furthest word first
 */
export function ribbonsOf(shares, centres, width, height) {
  const query = shares.length - 1;
  const longest = Math.max(1e-6, Math.abs(centres[query] - centres[0]));
  const order = shares.map((_, key) => key).sort((a, b) => b - a);
  let left = centres[query] - width / 2;
  const ribbons = order.map((key) => {
    const wide = shares[key] * width;
    const piece = /** @type {[number, number]} */ ([left, left + wide]);
    left += wide;
    if (key === query) return { key, share: shares[key], foot: piece, piece, rise: 0 };
    const near = Math.abs(centres[query] - centres[key]) / longest;
    const rise = height * (query < FEW ? Math.sqrt(near) : LEAST + (1 - LEAST) * near);
    return {
      key,
      share: shares[key],
      foot: /** @type {[number, number]} */ ([centres[key] - wide / 2, centres[key] + wide / 2]),
      piece,
      rise,
    };
  });
  return ribbons.reverse();
}

/**
 * The outline of a ribbon: two half ellipses, one over the other. x and y may be exchanged, for words that stand below each
 * other.
 *
 * @param {Ribbon} ribbon
 * @param {number} base  where the words' ribbons begin: y of the feet, px
 * @param {boolean} [sideways] whether the words stand below each other, and ribbons bulge to the right
 * @returns {string} an SVG path
 */
export function ribbonPath({ foot, piece, rise }, base, sideways = false) {
  const wide = foot[1] - foot[0];
  const inner = Math.max(1, rise - wide);
  const at = (/** @type {number} */ along) =>
    sideways ? `${round(base)} ${round(along)}` : `${round(along)} ${round(base)}`;
  const arc = (
    /** @type {number} */ from,
    /** @type {number} */ to,
    /** @type {number} */ high,
    /** @type {0 | 1} */ sweep,
  ) => {
    const half = round(Math.abs(to - from) / 2);
    return sideways
      ? `A${round(high)} ${half} 0 0 ${sweep} ${at(to)}`
      : `A${half} ${round(high)} 0 0 ${sweep} ${at(to)}`;
  };
  return `M${at(foot[0])}${arc(foot[0], piece[1], rise, 1)}L${at(piece[0])}${arc(piece[0], foot[1], inner, 0)}Z`;
}

/** The middle line of a ribbon too narrow to be seen as an area. @param {Ribbon} ribbon @param {number} base @param {boolean} [sideways] @returns {string} */
export function ribbonLine({ foot, piece, rise }, base, sideways = false) {
  const from = (foot[0] + foot[1]) / 2,
    to = (piece[0] + piece[1]) / 2,
    half = round(Math.abs(to - from) / 2);
  return sideways
    ? `M${round(base)} ${round(from)}A${round(rise)} ${half} 0 0 1 ${round(base)} ${round(to)}`
    : `M${round(from)} ${round(base)}A${half} ${round(rise)} 0 0 1 ${round(to)} ${round(base)}`;
}

const round = (/** @type {number} */ x) => Math.round(x * 100) / 100;
