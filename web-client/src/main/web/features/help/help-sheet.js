/** The sheet of keys, made from the table of all keys. */
import { css, html, nothing } from 'lit';
import { keyCap, keyCaps, rowsOf } from '../../ui/key-caps.js';
import '../../ui/language-choice.js';
import { Sheet } from '../../ui/sheet.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class HelpSheet extends Sheet {
  static properties = {
    page: { reflect: true },
  };

  static styles = [
    shared,
    sheet,
    css`
      dl {
        display: grid;
        grid-template-columns: minmax(104px, max-content) 1fr;
        gap: 6px var(--s4);
        align-items: center;
      }
      .group {
        break-inside: avoid;
        padding-top: var(--s4);
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
      h3 {
        margin-bottom: var(--s2);
        font-size: var(--text-md);
        font-weight: var(--w-strong);
        color: var(--accent);
      }
      h2:focus {
        outline: none;
      }
      /* A presenter has many keys: in columns they are all visible at once. */
      @media (min-width: 900px) {
        :host(:not([page='projector'])) dialog {
          width: min(980px, calc(100vw - 2 * var(--s4)));
        }
        :host(:not([page='projector'])) .groups {
          columns: 2;
          column-gap: var(--s6);
        }
      }
      @media (min-width: 1300px) {
        :host([page='presenter']) dialog {
          width: 1260px;
        }
        :host([page='presenter']) .groups {
          columns: 3;
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
        gap: 6px var(--s5);
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
          max-width: 104px;
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
    if (this.open) this.dialog?.close();
    else this.dialog?.showModal();
  }

  /** String key of a group's heading. @param {string} group */
  #heading(group) {
    return group === 'stage' && this.page !== 'presenter' ? 'help.group.first' : `help.group.${group}`;
  }

  /** String key of an action's description, which may differ by page. @param {string} action */
  #meaning(action) {
    const own = `help.on.${this.page}.${action}`;
    return words.has(own) ? own : `help.action.${action}`;
  }

  /** @param {{action: string, keys: string[]}} row */
  #row({ action, keys }) {
    return html`<dt>${keyCaps(keys).map((cap) => html`<kbd>${keyCap(cap)}</kbd>`)}</dt>
      <dd>${words.text(this.#meaning(action))}</dd>`;
  }

  #notes() {
    if (this.page === 'projector') return ['help.on.projector.note'];
    return [
      this.page === 'attendee' || this.page === 'replay' ? 'help.note' : 'help.noteClicker',
      matchMedia('(pointer: coarse)').matches ? 'help.touch' : 'help.mouse',
    ];
  }

  render() {
    // On touch screens the note about gestures comes first.
    const notes = this.#notes().map((note) => html`<p class="note">${words.text(note)}</p>`),
      touch = this.page !== 'projector' && matchMedia('(pointer: coarse)').matches;
    const rows = rowsOf(this.page),
      // the hall's screen has so few that they need no groups
      groups = this.page === 'projector' ? [''] : [...new Set(rows.map(({ group }) => group))];
    // A click on the sheet must not reach the hall's screen below it.
    return html`<dialog aria-labelledby="title" @click=${(/** @type {Event} */ event) => event.stopPropagation()}>
      <h2 id="title" tabindex="-1" autofocus>${words.text('help.title')}</h2>
      ${touch ? notes.reverse() : nothing}
      <div class="groups">
        ${groups.map(
          (group) => html`<div class="group">
            ${group === '' ? nothing : html`<h3>${words.text(this.#heading(group))}</h3>`}
            <dl>
              ${rows.filter((row) => group === '' || row.group === group).map((row) => this.#row(row))}
            </dl>
          </div>`,
        )}
      </div>
      ${touch ? nothing : notes}
      <div class="row">
        <orrery-language></orrery-language>
        <button class="filled" @click=${() => this.toggle()}>${words.text('help.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-help', HelpSheet);
