/**
 * What scores are divided by, told from the scale that the model has. Pure.
 *
 * @typedef {{n: number, isRoot: boolean, isOfHead: boolean}} Divisor  n or √n; `isOfHead`: it is √d_head
 */

/** Doubles this close, relative to each other, are one number that was rounded on the way. */
const CLOSE = 1e-9;

const isSame = (/** @type {number} */ a, /** @type {number} */ b) => Math.abs(a - b) <= CLOSE * Math.abs(b);

/**
 * @param {number} scale by which sums are multiplied, positive
 * @param {number} [dHead] of the head whose scores they are
 * @returns {Divisor} 1 / scale: √d_head where it is that, else a whole number or the root of one where it is that
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

/** The same in a formula, where √d_head has its name. @param {Divisor} divisor @param {import('./words.js').Words} words */
export function divisorSymbol(divisor, words) {
  return divisor.isOfHead ? '√d_{head}' : divisorText(divisor, words);
}
