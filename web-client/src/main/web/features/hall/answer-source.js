/** The distribution from which the hall's answer is drawn, and how its tokens are written. */
import { html } from 'lit';
import { isSpecial, tokenText } from '../../model/token-text.js';
import { choiceSource, distributionPath } from '../next-token/choice-source.js';
import { words } from '../../ui/words.js';

/** The most tokens of the strip that have a piece of their own. */
const LISTED = 200;

/**
 * @param {() => void} changed called when the wanted distribution has arrived
 * @returns {(trace: string, sampling: import('../../live/conductor.js').Sampling) => any} of the protocol; null without a draw, and
 *   until it has arrived
 */
export function answerSource(changed) {
  const source = choiceSource(changed);
  return (trace, sampling) => (sampling.temperature === 0 ? null : source.answer(`${distributionPath(trace, sampling)}&count=${LISTED}`, 0));
}

/**
 * A token without the spaces around it. A token that is only spaces is named, and one that is written like another beside it keeps its
 * marks.
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
