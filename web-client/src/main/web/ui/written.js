/** Figures as they are written: rounded, so that they still fit each other. Pure. */

/**
 * A number as it is written. @param {number} value @param {number} digits behind the point
 * @returns {number}
 */
export const roundedTo = (value, digits) => Math.round(value * 10 ** digits) / 10 ** digits || 0;

/**
 * The figures of rows that add up to the total. What rounding leaves is in the row of most parts, and in the next one if it is more than
 * one unit: then a part, and a few parts together, have the same figure on every screen, however many rows it has. Where each row is one part,
 * the weakest that were rounded the other way take a unit each.
 *
 * @param {{value: number, parts?: number}[]} rows `parts`: how many a row has, by default one
 * @param {number} total of all, rounded like them @param {number} digits behind the point
 * @returns {number[]}
 */
export function writtenOf(rows, total, digits) {
  const unit = 10 ** digits;
  const written = rows.map(({ value }) => Math.round(value * unit));
  const missing = written.reduce((left, n) => left - n, Math.round(total * unit));
  const takers = takersOf(rows.map(({ value, parts = 1 }, i) => ({ i, parts, size: Math.abs(value), over: value * unit - written[i] })), missing);
  for (let k = 0; k < Math.abs(missing) && takers.length > 0; k++) written[takers[k % takers.length].i] += Math.sign(missing);
  return written.map((n) => n / unit || 0);
}

/** The rows that take what rounding leaves, in order. @param {{i: number, parts: number, size: number, over: number}[]} rows @param {number} missing units */
function takersOf(rows, missing) {
  const groups = rows.filter(({ parts }) => parts > 1).sort((a, b) => b.parts - a.parts);
  return groups.length > 0 ? groups : rows.filter(({ over }) => over * missing > 0).sort((a, b) => a.size - b.size);
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
