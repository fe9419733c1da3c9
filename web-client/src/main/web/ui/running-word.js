/** A token's text as a word of running text. */
import { tokenText } from '../model/token-text.js';
import { words } from './words.js';

/** @param {string} text of a token @returns {string} without spaces around it; a token of spaces only is named */
export function wordOf(text) {
  if (/^ +$/.test(text)) return words.text('tokens.space');
  return tokenText(text.replace(/^ +| +$/g, ''));
}
