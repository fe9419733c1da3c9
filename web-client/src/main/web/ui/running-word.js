/** A token's text as a word of running text. */
import { tokenText } from '../model/token-text.js';
import { words } from './words.js';

/** @param {string} text of a token @returns {string} without spaces around it; a token of spaces only is named */
export function wordOf(text) {
  if (/^ +$/.test(text)) return words.text('tokens.space');
  return tokenText(text.replace(/^ +| +$/g, ''));
}

/**
 * A word of a text; of those that are written alike, the one that is meant: "Tom (2nd)".
 * @param {string[]} text of the tokens @param {number} at position, from 0
 */
export function placedWord(text, at) {
  const word = wordOf(text[at] ?? '');
  const alike = text.flatMap((each, i) => (wordOf(each) === word ? [i] : []));
  return alike.length > 1 ? words.text('tokens.nth', { word, n: alike.indexOf(at) + 1 }) : word;
}
