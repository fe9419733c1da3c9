/** Figures as they are written: rounded, so that they still fit each other. Pure. */

/**
 * Numbers rounded so that they add up to the rounded total: those with the largest remainders are rounded up.
 *
 * @param {number[]} values @param {number} total of all, rounded like them @param {number} digits behind the point
 * @returns {number[]}
 */
export function roundedTo(values, total, digits) {
  const unit = 10 ** digits;
  const exact = values.map((value) => value * unit);
  const rounded = exact.map(Math.floor);
  const missing = Math.round(total * unit) - rounded.reduce((sum, n) => sum + n, 0);
  const order = exact.map((x, i) => ({ i, rest: x - Math.floor(x) })).sort((a, b) => b.rest - a.rest);
  for (let k = 0; k < Math.abs(missing) && order.length > 0; k++) {
    const at = missing > 0 ? k % order.length : order.length - 1 - (k % order.length);
    rounded[order[at].i] += Math.sign(missing);
  }
  return rounded.map((n) => (n === 0 ? 0 : n / unit));
}

/**
 * The figures of rows that add up to the total. What rounding leaves is in the row of most parts, and in the next one if it is more than
 * one unit: then a part, and a few parts together, have the same figure on every screen, however many rows it has.
 *
 * @param {{value: number, parts: number}[]} rows `parts`: how many a row has
 * @param {number} total @param {number} digits behind the point
 * @returns {number[]}
 */
export function writtenOf(rows, total, digits) {
  const unit = 10 ** digits;
  const values = rows.map(({ value }) => value);
  const groups = rows.map(({ parts }, i) => ({ parts, i })).filter(({ parts }) => parts > 1).sort((a, b) => b.parts - a.parts);
  if (groups.length === 0) return roundedTo(values, total, digits);
  const written = values.map((value) => Math.round(value * unit));
  const missing = Math.round(total * unit) - written.reduce((sum, n) => sum + n, 0);
  for (let k = 0; k < Math.abs(missing); k++) written[groups[k % groups.length].i] += Math.sign(missing);
  return written.map((n) => n / unit || 0);
}

/**
 * The change from one written figure to another: that of what is written.
 * @param {number} from @param {number} to @param {number} digits
 */
export function writtenChange(from, to, digits) {
  const unit = 10 ** digits;
  return (Math.round(to * unit) - Math.round(from * unit)) / unit || 0;
}

/** What stands above a column: its number, or nothing. 1 and 2 beside each other would be read as 12. @param {number} i from 0 @param {number} every so many have a number */
export const numberedColumn = (i, every) => ((i === 0 && every !== 2) || (i + 1) % every === 0 ? i + 1 : '');
