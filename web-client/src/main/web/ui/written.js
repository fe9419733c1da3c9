/** Figures as they are written: each rounded by itself, so that a number has the same figure on every screen. Pure. */

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
