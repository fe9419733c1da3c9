/** What a value does to the text that it is put into: the share recovered on a line between both, and the next words of all runs. */
import { html, nothing, svg } from 'lit';
import { rich } from '../../../ui/rich-text.js';
import { shareText } from '../../../ui/rounding.js';
import { words } from '../../../ui/words.js';
import { ALL } from '../question.js';
import { signed } from '../../../ui/tool-element.js';

/** Words listed: in the hall as many as there is room for, but two. */
const LISTED = { hall: 3, usual: 6 };
/** In the hall, the height of a word's row, and of all else, px. */
const HALL = { row: 39, rest: 304 };

/** What is recovered may be less than nothing, and more than all. @param {number} share */
const recovered = (share) => words.text('why.patch.percent', { share: words.number(100 * share, 0) });

/**
 * @typedef {import('./patch-cells.js').Texts} Texts
 * @typedef {{from: string, into: string}} Names  of the texts
 *
 * @param {import('../tools.js').ToolContext<'patch'>} context
 * @param {{texts: Texts, names: Names, only: import('../measured.js').Measuring<Texts> | null, said: string}} shown  both texts' numbers; those with
 *   one value put in, if one is
 */
export function resultOf(context, { texts, names, only, said }) {
  const { area, word, saysErrors } = context;
  const mended = only?.answer ?? null;
  const all = mended ?? texts;
  const difference = words.text('why.votes.sum', {
    a: word(texts.a),
    b: texts.b === ALL ? words.text('why.all') : word(texts.b),
  });
  const trouble = only?.failure && saysErrors ? html`<p role="alert">${words.problem(only.failure)}</p>` : nothing;
  const most = area.hall
    ? Math.max(2, Math.min(LISTED.hall, Math.floor((area.height - HALL.rest) / HALL.row)))
    : LISTED.usual;
  const isNothing = texts.clean === texts.corrupted_difference;
  return html`<section class="result" data-recovered=${mended?.recovered ?? nothing}>
    <p class="said">${rich(said)}</p>
    ${trouble} ${isNothing ? html`<p role="alert">${words.text('problem.nothing-to-recover')}</p>` : nothing}
    ${mended ? html`<p class="share"><b>${recovered(/** @type {number} */ (mended.recovered))}</b> <span>${words.text('why.patch.recovered')}</span></p>` : nothing}
    ${isNothing || (area.hall && !mended) ? nothing : lineOf(all, names, difference, area.hall)}
    <table class="words">
      <thead>
        <tr>
          <th scope="col"><span class=${area.hall ? 'hidden' : ''}>${words.text('why.patch.next')}</span></th>
          <th scope="col">${names.from}</th>
          <th scope="col">${names.into}</th>
          ${mended ? html`<th scope="col" class="mended">${words.text('why.patch.withIt')}</th>` : nothing}
        </tr>
      </thead>
      <tbody>
        ${all.words.slice(0, most).map(
          ({ token, p }) => html`<tr data-token=${token}>
            <th scope="row"><bdi translate="no">${word(token)}</bdi></th>
            ${p.map((share, i) => html`<td class=${i === 2 ? 'mended' : ''}><i style=${`width:${100 * share}%`}></i><span>${shareText(share, words)}</span></td>`)}
          </tr>`,
        )}
      </tbody>
    </table>
  </section>`;
}

/** The logit difference of all runs on one line. @param {Texts} texts @param {Names} names @param {string} difference @param {boolean} isHall */
function lineOf({ clean, corrupted_difference: corrupted, mended_difference: mended }, names, difference, isHall) {
  const values = [corrupted, clean, ...(mended === undefined ? [] : [mended])];
  const least = Math.min(...values),
    range = Math.max(...values) - least || 1;
  const x = (/** @type {number} */ value) => 6 + (88 * (value - least)) / range;
  const rows = [
    { kind: 'from', name: names.from, value: clean },
    { kind: 'into', name: names.into, value: corrupted },
    ...(mended === undefined ? [] : [{ kind: 'mended', name: words.text('why.patch.withIt'), value: mended }]),
  ];
  const height = isHall ? 40 : 26;
  return html`<div class="line">
    <p>${words.text('why.patch.ahead', { difference })}</p>
    <svg viewBox="0 0 100 ${height}" preserveAspectRatio="none" aria-hidden="true">
      <line x1=${x(corrupted)} x2=${x(clean)} y1=${height / 2} y2=${height / 2}></line>
      ${mended === undefined ? nothing : svg`<line class="got" x1=${x(corrupted)} x2=${x(mended)} y1=${height / 2} y2=${height / 2}></line>`}
      ${rows.map(({ kind, value }) => svg`<line class=${`mark ${kind}`} x1=${x(value)} x2=${x(value)} y1="3" y2=${height - 3}></line>`)}
    </svg>
    <dl>
      ${rows.map(({ kind, name, value }) => html`<div class=${kind}><dt>${name}</dt><dd data-value=${value}>${signed(value)}</dd></div>`)}
    </dl>
  </div>`;
}
