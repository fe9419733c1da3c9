/**
 * A series of texts that keeps score, as pages see it. Pure.
 *
 * @typedef {{question: number, room: number, chance: number, model: number}} Text  bits of a text that was revealed
 * @typedef {{place: number, name: string, bits: number, texts: number}} Best
 * @typedef {{number: number, phase: 'on' | 'result', texts?: Text[], names?: boolean, people?: number, mean?: number, best?: Best[]}} Series  of the protocol
 * @typedef {{number: number, from: number, bits: number[], mean: number}} OwnScore  bits of each text from the one on from which the person counts
 * @typedef {{name: 'model' | 'room' | 'mean' | 'chance' | 'own', bits: number, share: number}} Bar  `share` of the longest
 */

/** @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {Series | null} null if no score is kept */
export const seriesOf = (view) => view?.room?.parts.series ?? null;

/** This person's own score, or null. @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {OwnScore | null} */
export function ownScore(view) {
  const series = seriesOf(view);
  const own = view?.room?.own.series;
  return series && own?.number === series.number ? own : null;
}

/** Bits a text of all who play, the fewest first. @param {Series} series @param {number} [own] of a person who plays @returns {Bar[]} */
export function barsOf({ texts = [], mean }, own) {
  const average = (/** @type {'room' | 'chance' | 'model'} */ of) =>
    texts.reduce((sum, text) => sum + text[of], 0) / texts.length;
  const bars = /** @type {Bar[]} */ ([
    { name: 'model', bits: average('model') },
    { name: 'room', bits: average('room') },
    ...(mean === undefined ? [] : [{ name: 'mean', bits: mean }]),
    { name: 'chance', bits: average('chance') },
    ...(own === undefined ? [] : [{ name: 'own', bits: own }]),
  ]).sort((a, b) => a.bits - b.bits);
  const longest = Math.max(0.01, ...bars.map(({ bits }) => bits));
  return bars.map((bar) => ({ ...bar, share: bar.bits / longest }));
}
