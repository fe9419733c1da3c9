/** The lead that all votes make up, alone: the logits of both tokens as bars, before anybody asks which part has voted for them. */
import { html, nothing } from 'lit';
import { rich } from '../../../ui/rich-text.js';
import { words } from '../../../ui/words.js';
import { leadBars } from './attribution-rows.js';

const DIGITS = 2;

/**
 * @param {import('../tools.js').ToolContext} context
 * @param {import('../measured.js').About} answer
 * @param {{a: string, b: string}} names
 */
export function leadView(context, answer, { a, b }) {
  const { area, mayAsk, open } = context;
  const number = (/** @type {number} */ value) => words.number(value, DIGITS);
  const by = answer.logit_difference;
  const bars = leadBars(answer);
  return html`<div class=${area.hall ? 'hall' : 'stacked'}>
    <div class="bars">
      <p class="said">${rich(words.text(by >= 0 ? 'why.votes.ahead' : 'why.votes.behind', { a, b, by: number(Math.abs(by)) }))}</p>
      <ol>
        ${bars.map(
          ({ of, value, from, to, zero }) => html`<li data-of=${of} data-value=${value}>
            <div>
              <span class="name">${of === 'a' ? a : b}</span>
              <span class="track">
                <i class="zero" style=${`left:${zero}%`}></i>
                <i class="bar ${of === 'a' ? 'for' : 'against'}" style=${`left:${from}%;width:${to - from}%`}></i>
              </span>
              <span class="value ${of === 'a' ? 'for' : 'against'}">${number(value)}</span>
            </div>
          </li>`,
        )}
      </ol>
    </div>
    ${mayAsk && !area.hall ? html`<p><button class="plain" @click=${() => open({ only: null })}>${words.text('why.votes.parts')}</button></p>` : nothing}
  </div>`;
}
