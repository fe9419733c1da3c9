/**
 * Figures as they are written. Each number is rounded by itself, so that it has the same figure on every screen, whatever stands beside
 * it. Where figures must add up to a written total, what rounding leaves goes into the row of all others, or has a row of its own. Pure.
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

/**
 * Rows with their figures, each rounded by itself. What rounding leaves of the written total is in the row of all others, whose figure is
 * what the shown ones leave; without such a row it is a row of its own.
 *
 * @template {{value: number, isRest?: boolean}} Row
 * @param {Row[]} rows `isRest`: of all others @param {number} total @param {number} digits behind the point
 * @param {(left: number) => Row} rounding makes the row of what rounding leaves
 * @returns {(Row & {figure: number})[]}
 */
export function writtenRows(rows, total, digits, rounding) {
  const written = rows.map((row) => ({ ...row, figure: roundedTo(row.value, digits) }));
  const left = roundedTo(
    written.reduce((rest, { figure }) => rest - figure, roundedTo(total, digits)),
    digits,
  );
  if (left === 0) return written;
  const others = written.find(({ isRest }) => isRest);
  if (!others) return [...written, { ...rounding(left), figure: left }];
  others.figure = roundedTo(others.figure + left, digits);
  return written;
}

/**
 * The change from one written figure to another: that of what is written.
 * @param {number} from @param {number} to @param {number} digits
 */
export function writtenChange(from, to, digits) {
  return roundedTo(roundedTo(to, digits) - roundedTo(from, digits), digits);
}

/** What stands above a column: its number, or nothing. 1 and 2 beside each other would be read as 12. @param {number} i from 0 @param {number} every so many have a number */
export const numberedColumn = (i, every) => ((i === 0 && every !== 2) || (i + 1) % every === 0 ? i + 1 : '');

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
