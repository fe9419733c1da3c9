/**
 * The second text of the tool of two texts: the words that it has instead of the first one's. In links and rooms it is a list of
 * swaps, `position.token.instead` with commas; so it is short, and it can be seen whether it belongs to the text. Pure.
 *
 * @typedef {{position: number, token: number, instead: number}} Swap
 */
import { viewOf } from '../question.js';
import { isBytes, isSpecial } from '../../../model/token-text.js';

const SWAP = /^(\d{1,9})\.(\d{1,9})\.(\d{1,9})$/;

/** @param {string | undefined} text @returns {Swap[] | null} null if it is unreadable */
export function readSwaps(text) {
  if (!text) return [];
  const found = text.split(',').map((one) => SWAP.exec(one));
  if (found.some((one) => one === null)) return null;
  return found.map((one) => {
    const [position, token, instead] = /** @type {RegExpExecArray} */ (one).slice(1).map(Number);
    return { position, token, instead };
  });
}

/** @param {number[]} first @param {number[]} second as many tokens @returns {string | null} null if they are equal */
export function writeSwaps(first, second) {
  const swaps = first.flatMap((token, position) =>
    token === second[position] ? [] : [[position, token, second[position]].join('.')],
  );
  return swaps.length > 0 ? swaps.join() : null;
}

/**
 * The second text's tokens.
 *
 * @param {number[]} first @param {Swap[] | null} swaps @param {number} vocabulary number of tokens
 * @returns {number[] | null} null if the swaps belong to another text or another tokenizer
 */
export function secondOf(first, swaps, vocabulary) {
  if (swaps?.some(({ position, token, instead }) => first[position] !== token || instead >= vocabulary) ?? true)
    return null;
  const second = [...first];
  for (const { position, instead } of swaps ?? []) second[position] = instead;
  return second;
}

/**
 * How a typed text differs from the first in length, and where.
 *
 * @param {number[]} first @param {number[]} typed
 * @returns {{by: number, from: number, first: number, typed: number}} `by`: how many tokens it is too long, negative if it is too
 *   short; they differ from position `from` on, where the first has `first` tokens and the typed one `typed`
 */
export function fitOf(first, typed) {
  const shorter = Math.min(first.length, typed.length);
  let from = 0;
  while (from < shorter && first[from] === typed[from]) from++;
  let behind = 0;
  while (behind < shorter - from && first[first.length - 1 - behind] === typed[typed.length - 1 - behind]) behind++;
  return {
    by: typed.length - first.length,
    from,
    first: first.length - behind - from,
    typed: typed.length - behind - from,
  };
}

const isWord = (/** @type {string} */ text) => !isSpecial(text) && !isBytes(text) && /\p{L}/u.test(text);
const isName = (/** @type {string} */ text) => /^\s*\p{Lu}/u.test(text);

/**
 * Which word to swap at first: the first name that is not at the beginning, else the longest word.
 * @param {string[]} text of tokens @returns {number} −1 if there is no word
 */
export function swappedFirst(text) {
  const words = text.flatMap((each, position) => (isWord(each) ? [position] : []));
  const names = words.filter((position) => isName(text[position]));
  return (
    names.find((position) => position > words[0]) ??
    [...words].sort((a, b) => text[b].trim().length - text[a].trim().length)[0] ??
    -1
  );
}

/** Which word to swap: the one that somebody has come to exchange, else {@link swappedFirst}. @param {string | undefined} asked position @param {string[]} text of tokens */
export const swappedAt = (asked, text) =>
  /^\d{1,9}$/.test(asked ?? '') && isWord(text[Number(asked)] ?? '') ? Number(asked) : swappedFirst(text);

/**
 * Another word of the same kind: the nearest in the embedding that is written like it, with the same space before it and the same
 * case, and is not the same word in another form.
 *
 * @param {string} text of the word @param {number[]} near tokens, nearest first @param {Record<string, string>} texts of tokens
 * @returns {number | null}
 */
export function replacementOf(text, near, texts) {
  const stem = (/** @type {string} */ each) => each.trim().toLowerCase().slice(0, 3);
  const likeIt = near.filter((token) => {
    const other = texts[token] ?? '';
    return isWord(other) && /^\s/.test(other) === /^\s/.test(text) && isName(other) === isName(text) && other !== text;
  });
  return likeIt.find((token) => stem(texts[token]) !== stem(text)) ?? likeIt[0] ?? null;
}

/** The special tokens at the beginning, which nobody types. @param {string[]} text of tokens */
export function specialsBefore(text) {
  const words = text.findIndex((each) => !isSpecial(each));
  return words < 0 ? text.length : words;
}

/**
 * What is opened in the tool: the second text, whose values are put into whose, and where.
 *
 * @param {Record<string, string>} opened @param {{info: {tokens: number[]}, vocabulary: number}} of the first text
 */
export function pairOf({ swap, into, only }, { info: { tokens }, vocabulary }) {
  const second = secondOf(tokens, readSwaps(swap), vocabulary);
  return {
    second: second ?? tokens,
    isStrange: second === null,
    isEqual: second === null || second.every((token, i) => token === tokens[i]),
    intoFirst: into === 'first',
    ...(only && isThere(only, tokens.length) && { only }),
  };
}

/** Whether a text of so many tokens has a place; one without a position is of all of it. @param {string} place @param {number} positions */
const isThere = (place, positions) => Number(/@(\d+)$/.exec(place)?.[1] ?? 0) < positions;

/** The other text as a parameter of the server's: the room's own is the first. @param {ReturnType<typeof pairOf>} pair */
export const otherText = ({ second, intoFirst }) => ({ [intoFirst ? 'fromTokens' : 'intoTokens']: second.join() });

/** The request for both texts. @param {import('../question.js').WhyQuestion} question @param {import('../../../model/trace.js').Trace} trace @param {import('../../../model/graph.js').Graph} graph */
export const textsAsked = (question, trace, graph) => ({
  ...otherText(pairOf(viewOf(question), { info: trace.info, vocabulary: graph.sizes.d_vocab })),
  only: 'texts',
});
