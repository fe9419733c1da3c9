/** What comes next, or the driver's own question, on the page of those who may drive. */
import { css, html, nothing } from 'lit';
import { PanelFrame } from '../../ui/asks/panel-frame.js';
import { words } from '../../ui/words.js';
import { askedOf } from './asked.js';
import { modelName, percent, rightText, rows, rowsStyle, sentence, spokenRow } from './rows.js';

export class AskedPanel extends PanelFrame {
  static styles = [
    ...PanelFrame.styles,
    rowsStyle,
    css`
      .lines .p {
        background: var(--p);
      }
    `,
  ];

  get asked() {
    return askedOf(this.view);
  }

  sentence() {
    const { question } = /** @type {import('./asked.js').NumberedPoll} */ (this.asked);
    return html`${question.about && question.question ? html`<p><bdi>${question.question}</bdi></p>` : nothing}
      <div class="sentence">${sentence(question, ' …')}</div>`;
  }

  list() {
    const { question } = /** @type {import('./asked.js').NumberedPoll} */ (this.asked);
    return html`<ul>
      ${rows(question).map((row) => this.#row(row, question))}
    </ul>`;
  }

  /** @param {import('./rows.js').Row} row @param {import('./asked.js').Poll} question */
  #row(row, question) {
    const { name, other, count, of, p, first } = row;
    const isModels = row.index === question.right;
    const model = modelName(this.view);
    return html`<li class="${other ? 'other' : ''} ${isModels ? 'models' : ''}">
      <span class="hidden">${spokenRow(row, model, isModels && rightText(question, model))}</span>
      <span class="name" aria-hidden="true"><bdi>${name}</bdi></span>
      <span class="lines" aria-hidden="true">${count === 0 ? html`<i class="none"></i>` : html`<i .style=${`--share: ${of}`}></i>`}${p === null ? nothing : html`<i class="p" .style=${`--share: ${p}`}></i>`}</span>
      <span class="figures" aria-hidden="true"><b>${words.number(count, 0)}${first === undefined ? nothing : html` <small>(${words.number(first, 0)})</small>`}</b>${p !== null ? html`<span class="p">${percent(p)}</span>` : nothing}</span>
    </li>`;
  }
}

customElements.define('orrery-asked', AskedPanel);
