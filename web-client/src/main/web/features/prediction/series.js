/**
 * A series of texts that keeps score, as pages see it. Pure.
 *
 * @typedef {{question: number, room: number, chance: number, model: number, reader?: string, preset?: string}} Text  bits of a text that was revealed; `reader`: the model's title; `preset`: the id of its
 *   preset
 * @typedef {{place: number, name: string, bits: number, texts: number}} Best
 * @typedef {{number: number, phase: 'on' | 'result', texts?: Text[], names?: boolean, people?: number, mean?: number, best?: Best[]}} Series  of the protocol
 * @typedef {{number: number, from: number, bits: number[], mean: number}} OwnScore  bits of each text from the one on from which the person counts
 * @typedef {{name: 'model' | 'room' | 'mean' | 'chance' | 'own', bits: number, share: number}} Bar  `share` of the longest
 */
import { titleOf } from '../../ui/model-words.js';

/** @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {Series | null} null if no score is kept */
export const seriesOf = (view) => view?.room?.parts.series ?? null;

/** This person's own score, or null. @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {OwnScore | null} */
export function ownScore(view) {
  const series = seriesOf(view);
  const own = view?.room?.own.series;
  return series && own?.number === series.number ? own : null;
}

/** The best ten, of whom those who share a place are in the order of their names. @param {Series} series @param {string} locale @returns {Best[]} */
export function bestOf({ best = [] }, locale) {
  const { compare } = new Intl.Collator(locale, { numeric: true });
  return [...best].sort((a, b) => a.place - b.place || compare(a.name, b.name));
}

/**
 * Who has a bar, in words. A series may be played with another model than the page shows, or with several.
 * @param {Bar['name']} name @param {Series} series @param {Pick<import('../../ui/view.js').View, 'graph'> | null} view @param {import('../../ui/model-words.js').Texts} words
 */
export function whoIs(name, { texts = [] }, view, words) {
  const readers = new Set(texts.map(({ reader }) => reader));
  const [reader] = readers;
  if (name !== 'model' || !reader) return words.text(`game.who.${name}`);
  if (readers.size > 1) return words.text('game.models');
  return view?.graph?.model.title === reader
    ? words.text('game.who.model')
    : titleOf({ preset: texts[0].preset, title: reader }, words);
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
