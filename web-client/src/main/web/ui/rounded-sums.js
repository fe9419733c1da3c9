/**
 * Figures that must add up to a written total: what rounding leaves goes into the row of all others, or has a row of its own. Pure.
 */
import { roundedTo } from './rounding.js';

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
