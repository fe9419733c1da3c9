/** The driver's choice of how far "run on" goes; while it runs, how many tokens it has added and how many may come. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** The number of tokens that is offered first. */
const USUAL = 20;

export class RunOnForm extends ViewElement {
  /** Whether the field for the number gets the focus once it is there. */
  #asksForNumber = false;

  static styles = [
    shared,
    selectStyle,
    css`
      /* beside the button "Run on" */
      :host {
        flex: 1 1 92px;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      div {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1);
        min-height: var(--button-row, 36px);
      }
      select {
        flex: 1 1 76px;
        min-width: 0;
        min-height: var(--button-row, 32px);
        padding: 0 22px 0 var(--s1);
        text-overflow: ellipsis;
      }
      input {
        width: 52px;
        min-height: var(--button-row, 32px);
        padding: 0 var(--s2);
      }
      @media (pointer: coarse) {
        select,
        input {
          min-height: 48px;
        }
      }
    `,
  ];

  render() {
    const { trace, coming, full, runOn } = this.view ?? {};
    if (!trace || (full && !coming)) return nothing;
    const added = trace.positions - trace.promptLength;
    if (coming) return html`<div role="status">${words.text('next.running', { added, coming })}</div>`;
    const left = trace.info.nCtx - trace.positions;
    return html`<div>
      <select aria-label=${words.text('next.runOnFor')} @change=${(/** @type {{target: HTMLSelectElement}} */ event) => this.#chosen(event.target, left)}>
        <option value="end" ?selected=${runOn === null}>${words.text('next.untilEnd')}</option>
        <option value="number" ?selected=${runOn !== null}>${words.text('next.aNumber')}</option>
      </select>
      ${
        runOn === null || runOn === undefined
          ? nothing
          : html`<input
            type="number"
            min="1"
            max=${left}
            step="1"
            aria-label=${words.text('next.tokens')}
            .value=${String(Math.min(runOn, left))}
            @change=${(/** @type {{target: HTMLInputElement}} */ event) => this.#typed(event.target)}
            data-keys="entry"
            @own-key=${(/** @type {CustomEvent<string>} */ event) => this.#key(event)}
          />`
      }
    </div>`;
  }

  /** @param {HTMLSelectElement} choice @param {number} left tokens that the context has room for */
  #chosen(choice, left) {
    const isNumber = choice.value === 'number';
    ask(this, 'runOnFor', isNumber ? Math.min(USUAL, left) : null);
    // The keys that move the walk are not taken by a choice that has been made.
    choice.blur();
    this.#asksForNumber = isNumber;
  }

  updated() {
    const field = this.renderRoot.querySelector('input');
    if (!field || !this.#asksForNumber) return;
    this.#asksForNumber = false;
    field.select();
  }

  /** @param {HTMLInputElement} field */
  #typed(field) {
    if (field.validity.valid && field.value !== '') ask(this, 'runOnFor', Number(field.value));
    else field.reportValidity();
  }

  /** Enter takes the number and runs on. @param {CustomEvent<string>} event */
  #key(event) {
    if (event.detail !== 'Enter') return;
    event.preventDefault();
    const field = /** @type {HTMLInputElement} */ (event.target);
    this.#typed(field);
    if (!field.validity.valid || field.value === '') return;
    field.blur();
    ask(this, 'runOn');
  }
}

customElements.define('orrery-run-on', RunOnForm);
