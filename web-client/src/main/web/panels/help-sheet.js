/** What the keys do, read from the one table of keys. */
import { css, html, LitElement } from 'lit';
import { KEYS } from '../keys.js';
import { keyCaps } from './key-caps.js';
import { sheet } from './sheet-style.js';
import { shared } from './styles.js';
import { words } from './words.js';

export class HelpSheet extends LitElement {
  static properties = {
    page: {},
  };

  static styles = [
    shared,
    sheet,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: var(--s2) var(--s5);
        align-items: center;
      }
      dt {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
        max-width: 240px;
      }
      kbd {
        font-size: var(--text-sm);
        line-height: 24px;
        padding: 0 var(--s2);
        color: var(--ink-2);
      }
      dd {
        color: var(--ink);
      }
      h2:focus {
        outline: none;
      }
      /* A presenter has many keys: beside each other they are all seen at once. */
      @media (min-width: 900px) {
        dialog {
          width: min(920px, calc(100vw - 2 * var(--s4)));
        }
        dl {
          grid-template-columns: max-content 1fr max-content 1fr;
        }
      }
      .note {
        margin-top: var(--s4);
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
    `,
  ];

  constructor() {
    super();
    this.page = 'solo';
  }

  /** Shows the sheet, or puts it away. */
  toggle() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog?.open) dialog.close();
    else dialog?.showModal();
  }

  get open() {
    return this.renderRoot.querySelector('dialog')?.open ?? false;
  }

  render() {
    const rows = KEYS.filter(({ who }) => who.includes(/** @type {any} */ (this.page)));
    return html`<dialog aria-labelledby="title">
      <h2 id="title" tabindex="-1" autofocus>${words.text('help.title')}</h2>
      <dl>
        ${rows.map(
          (row) => html`<dt>
              ${keyCaps(row).map((cap) => html`<kbd>${words.has(`help.cap.${cap}`) ? words.text(`help.cap.${cap}`) : cap}</kbd>`)}
            </dt>
            <dd>${words.text(`help.action.${row.action}`)}</dd>`,
        )}
      </dl>
      <p class="note">${words.text('help.note')}</p>
      <p class="note">${words.text(matchMedia('(pointer: coarse)').matches ? 'help.touch' : 'help.mouse')}</p>
      <div class="row">
        <button class="filled" @click=${() => this.toggle()}>${words.text('help.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-help', HelpSheet);
