/**
 * Where the words of a pattern stand at the step that computes it: spread over about half of what is seen, since its columns are
 * too narrow for words and for the arcs between them. Pure.
 */

/** The least width of all words together, and their width with more of them: what is seen is about as wide as two squares are high, in cells. */
const LEAST = 21,
  MORE = 9,
  EACH = 1.35;

/** Distance from one token to the next when the arcs of T tokens are spread, in cells. @param {number} T */
export const spreadOf = (T) => Math.max(LEAST, MORE + EACH * T) / T;

/** Column of token i of T over a block, spread about the block's middle. @param {number} i @param {number} T @param {number} spread */
export const placeOf = (i, T, spread) => T / 2 + (i - (T - 1) / 2) * spread;
