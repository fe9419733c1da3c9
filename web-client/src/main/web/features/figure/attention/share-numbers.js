/**
 * Which numbers of one word's attention stand beside its ribbons, and where that of its share in itself is. Pure.
 */

/** Space between a bar and the number of its word's share in itself, px. */
const ASIDE = 6;

/**
 * The words whose numbers are wanted, the largest first.
 *
 * @param {number[]} row     the shares, or scores, of each word up to the reading one
 * @param {boolean[]} seen   whether the reading word sees it
 * @param {{isPattern: boolean, least: number, ownIsInTable: boolean}} rule  `least`: shares from this on have numbers;
 *   `ownIsInTable`: the table below has the share of the reading word in itself, so it is not written twice
 * @returns {number[]}
 */
export function numberedKeys(row, seen, { isPattern, least, ownIsInTable }) {
  const query = row.length - 1;
  return row
    .map((_, key) => key)
    .filter((key) => seen[key] && (!isPattern || (row[key] >= least && !(key === query && ownIsInTable))))
    .sort((a, b) => row[b] - row[a]);
}

/**
 * The middle of the number of a word's share in itself. It is on the right of the word's bar: all ribbons come from the left.
 *
 * @param {{centre: number, bar: number, wide: number, width: number}} sizes  the middle and width of the bar, the width of
 *   the number, and that of the figure, px
 * @returns {number | null} null without room for it
 */
export function ownNumberAt({ centre, bar, wide, width }) {
  const left = centre + bar / 2 + ASIDE;
  return left + wide <= width ? left + wide / 2 : null;
}
