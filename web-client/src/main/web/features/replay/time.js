/** Times of a recording as they are written, and the marks of its slider. Pure. */

const MINUTE = 60,
  HOUR = 3600,
  MS = 1000;
/** Speeds, as the bar offers them. */
export const RATES = [0.5, 1, 1.5, 2, 3];
/** Whoever catches up with the room goes this fast. */
export const CATCH_UP = 1.5;
/** Longer times are no recording's, s. */
const LONGEST = 50 * HOUR;

/** Such as 16:12, or 1:16:12. @param {number} ms */
export function timeText(ms) {
  const seconds = Math.max(0, Math.floor(ms / MS)),
    of = (/** @type {number} */ unit) => Math.floor(seconds / unit);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  return of(HOUR) > 0
    ? `${of(HOUR)}:${two(of(MINUTE) % MINUTE)}:${two(seconds % MINUTE)}`
    : `${of(MINUTE)}:${two(seconds % MINUTE)}`;
}

/** A time of an address: seconds, or as {@link timeText} writes it. @param {string} text @returns {number | undefined} s */
export function secondsIn(text) {
  if (!/^\d{1,6}(\.\d{1,3})?$|^(\d{1,2}:)?\d{1,2}:\d{2}$/.test(text)) return undefined;
  const seconds = text.split(':').reduce((sum, part) => sum * MINUTE + Number(part), 0);
  return seconds <= LONGEST ? seconds : undefined;
}

/** @typedef {import('../../live/recording.js').Mark} Mark */
/** @typedef {{t: number, marks: Mark[]}} Sign  one mark of the slider, or several that lie too near to each other */
/** @typedef {{from: number, to: number, mark: Mark | null}} Piece  of the slider; `mark`: of its beat */

/** Marks that are shown under the slider; beats are its pieces. */
const SIGNS = ['guess', 'poll', 'place', 'tool', 'text', 'series', 'scores', 'gap'];
/** Of steps there are signs only where there is nothing else to go by. */
const FEW = 3;

/** What Page Up and Page Down go between. @param {Mark[]} marks @returns {Mark[]} */
export function stopsOf(marks) {
  const stops = marks.filter(({ kind }) => kind !== 'gap' && kind !== 'end');
  return stops.filter(({ t }, i) => i === 0 || t > stops[i - 1].t);
}

/** The mark after a moment, or before it. @param {Mark[]} marks @param {number} t ms @param {1 | -1} by @returns {Mark | null} */
export function markBeside(marks, t, by) {
  const stops = stopsOf(marks);
  // who presses a moment after a mark goes to the one before that
  return (by > 0 ? stops.find((mark) => mark.t > t + 50) : stops.findLast((mark) => mark.t < t - MS)) ?? null;
}

/**
 * The pieces of the slider: beats, as wide as they lasted, and what is behind a tour; of a walk without beats its texts.
 * @param {Mark[]} marks @param {number} length ms @returns {Piece[]} without gaps, from 0 to the end
 */
export function piecesOf(marks, length) {
  const kinds = marks.some((mark) => mark.kind === 'beat') ? ['beat', 'end'] : ['text'];
  const cuts = marks.filter((mark) => kinds.includes(mark.kind) && mark.t < length);
  /** @type {Piece[]} */
  const pieces = [];
  if ((cuts[0]?.t ?? 1) > 0) pieces.push({ from: 0, to: cuts[0]?.t ?? length, mark: null });
  cuts.forEach((mark, i) => {
    const to = cuts[i + 1]?.t ?? length;
    if (to > mark.t) pieces.push({ from: mark.t, to, mark: mark.kind === 'end' ? null : mark });
  });
  return pieces;
}

/**
 * The signs under the slider. Those that would lie nearer than 16 px to each other become one.
 * @param {Mark[]} marks @param {number} length ms @param {number} width of the slider, px @returns {Sign[]}
 */
export function signsOf(marks, length, width, nearest = 16) {
  const shown = marks.filter(({ kind }) => SIGNS.includes(kind)),
    all =
      shown.length < FEW && !marks.some(({ kind }) => kind === 'beat')
        ? marks.filter(({ kind }) => kind !== 'end')
        : shown;
  /** @type {Sign[]} */
  const signs = [];
  for (const mark of all) {
    const last = signs.at(-1);
    if (last && ((mark.t - last.t) / Math.max(1, length)) * width < nearest) last.marks.push(mark);
    else signs.push({ t: mark.t, marks: [mark] });
  }
  return signs;
}
