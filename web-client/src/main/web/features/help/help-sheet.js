/** The sheet of keys, made from the table of all keys. */
import { css, html, LitElement, nothing } from 'lit';
import { keyCaps, rowsOf } from './key-caps.js';
import '../../ui/language-choice.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class HelpSheet extends LitElement {
  static properties = {
    page: { reflect: true },
  };

  static styles = [
    shared,
    sheet,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content 1fr;
        gap: 6px var(--s5);
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
      .note + dl {
        margin-top: var(--s4);
      }
      h2:focus {
        outline: none;
      }
      /* A presenter has many keys: in two columns they are all visible at once. */
      @media (min-width: 900px) {
        dialog {
          width: min(920px, calc(100vw - 2 * var(--s4)));
        }
        dl {
          grid-template-columns: max-content 1fr max-content 1fr;
        }
      }
      /* On the hall's screen, large enough for the last row of seats. */
      :host([page='projector']) {
        font-size: 28px;
      }
      :host([page='projector']) dialog {
        width: min(900px, calc(100vw - 2 * var(--s5)));
        padding: var(--s6);
      }
      :host([page='projector']) h2 {
        font-size: var(--text-2xl);
      }
      :host([page='projector']) dl {
        grid-template-columns: max-content 1fr;
      }
      :host([page='projector']) dt {
        max-width: none;
      }
      :host([page='projector']) kbd {
        font-size: 28px;
        line-height: 40px;
      }
      @media (max-width: 720px) {
        :host([page='projector']),
        :host([page='projector']) kbd {
          font-size: 19px;
        }
        :host([page='projector']) kbd {
          line-height: 28px;
        }
        :host([page='projector']) dialog {
          padding: var(--s5);
        }
        :host([page='projector']) dl {
          grid-template-columns: 1fr;
        }
        :host([page='projector']) dd {
          margin-bottom: var(--s3);
        }
      }
      @media (max-width: 600px) {
        dl {
          column-gap: var(--s4);
        }
        dt {
          max-width: 100px;
        }
      }
      /* The button that closes the sheet stays visible, however long the sheet is. */
      .row {
        position: sticky;
        bottom: calc(-1 * var(--s5));
        margin: var(--s2) 0 calc(-1 * var(--s5));
        padding: var(--s3) 0 var(--s5);
        background: linear-gradient(transparent, var(--surface) var(--s3));
      }
      .note {
        margin-top: var(--s3);
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
    `,
  ];

  constructor() {
    super();
    this.page = 'solo';
  }

  /** Opens or closes the sheet. */
  toggle() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog?.open) dialog.close();
    else dialog?.showModal();
  }

  get open() {
    return this.renderRoot.querySelector('dialog')?.open ?? false;
  }

  /** String key of an action's description, which may differ by page. @param {string} action */
  #meaning(action) {
    const own = `help.on.${this.page}.${action}`;
    return words.has(own) ? own : `help.action.${action}`;
  }

  #notes() {
    if (this.page === 'projector') return ['help.on.projector.note'];
    return ['help.note', matchMedia('(pointer: coarse)').matches ? 'help.touch' : 'help.mouse'];
  }

  render() {
    // On touch screens the note about gestures comes first.
    const notes = this.#notes().map((note) => html`<p class="note">${words.text(note)}</p>`),
      touch = this.page !== 'projector' && matchMedia('(pointer: coarse)').matches;
    const rows = rowsOf(this.page);
    // A click on the sheet must not reach the hall's screen below it.
    return html`<dialog aria-labelledby="title" @click=${(event) => event.stopPropagation()}>
      <h2 id="title" tabindex="-1" autofocus>${words.text('help.title')}</h2>
      ${touch ? notes.reverse() : nothing}
      <dl>
        ${rows.map(
          (row) => html`<dt>
              ${keyCaps(row.keys).map((cap) => html`<kbd>${words.has(`help.cap.${cap}`) ? words.text(`help.cap.${cap}`) : cap}</kbd>`)}
            </dt>
            <dd>${words.text(this.#meaning(row.action))}</dd>`,
        )}
      </dl>
      ${touch ? nothing : notes}
      <div class="row">
        <orrery-language></orrery-language>
        <button class="filled" @click=${() => this.toggle()}>${words.text('help.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-help', HelpSheet);
