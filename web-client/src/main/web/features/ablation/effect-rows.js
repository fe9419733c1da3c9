/**
 * What the tool "What if" shows, from the server's answers. Pure.
 *
 * @typedef {import('../why/measured.js').About} About
 * @typedef {{before: number, top: number, kl: number, forecast: number | null, shifts: {part: string, by: number}[], divisor: number}} Effect  of
 *   changes; `before`: the difference without them
 * @typedef {{node: string, head: number | null, mode: string, logit_difference: number, top: number, kl: number}} Trial  of one part's change alone
 * @typedef {{[Name in keyof Effect]?: undefined}} NoEffect
 * @typedef {About & ((Effect & {rows?: undefined, attribution?: undefined}) | (NoEffect & {rows: Trial[], attribution?: undefined})
 *   | (NoEffect & {rows?: undefined, attribution: import('../why/attribution/attribution-rows.js').Attribution['attribution']}))} Changed  without any
 *   changes, the votes
 *
 * @typedef {{token: number, text: string, before: number, after: number, firstBefore: boolean, firstAfter: boolean}} Row
 */
import { writtenChange, writtenRows } from '../../ui/rounded-sums.js';

/** The same tokens before and after, by the larger of both. @param {import('../next-token/distribution.js').Comparison} comparison @param {number} most @returns {Row[]} */
export function nextRows(comparison, most) {
  const top = comparison.top.slice(0, most);
  const largest = [0, 1].map((of) => Math.max(...comparison.top.map(({ p }) => p[of])));
  return top.map(({ token, text, p }) => ({
    token,
    text,
    before: p[0],
    after: p[1],
    firstBefore: p[0] === largest[0],
    firstAfter: p[1] === largest[1],
  }));
}

/** The number line: where its values lie, and its marks, as shares of its width. @param {number[]} values @returns {{at: (value: number) => number, marks: number[]}} */
export function numberLine(values) {
  const least = Math.min(0, ...values),
    most = Math.max(0, ...values);
  const room = (most - least || 1) * 0.08;
  const from = least - room,
    to = most + room;
  const step = niceStep((to - from) / 5);
  const marks = [];
  for (let i = Math.ceil(from / step); i * step <= to; i++) marks.push(i * step);
  return { at: (value) => (value - from) / (to - from), marks };
}

/** 1, 2 or 5 times a power of ten. @param {number} about */
function niceStep(about) {
  const power = 10 ** Math.floor(Math.log10(about));
  return (about / power < 1.5 ? 1 : about / power < 3.5 ? 2 : about / power < 7.5 ? 5 : 10) * power;
}

/**
 * What each part's change alone does to the difference, the strongest first.
 * @param {Pick<About, 'a' | 'logit_difference'> & {rows: Omit<Trial, 'mode' | 'kl'>[]}} answer
 * @param {number} digits of `written`, the change as the sentences of a tour write it, too
 */
export function triedRows({ rows, logit_difference: before, a }, digits) {
  return rows
    .map(({ node, head, logit_difference: after, top }) => ({
      node,
      head,
      after,
      by: after - before,
      written: writtenChange(before, after, digits),
      loses: top !== a,
    }))
    .sort((x, y) => Math.abs(y.by) - Math.abs(x.by));
}

/**
 * The strongest shifts, all others together, and the divisor's, with their figures: they add up to the result as it is written.
 *
 * @typedef {{part: string, value: number, count: number, isRest?: boolean}} Shift  `part`: `divisor`, `rounding`, and empty for all others; `count`: parts
 * @param {{part: string, by: number}[]} shifts @param {number} divisor @param {number} most of parts alone
 * @param {number} result as it is written @param {number} digits
 * @returns {(Shift & {figure: number})[]}
 */
export function shiftRows(shifts, divisor, most, result, digits) {
  const ordered = [...shifts].filter(({ by }) => by !== 0).sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  const others = ordered.slice(most);
  /** @type {Shift[]} */
  const rows = ordered.slice(0, most).map(({ part, by }) => ({ part, value: by, count: 1 }));
  if (others.length > 0)
    rows.push({ part: '', value: others.reduce((sum, { by }) => sum + by, 0), count: others.length, isRest: true });
  rows.push({ part: 'divisor', value: divisor, count: 1 });
  return writtenRows(rows, result, digits, (left) => ({ part: 'rounding', value: left, count: 1 }));
}

/**
 * Why the result is not the forecast, which holds all else fixed: what other votes changed by, and what the last norm's other divisor does.
 * As written, both add up to the difference.
 * @param {{before: number, logit_difference: number, forecast: number}} answer @param {number} divisor its shift as it is written @param {number} digits
 * @returns {{by: number, votes: number, divisor: number}}
 */
export function beyondForecast({ logit_difference: after, forecast }, divisor, digits) {
  const by = writtenChange(forecast, after, digits);
  return { by, votes: writtenChange(divisor, by, digits), divisor };
}
