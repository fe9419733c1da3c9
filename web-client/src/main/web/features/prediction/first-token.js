/**
 * The first token of a word that somebody types. Pure.
 *
 * @typedef {{token: number, text: string, isAll: boolean}} First  `isAll`: whether it is the whole word
 */
import { isSpecial } from '../../model/token-text.js';

/** Of a text's tokens, the first that is more than a mark of the beginning or a space. @param {{tokens: number[], text: string[]}} cut @returns {First | null} */
export function firstToken({ tokens, text }) {
  const at = text.findIndex((each) => each.trim() !== '' && !isSpecial(each));
  return at < 0 ? null : { token: tokens[at], text: text[at], isAll: at === text.length - 1 };
}

/** The end of a sentence, behind which a word begins with a capital. */
const SENTENCE_ENDS = /[.?!]\s*$/;

/**
 * The token of a word in a vocabulary of words or letters, with a capital only where a sentence begins, or where it is always written so.
 * @param {string[]} vocabulary @param {string} word @param {string[]} text before it @returns {First | null}
 */
export function inVocabulary(vocabulary, word, text) {
  const [first] = word.split(' ');
  const small = first.toLowerCase();
  const forms = vocabulary.flatMap((piece, token) => (piece.trim().toLowerCase() === small ? token : []));
  const begins = text.length === 0 || SENTENCE_ENDS.test(text[text.length - 1]);
  const isCapital = (/** @type {number} */ token) => vocabulary[token].trim() !== small;
  const token = forms.find((each) => isCapital(each) === begins) ?? forms[0];
  return token === undefined ? null : { token, text: vocabulary[token], isAll: first === word };
}
