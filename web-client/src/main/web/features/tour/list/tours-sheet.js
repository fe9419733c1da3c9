/** The sheet from which somebody who moves the walk starts a tour: alone, or for everyone in a room. */
import { css, html, nothing } from 'lit';
import { ask } from '../../../ui/ask.js';
import { Sheet } from '../../../ui/sheet.js';
import { sheet } from '../../../ui/sheet-style.js';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { OfferedTours } from './tour-list.js';
import './tours-list.js';

export class ToursSheet extends Sheet {
  static properties = { progress: { attribute: false } };

  static styles = [
    shared,
    sheet,
    css`
      dialog {
        width: min(640px, calc(100vw - 2 * var(--s4)));
      }
      .note {
        margin: calc(-1 * var(--s2)) 0 var(--s4);
        color: var(--ink-2);
      }
      .row {
        justify-content: space-between;
      }
    `,
  ];

  constructor() {
    super();
    this.offered = new OfferedTours(this);
    /** @type {import('../progress.js').Progress | null} */
    this.progress = null;
  }

  /** Opens the sheet, or closes it. */
  toggle() {
    if (this.open) return this.close();
    this.offered.load(this.view?.graph?.model.id);
    this.requestUpdate();
    this.dialog?.showModal();
  }

  /** @param {{tour: string, route?: number, beat?: string}} wanted */
  #start(wanted) {
    this.close();
    ask(this, 'tourStart', wanted);
  }

  render() {
    const { view } = this,
      { list: tours, failed } = this.offered;
    const inRoom = view?.page === 'presenter';
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${words.text('tours.title')}</h2>
      ${inRoom ? html`<p class="note">${words.text('tours.forAll')}</p>` : nothing}
      ${failed ? html`<p class="wrong" role="alert">${failed}</p>` : tours === null ? html`<p role="status">${words.text('tours.loading')}</p>` : nothing}
      ${tours?.length === 0 ? html`<p>${words.text('tours.none')}</p>` : nothing}
      ${
        tours?.length
          ? html`<orrery-tours-list
            .tours=${tours}
            .progress=${inRoom ? null : this.progress}
            .model=${view?.graph?.model.id}
            @start=${(/** @type {CustomEvent<{tour: string, route?: number, beat?: string}>} */ event) => this.#start(event.detail)}
          ></orrery-tours-list>`
          : nothing
      }
      <div class="row">
        ${
          view?.tour
            ? html`<button
              class="plain"
              @click=${() => {
                this.close();
                ask(this, 'tourEnd');
              }}
            >
              ${words.text('tours.steps')}
            </button>`
            : html`<span></span>`
        }
        <button class="plain" @click=${() => this.close()}>${words.text('tours.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-tours', ToursSheet);
