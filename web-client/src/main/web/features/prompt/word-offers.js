/**
 * The words that a model of whole words can read, offered while one types. Pure.
 *
 * @typedef {{from: number, to: number, typed: string}} Place  a range of the text; `typed`: what of the word stands before the caret
 * @typedef {{kind: 'all' | 'begin' | 'nearest', place: Place, words: string[]}} Offer  `place`: what a chosen word replaces
 */

/** A character of a word: the server's tokenizer cuts a text at spaces and marks. */
const IN_WORD = String.raw`[^\s\p{P}\p{S}]`;
const BEFORE = new RegExp(`${IN_WORD}*$`, 'u');
const AFTER = new RegExp(`^${IN_WORD}*`, 'u');
/** Before the first word of a sentence. */
const SENTENCE_BEGINS = /(^|[.?!])\s*$/u;

/**
 * The words of a model, one form of each: with a capital only if it is always written so.
 *
 * @param {import('../../model/graph.js').Graph} graph
 * @returns {string[] | null} in alphabetical order; null if the model does not read whole words
 */
export function wordsOf({ model, vocabulary }) {
  if (model.reads !== 'words' || !vocabulary) return null;
  const forms = new Map();
  for (const piece of vocabulary) {
    if (!piece.startsWith(' ')) continue;
    const word = piece.slice(1);
    const small = word.toLowerCase();
    if (word === small || !forms.has(small)) forms.set(small, word);
  }
  return [...forms.values()].sort((a, b) => a.localeCompare(b));
}

/** The word at a caret; empty between words. @param {string} text @param {number} caret @returns {Place} */
export function wordAt(text, caret) {
  const [typed] = /** @type {RegExpExecArray} */ (BEFORE.exec(text.slice(0, caret)));
  const [rest] = /** @type {RegExpExecArray} */ (AFTER.exec(text.slice(caret)));
  return { from: caret - typed.length, to: caret + rest.length, typed };
}

/**
 * What to offer: words that go on as the one at the caret begins; else the nearest ones to a word that the model has refused;
 * between words, and in place of a selection, all.
 *
 * @param {string[]} words of the model
 * @param {string} text @param {[number, number]} selected its ends; equal for a caret
 * @param {{word: string, nearest: string[]} | null} refused
 * @returns {Offer | null}
 */
export function offerFor(words, text, [from, to], refused) {
  if (from < to) return { kind: 'all', place: { from, to, typed: '' }, words };
  const place = wordAt(text, to);
  const begun = place.typed === '' ? [] : beginningWith(words, place.typed);
  if (begun.length > 0) return { kind: 'begin', place, words: begun };
  const wrong = refused && placeOf(text, refused.word);
  if (wrong) return { kind: 'nearest', place: wrong, words: refused.nearest };
  return place.typed === '' && place.from === place.to ? { kind: 'all', place, words } : null;
}

/** Words that a person may be typing; none if there is nothing to add. @param {string[]} words @param {string} typed */
function beginningWith(words, typed) {
  const begun = words.filter((word) => word.toLowerCase().startsWith(typed.toLowerCase()));
  return begun.length === 1 && begun[0].length === typed.length ? [] : begun;
}

/** Whether a refused word is still being typed. @param {Offer | null} offer @param {string} word */
export const isBegun = (offer, word) =>
  offer?.kind === 'begin' && offer.place.typed.toLowerCase() === word.toLowerCase();

/** Where a word stands in a text; null if it does not. @param {string} text @param {string} word @returns {Place | null} */
function placeOf(text, word) {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const place = wordAt(text, at);
    if (place.from === at && place.to === at + word.length) return { ...place, typed: word };
  }
  return null;
}

/**
 * The text with a word in a place, and a space after it.
 *
 * @param {string} text @param {Place} place @param {string} word
 * @returns {{text: string, caret: number}}
 */
export function withWord(text, { from, to }, word) {
  const before = text.slice(0, from),
    after = text.slice(to);
  const first = SENTENCE_BEGINS.test(before) ? word[0].toUpperCase() + word.slice(1) : word;
  const start = before + first + (after === '' ? ' ' : '');
  return { text: start + after, caret: start.length };
}
