/**
 * A text in tokens, each with its number below, in lines of one size. Pure.
 *
 * @typedef {{x: number, width: number, at: number}} Place  px; `at`: the token's position
 * @typedef {{px: number, small: number, lines: Place[][], first: number}} TextLines  font sizes of tokens and numbers, px;
 *   `first`: the first position that is shown
 */

/** Heights of a line, as a multiple of the tokens' size, and space for the numbers, as a multiple of theirs. */
const LINE = 1.35;
const SMALL = 1.5;
/** Tokens may be this much smaller to save a line. */
const SAVING = 0.75;
/** Space between two tokens, px. */
const GAP = 14;

/**
 * @param {string[]} tokens
 * @param {string[]} numbers
 * @param {{width: number, height: number}} box px
 * @param {(text: string, px: number) => number} measure
 * @param {{most: number, least: number, small: number}} sizes font sizes, px
 * @returns {TextLines} the last lines, if not all fit at the least size
 */
export function textLines(tokens, numbers, { width, height }, measure, { most, least, small }) {
  const broken = (/** @type {number} */ px) => {
    /** @type {Place[][]} */
    const lines = [[]];
    let x = 0;
    tokens.forEach((token, at) => {
      const wide = Math.max(measure(token, px), measure(numbers[at], small));
      if (x > 0 && x + wide > width) {
        lines.push([]);
        x = 0;
      }
      /** @type {Place[]} */ (lines.at(-1)).push({ x, width: wide, at });
      x += wide + GAP;
    });
    return lines;
  };
  const high = (/** @type {number} */ px) => px * LINE + small * SMALL;
  let px = most;
  while (px > least && broken(px).length * high(px) > height) px -= 2;
  // a little smaller, if that saves a line
  for (let smaller = px - 2; smaller >= Math.max(least, px * SAVING); smaller -= 2)
    if (broken(smaller).length < broken(px).length) px = smaller;
  const lines = broken(px).slice(-Math.max(1, Math.floor(height / high(px))));
  return { px, small, lines, first: lines[0][0]?.at ?? 0 };
}
