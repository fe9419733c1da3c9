/**
 * Figures as they are written. Each number is rounded by itself, so that it has the same figure on every screen, whatever stands beside
 * it. Pure. Sums are in `rounded-sums.js`, which no page needs for its first text.
 */

/** One for each number of digits. @type {Map<number, Intl.NumberFormat>} */
const formats = new Map();

/**
 * A number as it is written: rounded as `words.number` rounds it, half away from zero.
 * @param {number} value @param {number} digits behind the point
 * @returns {number}
 */
export function roundedTo(value, digits) {
  let format = formats.get(digits);
  if (!format)
    formats.set(digits, (format = new Intl.NumberFormat('en', { maximumFractionDigits: digits, useGrouping: false })));
  return Number(format.format(value)) || 0;
}

/** Decimals of a percentage. */
const DECIMALS = 1;
/** The least and the greatest figure of a share that is neither nothing nor all. */
const LEAST = 10 ** -DECIMALS,
  MOST = 100 - LEAST;

/**
 * A share in per cent. One below all never reads as all, and one above zero never as nothing.
 * @param {number} share from 0 to 1 @returns {{amount: number, sign: '' | '<' | '>'}}
 */
export function percentage(share) {
  const amount = roundedTo(100 * share, DECIMALS);
  if (amount === 0 && share > 0) return { amount: LEAST, sign: '<' };
  if (amount >= 100 && share < 1) return { amount: MOST, sign: '>' };
  return { amount, sign: '' };
}

/** The figure of a percentage, without its unit: "0" and "100" are exact. @param {{amount: number, sign: string}} percentage @param {import('./words.js').Words} words */
export const amountText = ({ amount, sign }, words) =>
  `${sign}${words.number(amount, amount === 0 || amount === 100 ? 0 : DECIMALS)}`;

/** A share as text. @param {number} share @param {import('./words.js').Words} words */
export const shareText = (share, words) => words.text('next.percent', { amount: amountText(percentage(share), words) });

/** Whether a probability is so close to 1 that sentences say "practically certain" instead of a percentage. @param {number | undefined} p */
export const isCertain = (p = 0) => p >= 1 || percentage(p).sign === '>';
