/**
 * Where the words of a text stand in the attention figure, and how large they are. Pure.
 *
 * - `columns`: each word is the head of its column in the table below;
 * - `spaced`: words at their natural distances, where columns would be too narrow;
 * - `list`: words below each other, in narrow windows;
 * - `ticks`: a tick for each position, with the names of the words that matter.
 *
 * @typedef {(text: string, px: number) => number} Measure  width of a word at a font size, px
 * @typedef {object} Places
 * @property {'columns' | 'spaced' | 'list' | 'ticks'} mode
 * @property {number} px       font size of the words
 * @property {number[]} centres  along the words' direction, px from the figure's left (or top) edge
 * @property {number} pitch    distance of two neighbours, px; of `spaced` words the least
 *
 * @typedef {{width: number, height: number, narrow: boolean, hall: boolean}} Area  the free area, px
 */

/** The largest distance of two columns, px. */
const WIDEST = 152;
const LARGEST = { normal: 34, hall: 40 };
const SMALLEST = { normal: 13, hall: 28 };
/** Free space beside a word, px. */
const GAP = 8;
/** Space on the left for the names of the table's rows, px. */
export const NAMES = 84;
/** Font size of the names of the table's rows, px; smaller in low rows. @param {Pick<Area, 'narrow' | 'hall'>} area */
export const rowNamePx = ({ narrow, hall }) => (hall ? 28 : narrow ? 12 : 15);
/** Space on the right of the last word for the share of a word in itself, px, where the table below may be without numbers. */
const OWN_NUMBER = { normal: 56, hall: 84 };
/** A phone shows up to this many words side by side. */
const FEW = 6;
/** The smallest distance of two lines of a list, px. */
const LEAST_LINE = 17;

/**
 * @param {string[]} words
 * @param {Area} area
 * @param {Measure} measure
 * @returns {Places}
 */
export function placesOf(words, area, measure) {
  const { width, height, narrow, hall } = area;
  const count = words.length;
  const [most, least] = hall ? [LARGEST.hall, SMALLEST.hall] : [LARGEST.normal, SMALLEST.normal];
  const widest = Math.max(...words.map((word) => measure(word, 1)));
  const after = hall ? OWN_NUMBER.hall : OWN_NUMBER.normal;
  const afterColumns = hall ? after : 0;
  // where the words are tight, the rows go without names
  for (const names of narrow || hall ? [Math.ceil(widest * rowNamePx(area)) + GAP, 0] : [NAMES]) {
    const pitch = Math.min(WIDEST, (width - names - afterColumns) / count);
    const px = Math.min(most, Math.floor((pitch - GAP) / widest));
    if ((narrow && count > FEW) || px < least) continue;
    const from = hall
      ? Math.max(names, Math.min((width - pitch * count) / 2, width - afterColumns - pitch * count))
      : names + (width - names - pitch * count) / 2;
    return { mode: 'columns', px, pitch, centres: words.map((_, i) => from + pitch * (i + 0.5)) };
  }
  const names = narrow || hall ? 0 : NAMES;
  if (narrow) {
    const line = Math.min(44, height / count);
    const size = Math.min(22, Math.floor(line * 0.6));
    const from = (height - line * count) / 2;
    return {
      mode: 'list',
      px: line >= LEAST_LINE ? Math.max(12, size) : 12,
      pitch: line,
      centres: words.map((_, i) => from + line * (i + 0.5)),
    };
  }
  const natural = words.map((word) => measure(word, 1));
  const sum = natural.reduce((a, b) => a + b, 0);
  for (const free of [width - after, width]) {
    // words with names matter more than the room for one number
    const spacedPx = Math.min(most, Math.floor((free - GAP * (count - 1)) / sum));
    if (spacedPx < least) continue;
    const gap = Math.min(24, (free - sum * spacedPx) / Math.max(1, count - 1));
    let left = (free - sum * spacedPx - gap * (count - 1)) / 2;
    const centres = natural.map((each) => {
      const centre = left + (each * spacedPx) / 2;
      left += each * spacedPx + gap;
      return centre;
    });
    return {
      mode: 'spaced',
      px: spacedPx,
      pitch: Math.min(...centres.slice(1).map((at, i) => at - centres[i])),
      centres,
    };
  }
  const pitch = (width - names - after) / count;
  return { mode: 'ticks', px: least, pitch, centres: words.map((_, i) => names + pitch * (i + 0.5)) };
}

/**
 * The words that are written: the first of `order` that leave each other room.
 *
 * @param {number[]} order     positions, the most important first
 * @param {number[]} centres   of all words, px
 * @param {number[]} sizes     of all words along that direction, px
 * @param {number} gap         between two words, px
 * @returns {Set<number>}
 */
export function withRoom(order, centres, sizes, gap) {
  /** @type {number[]} */
  const placed = [];
  for (const at of order)
    if (placed.every((other) => Math.abs(centres[other] - centres[at]) >= (sizes[other] + sizes[at]) / 2 + gap))
      placed.push(at);
  return new Set(placed);
}
