/** The question that the room is asked, on the page of those who may drive: how the answers fall, and what to do next. */
import { css, html, nothing } from 'lit';
import { askedOf, turnout } from './asked.js';
import { dial, dialStyle } from './dial.js';
import { percent, rows, rowsStyle, sentence, spokenRow } from './rows.js';
import { ask } from '../../ui/ask.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

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

export class AskedPanel extends ViewElement {
  static properties = { flat: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    framed,
    dialStyle,
    rowsStyle,
    css`
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
      .lines .p {
        background: var(--p);
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
    `,
  ];

  constructor() {
    super();
    this.flat = false;
  }

  render() {
    const { view } = this;
    const asked = askedOf(view);
    if (!view?.room || !asked) return nothing;
    const { number, question } = asked;
    const { answers, people } = turnout(view);
    const revealed = question.phase === 'revealed';
    return html`<section aria-labelledby="title">
      <div class="head">
        <div>
          <h2 id="title">${words.text('prediction.panel.title')} · ${words.text('prediction.number', { number })}</h2>
          ${question.first ? html`<p>${words.text('game.again')}</p>` : nothing}
          ${question.about && question.question ? html`<p><bdi>${question.question}</bdi></p>` : nothing}
          <div class="sentence">${sentence(question, ' …')}</div>
        </div>
        ${dial(answers, people, html`<b aria-hidden="true">${words.number(answers, 0)}</b><span aria-hidden="true">${words.text('prediction.ofMany', { people })}</span>`)}
      </div>
      <p class="hidden" role="status">${question.phase === 'open' ? nothing : words.text('prediction.closed')}</p>
      <p class="hidden">${words.text('prediction.answered', { answers, people })}</p>
      <ul>
        ${rows(question).map((row) => this.#row(row, row.index === question.right))}
      </ul>
      <p class="note">${words.text(`prediction.panel.${revealed ? 'all' : question.phase === 'closed' ? 'closedAlone' : 'alone'}`)}</p>
      ${
        view.room.drives
          ? html`<div class="does">
            ${DOES[question.phase]
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

  /** @param {import('./rows.js').Row} row @param {boolean} isModels whether it is the model's own answer */
  #row(row, isModels) {
    const { name, other, count, of, p, first } = row;
    return html`<li class="${other ? 'other' : ''} ${isModels ? 'models' : ''}">
      <span class="hidden">${spokenRow(row, isModels && words.text('prediction.isModels'))}</span>
      <span class="name" aria-hidden="true"><bdi>${name}</bdi></span>
      <span class="lines" aria-hidden="true">${count === 0 ? html`<i class="none"></i>` : html`<i .style=${`--share: ${of}`}></i>`}${p === null ? nothing : html`<i class="p" .style=${`--share: ${p}`}></i>`}</span>
      <span class="figures" aria-hidden="true"><b>${words.number(count, 0)}${first === undefined ? nothing : html` <small>(${words.number(first, 0)})</small>`}</b>${p !== null ? html`<span class="p">${percent(p)}</span>` : nothing}</span>
    </li>`;
  }
}

customElements.define('orrery-asked', AskedPanel);
