/** How tokens are written on the hall's screen. */
import { html } from 'lit';
import { isSpecial, tokenText } from '../model/token-text.js';
import { words } from './words.js';

/**
 * A token without the spaces around it. A token of spaces only gets a name. Tokens that would look alike keep the marks of their spaces.
 *
 * @param {string} text
 * @param {{text: string}[]} [beside] the tokens that are written beside it
 */
export function plainToken(text, beside = []) {
  const bare = text.trim();
  if (/^ +$/.test(text)) return words.text('hallAnswer.space');
  const isAmbiguous = beside.filter((each) => each.text.trim() === bare).length > 1;
  return tokenText(bare === '' || isAmbiguous ? text : bare);
}

/** A token of the running text, with the space before it. @param {string} text @param {string} kind @param {boolean} first */
export function word(text, kind, first) {
  const space = /^\s/.test(text) && !first ? ' ' : '';
  if (/^ +$/.test(text)) return html`<span class="word ${kind} blank">${'\u00a0'.repeat(text.length)}</span>`;
  return html`${space}<span class="word ${kind} ${isSpecial(text) ? 'special' : ''}"><bdi>${plainToken(text)}</bdi></span>`;
}
