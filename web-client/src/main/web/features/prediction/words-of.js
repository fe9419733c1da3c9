/** A question and its options in words. */
import { html, nothing } from 'lit';
import { plainToken, word } from '../../ui/plain-token.js';
import { rowsOf } from './rows.js';
import { shareText } from '../../ui/rounding.js';
import { words } from '../../ui/words.js';

/** @typedef {import('./asked.js').Question} Question */

/** The name of an option among all. @param {import('./asked.js').Option} option @param {import('./asked.js').Option[]} all */
const nameOf = (option, all) =>
  option.token === undefined
    ? option.text
    : plainToken(
        option.text,
        all.filter(({ token }) => token !== undefined),
      );

/** @param {Question} question @param {boolean} [brief] whether "something else" is one word */
export const rows = (question, brief = false) =>
  rowsOf(question, nameOf, words.text(brief ? 'prediction.otherShort' : 'prediction.other'));

/** @param {number | null} share */
export const percent = (share) => (share === null ? '' : shareText(share, words));

/** As part of a sentence: "less than 0.1 %". @param {number | null} share */
export function percentInWords(share) {
  const [, sign, p] = /** @type {RegExpExecArray} */ (/^([<>]?)(.*)$/.exec(percent(share)));
  return share === null ? '' : words.text('prediction.share', { sign: { '<': 'less', '>': 'more' }[sign] ?? '', p });
}

/** The question: the text with a gap after it, or the presenter's own words. @param {Question} question @param {unknown} [gap] what stands in the gap */
export function sentence({ about, question }, gap = nothing) {
  if (!about) return html`<p class="own"><bdi>${question}</bdi></p>`;
  const { text, cut } = about;
  return html`<p translate="no">${cut ? '… ' : nothing}${text.map((each, i) => word(each, i === text.length - 1 ? 'current' : '', i === 0))}${gap}</p>`;
}

/** The question as plain text. @param {Question} question */
export function plainQuestion({ about, question }) {
  if (!about) return question ?? '';
  const text = about.text
    .map((each) => (/^ +$/.test(each) ? each : `${/^\s/.test(each) ? ' ' : ''}${plainToken(each)}`))
    .join('');
  return `${question ?? words.text('prediction.next')} ${about.cut ? '… ' : ''}${text.trim()} …`;
}
