/**
 * The divisor of scores, derived from the model's scale. Pure.
 *
 * @typedef {{n: number, isRoot: boolean, isOfHead: boolean}} Divisor  n or √n; `isOfHead`: it is √d_head
 */

/** Relative difference below which two doubles are the same number apart from rounding. */
const CLOSE = 1e-9;

const isSame = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) <= CLOSE * Math.abs(b);

/**
 * @param {number} scale factor of the sums, positive
 * @param {number} [dHead] size of the scores' heads
 * @returns {Divisor} 1 / scale, as √d_head if it is that, or else as a whole number or the root of one if it is that
 */
export function divisorOf(scale, dHead) {
  if (dHead !== undefined && isSame(scale, 1 / Math.sqrt(dHead))) return { n: dHead, isRoot: true, isOfHead: true };
  const divisor = 1 / scale,
    whole = Math.round(divisor),
    squared = Math.round(divisor ** 2);
  if (isSame(divisor, whole)) return { n: whole, isRoot: false, isOfHead: false };
  if (isSame(divisor ** 2, squared)) return { n: squared, isRoot: true, isOfHead: false };
  return { n: divisor, isRoot: false, isOfHead: false };
}

/** @param {Divisor} divisor @param {import('./words.js').Words} words */
export function divisorText({ n, isRoot }, words) {
  return `${isRoot ? '√' : ''}${Number.isInteger(n) ? words.number(n, 0) : words.value(n)}`;
}

/** The same in a formula, in which √d_head is written as a symbol. @param {Divisor} divisor @param {import('./words.js').Words} words */
export function divisorSymbol(divisor, words) {
  return divisor.isOfHead ? '√d_{head}' : divisorText(divisor, words);
}
