/**
 * A question that the room is asked, on the page of those who may drive: how the answers fall, and what to do next. Base class; each kind has its own
 * sentence and list.
 */
import { css, html, nothing } from 'lit';
import { ask } from '../ask.js';
import { framed } from '../panel-styles.js';
import { shared } from '../styles.js';
import { ViewElement } from '../view-element.js';
import { words } from '../words.js';
import { turnout } from './asked.js';
import { dial, dialStyle } from './dial.js';

/** The buttons of a phase, as actions; the first is what the key does. */
const DOES = {
  open: ['predictClose', 'predictReveal', 'predictEnd'],
  closed: ['predictReveal', 'predictAgain', 'predictEnd'],
  revealed: ['predictEnd', 'predictAgain'],
};
const NAMES = new Map([
  ['predictClose', 'prediction.panel.close'],
  ['predictReveal', 'prediction.panel.reveal'],
  ['predictAgain', 'game.do.again'],
  ['predictEnd', 'prediction.panel.end'],
]);

/** Styles of a panel with buttons for what to do next, in `.does`. */
export const doesStyle = css`
  /* The list of people gives way, not the buttons. */
  :host(:not([flat])) {
    flex: none;
  }
  :host([flat]) {
    margin-bottom: var(--s5);
  }
  section {
    display: grid;
    gap: var(--s3);
  }
  h2 {
    font-size: var(--text-sm);
    font-weight: var(--w-regular);
    color: var(--ink-2);
  }
  .does {
    display: flex;
    flex-wrap: wrap;
    gap: var(--s2);
  }
  .does button {
    flex: 1 1 auto;
    min-height: 40px;
    padding: 0 var(--s3);
  }
  @media (pointer: coarse) {
    .does button {
      min-height: 48px;
    }
  }
`;

const frameStyle = css`
  .head {
    display: grid;
    grid-template-columns: 1fr 104px;
    gap: var(--s3);
    align-items: start;
  }
  .sentence {
    margin-top: 2px;
    max-height: 5.2em;
    overflow: auto;
    font-size: var(--text-lg);
    line-height: 1.3;
    font-weight: var(--w-strong);
    overflow-wrap: anywhere;
  }
  /* It is scrolled to the text's end, which the question is about. */
  .sentence:not(:has(.own)) {
    display: flex;
    flex-direction: column-reverse;
  }
  .sentence:has(.own) {
    max-height: 9em;
    font-size: var(--text-md);
  }
  .inside {
    line-height: 1;
  }
  .inside b {
    display: block;
    font-size: 30px;
    font-weight: var(--w-strong);
  }
  .inside span {
    font-size: var(--text-xs);
    color: var(--ink-2);
  }
  ul {
    display: grid;
    grid-template-columns: minmax(48px, max-content) minmax(60px, 1fr) max-content;
    gap: 8px var(--s3);
  }
  li {
    display: grid;
    grid-column: 1 / -1;
    grid-template-columns: subgrid;
    align-items: center;
  }
  .name {
    max-width: 112px;
    font-weight: var(--w-strong);
    line-height: 1.2;
    overflow-wrap: anywhere;
  }
  .lines i {
    display: block;
    height: 9px;
    margin: 2px 0;
    width: max(2px, 100% * var(--share));
    border-radius: 0 2px 2px 0;
    background: var(--ink);
  }
  .lines .none {
    width: 0;
  }
  .figures {
    display: grid;
    text-align: right;
    font-size: var(--text-sm);
    line-height: 1.15;
  }
  .figures b {
    font-weight: var(--w-strong);
  }
  .note {
    font-size: var(--text-sm);
    color: var(--ink-2);
  }
`;

export class PanelFrame extends ViewElement {
  static styles = [shared, framed, dialStyle, doesStyle, frameStyle];

  /** The question of this kind that is shown. @returns {import('./asked.js').Asked | null} */
  get asked() {
    return null;
  }

  /** The sentence of the question. @returns {unknown} */
  sentence() {
    return nothing;
  }

  /** How the answers fall, as a list. @returns {unknown} */
  list() {
    return nothing;
  }

  render() {
    const { view, asked } = this;
    if (!view?.room || !asked) return nothing;
    const { number, question } = asked;
    const { phase } = question;
    const { answers, people } = turnout(view, question);
    return html`<section aria-labelledby="title">
      <div class="head">
        <div>
          <h2 id="title">${words.text('prediction.panel.title')} · ${words.text('prediction.number', { number })}</h2>
          ${question.first ? html`<p>${words.text('game.again')}</p>` : nothing}
          ${this.sentence()}
        </div>
        ${dial(answers, people, html`<b aria-hidden="true">${words.number(answers, 0)}</b><span aria-hidden="true">${words.text('prediction.ofMany', { people })}</span>`)}
      </div>
      <p class="hidden" role="status">${phase === 'open' ? nothing : words.text('prediction.closed')}</p>
      <p class="hidden">${words.text('prediction.answered', { answers, people })}</p>
      ${this.list()}
      <p class="note">${words.text(`prediction.panel.${phase === 'revealed' ? 'all' : phase === 'closed' ? 'closedAlone' : 'alone'}`)}</p>
      ${
        view.room.drives
          ? html`<div class="does">
            ${DOES[phase]
              .filter((action) => action !== 'predictAgain' || !question.first)
              .map(
                (action, i) => html`<button class="plain" @click=${() => ask(this, action)}>
                ${words.text(NAMES.get(action) ?? '')}${i === 0 ? html` <kbd aria-hidden="true">I</kbd>` : nothing}
              </button>`,
              )}
          </div>`
          : nothing
      }
    </section>`;
  }
}
