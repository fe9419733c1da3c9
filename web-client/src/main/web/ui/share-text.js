/** A share as text, as the tours' sentences and the lens write it: so that a figure is the same wherever it stands. Pure. */
import { percentages } from './shares.js';

/**
 * In per cent with one decimal, but "0 %" and "100 %". A share of less than one never reads as all, and one that is not zero never as nothing.
 *
 * @param {number} share @param {import('./words.js').Words} words
 * @param {number[]} [whole] all shares of the whole to which it belongs, if they are rounded together @param {number} [at] its index there
 */
export function shareText(share, words, whole = [share], at = 0) {
  const { amount, sign } = percentages(whole, 1, whole.length > 1)[at];
  const isWhole = share === 0 || share === 1;
  return words.text('next.percent', { sign, amount: words.number(amount, isWhole ? 0 : 1) });
}
