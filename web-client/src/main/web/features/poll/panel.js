/** A poll on the page of those who may drive: how the answers fall; a text is hidden by one press. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { PanelFrame } from '../../ui/asks/panel-frame.js';
import { icons } from '../../ui/icons.js';
import { words } from '../../ui/words.js';
import { colour, longest, mark, markStyle, pollOf, rows, spokenRow } from './poll.js';

export class PollPanel extends PanelFrame {
  static styles = [
    ...PanelFrame.styles,
    markStyle,
    css`
      /* an option may be a sentence, so its bar is below it */
      .name {
        grid-column: 1 / -1;
        max-width: none;
        display: flex;
        align-items: center;
        gap: 6px;
      }
      ul {
        grid-template-columns: minmax(60px, 1fr) max-content;
        max-height: 34vh;
        overflow-y: auto;
      }
      li.gone .name {
        text-decoration: line-through;
        color: var(--ink-3);
      }
      .name bdi {
        hyphens: auto;
      }
      .figures.has {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: var(--s2);
      }
    `,
  ];

  get asked() {
    return pollOf(this.view);
  }

  get #question() {
    return /** @type {import('./poll.js').Poll} */ (pollOf(this.view)).question;
  }

  sentence() {
    return html`<div class="sentence"><p class="own"><bdi>${this.#question.question}</bdi></p></div>`;
  }

  list() {
    const question = this.#question;
    const all = rows(question);
    const most = longest(all);
    return html`<ul>
        ${all.map((row) => {
          const said = question.said?.[row.index];
          return html`<li class="${colour(question.kind, row.index)} ${row.isRight ? 'right' : ''} ${said?.hidden ? 'gone' : ''}">
            <span class="hidden">${spokenRow(row, question, Boolean(said?.hidden) && words.text('poll.hidden'))}</span>
            <span class="name" aria-hidden="true">${mark(question.kind, row.index)}<bdi>${row.name}</bdi>${row.isRight ? ' ✓' : nothing}</span>
            <span class="lines" aria-hidden="true">${row.count === 0 ? html`<i class="none"></i>` : html`<i .style=${`--share: ${row.count / most}`}></i>`}${row.first ? html`<i class="first" .style=${`--share: ${row.first / most}`}></i>` : nothing}</span>
            <span class="figures ${said ? 'has' : ''}"><b aria-hidden="true">${words.number(row.count, 0)}${row.first === undefined ? nothing : html` <small>(${words.number(row.first, 0)})</small>`}</b>${said && this.view?.room?.drives ? this.#hide(said) : nothing}</span>
          </li>`;
        })}
      </ul>
      ${question.more ? html`<p class="note">${words.text('poll.more', { people: question.more })}</p>` : nothing}`;
  }

  /** @param {import('./poll.js').Said} said */
  #hide({ id, text, hidden = false }) {
    const name = words.text(hidden ? 'poll.show' : 'poll.hide', { text });
    return html`<button class="icon" aria-label=${name} title=${name} aria-pressed=${hidden} @click=${() => ask(this, 'pollHide', { text: id, on: !hidden })}>${hidden ? html`<b aria-hidden="true">+</b>` : icons.close}</button>`;
  }
}

customElements.define('orrery-poll', PollPanel);
