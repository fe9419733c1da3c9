/**
 * What is chosen among the words as places, as the room has it in the question's view; searching for a word, and the groups of tokens.
 * Pure.
 *
 * @typedef {{token: number, cosine: number}} Near
 * @typedef {object} Neighbours
 * @property {Record<string, Near[]>} nearest  to each token, the nearest first
 * @property {Near[]} [arithmetic]  what a sum is nearest to, without its own words
 * @property {(Near & {rank: number})[]} [left_out]  these
 * @property {number[]} explained  share of the variance that each axis holds
 * @property {number} [after]  layers
 * @property {number[][]} [stream]  where the text's words are after these
 * @typedef {import('../measured.js').About & Neighbours} Embedding
 *
 * @typedef {object} Chosen
 * @property {number | null} word   the chosen token
 * @property {boolean} isSum        whether words are added and taken away
 * @property {number[]} plus
 * @property {number[]} minus
 * @property {'plus' | 'minus'} sign  of the next word of the sum
 * @property {number | null} after  layers after which the text's words are shown; null: the table
 */
import { isBytes, isSpecial } from '../../../model/token-text.js';
import { viewOf } from '../question.js';

/** The most words of a sum. */
const MOST_SUMMED = 6;
/** Answers of a search. */
const MOST_FOUND = 8;

const WHOLE = /^\d{1,9}$/;

/** @param {string | undefined} text numbers with commas @returns {number[]} */
const listOf = (text = '') =>
  text
    .split(',')
    .filter((one) => WHOLE.test(one))
    .map(Number);

/** @param {Record<string, string>} opened what is opened within the tool @returns {Chosen} */
export function chosenOf({ word, sum, plus, minus, sign, after }) {
  return {
    word: word !== undefined && WHOLE.test(word) ? Number(word) : null,
    isSum: sum === '1',
    plus: listOf(plus),
    minus: listOf(minus),
    sign: sign === 'minus' ? 'minus' : 'plus',
    after: after !== undefined && WHOLE.test(after) ? Number(after) : null,
  };
}

/** The parameters of the request. @param {import('../question.js').WhyQuestion} question @returns {Record<string, string | number>} */
export function askedOf(question) {
  const { word, isSum, plus, minus, after } = chosenOf(viewOf(question));
  return {
    ...(word !== null && { token: word }),
    ...(isSum && plus.length > 0 && { plus: plus.join() }),
    ...(isSum && minus.length > 0 && { minus: minus.join() }),
    ...(after !== null && { after }),
  };
}

/**
 * What a pressed word changes: it is chosen; while a sum is made, it goes into the sum, or leaves it.
 * @param {Chosen} chosen @param {number} token
 * @returns {Record<string, string | number | null>}
 */
export function pressed({ isSum, plus, minus, sign }, token) {
  if (!isSum) return { word: token };
  if (plus.includes(token) || minus.includes(token)) return without({ plus, minus }, token);
  if (plus.length + minus.length >= MOST_SUMMED) return {};
  const lists = { plus, minus, [sign]: [...(sign === 'plus' ? plus : minus), token] };
  // king − man + woman: the signs take turns until one is chosen
  return { ...joined(lists), sign: sign === 'plus' ? 'minus' : 'plus' };
}

/** A sum without a word. @param {{plus: number[], minus: number[]}} sum @param {number} token */
export const without = ({ plus, minus }, token) =>
  joined({ plus: plus.filter((one) => one !== token), minus: minus.filter((one) => one !== token) });

/** @param {{plus: number[], minus: number[]}} sum @returns {Record<string, string | null>} */
const joined = ({ plus, minus }) => ({ plus: plus.join() || null, minus: minus.join() || null });

/** The words of a sum in the order in which they are written: added and taken away by turns. @param {Pick<Chosen, 'plus' | 'minus'>} sum @returns {{token: number, sign: 'plus' | 'minus'}[]} */
export function termsOf({ plus, minus }) {
  const terms = [];
  for (let i = 0; i < Math.max(plus.length, minus.length); i++) {
    if (i < plus.length) terms.push({ token: plus[i], sign: /** @type {const} */ ('plus') });
    if (i < minus.length) terms.push({ token: minus[i], sign: /** @type {const} */ ('minus') });
  }
  return terms;
}

/** The lines of a sum: what was taken away to what it was taken from, and what was added then to the first answer. @param {Pick<Chosen, 'plus' | 'minus'>} sum @param {number[]} answers @returns {[number, number][]} */
export function tiesOf({ plus, minus }, answers) {
  if (plus.length !== 2 || minus.length !== 1 || answers.length === 0) return [];
  return [
    [minus[0], plus[0]],
    [plus[1], answers[0]],
  ];
}

/**
 * Tokens that a typed text may mean: those of that text with and without a space before, then in any case, then those that begin with it.
 * @param {string[]} texts of all tokens
 * @param {string} typed
 * @returns {number[]}
 */
export function found(texts, typed) {
  const wanted = typed.trim();
  if (wanted === '') return [];
  const small = wanted.toLowerCase();
  /** @type {number[][]} */
  const ranks = [[], [], []];
  texts.forEach((text, token) => {
    const word = text.trim();
    if (word === wanted) ranks[0].push(token);
    else if (word.length === small.length && word.toLowerCase() === small) ranks[1].push(token);
    else if (
      ranks[2].length < MOST_FOUND &&
      word.length > small.length &&
      word.slice(0, small.length).toLowerCase() === small
    )
      ranks[2].push(token);
  });
  // a word of running text has a space before it
  ranks[0].sort((a, b) => Number(texts[b].startsWith(' ')) - Number(texts[a].startsWith(' ')));
  return ranks.flat().slice(0, MOST_FOUND);
}

/**
 * The groups of tokens: the model's own kinds of words, if it says them; otherwise how a token begins.
 * @param {string[]} texts
 * @param {{name: string, tokens: number[]}[]} kinds
 * @returns {{of: Uint8Array, names: {key: string | null, name: string, group: number, count: number}[]}} `key`: a string below
 *   `why.embedding.group`, or null for a kind of the model's own
 */
export function groupsOf(texts, kinds) {
  const of = new Uint8Array(texts.length);
  const keys =
    kinds.length > 0
      ? ['other', ...kinds.map(() => null)]
      : ['other', 'spaced', 'spacedCapital', 'bare', 'bareCapital', 'bytes'];
  const special = keys.length;
  const group = kinds.length > 0 ? () => 0 : beginning;
  texts.forEach((text, token) => {
    of[token] = isSpecial(text) ? special : group(text);
  });
  kinds.forEach(({ tokens }, i) => tokens.forEach((token) => (of[token] = i + 1)));
  const counts = new Array(special + 1).fill(0);
  for (const each of of) counts[each]++;
  const names = [...keys, 'special'].map((key, at) => ({
    key,
    name: key === null ? kinds[at - 1].name : '',
    group: at,
    count: counts[at],
  }));
  return { of, names: names.filter(({ count }) => count > 0) };
}

/** @param {string} text */
function beginning(text) {
  if (isBytes(text)) return 5;
  const spaced = text.startsWith(' ');
  const first = text.charAt(spaced ? 1 : 0);
  if (!/\p{L}/u.test(first)) return 0;
  const capital = first !== first.toLowerCase();
  return spaced ? (capital ? 2 : 1) : capital ? 4 : 3;
}
