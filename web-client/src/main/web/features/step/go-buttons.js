/**
 * The "back" and "next" buttons. At the last step, "next" becomes a button that adds the token that comes next.
 *
 * @typedef {import('lit').PropertyValues} PropertyValues
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { nextStep, previousStep } from '../../model/graph.js';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { atEnd, nextOf, tokenText } from '../../ui/step-texts.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class GoButtons extends ViewElement {
  static properties = {
    keys: { type: Boolean },
  };

  static styles = [
    shared,
    css`
      :host {
        display: flex;
        flex: none;
        gap: var(--s2);
      }
      .filled,
      .plain {
        flex: 1;
        white-space: nowrap;
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the buttons show their keys. */
    this.keys = false;
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  updated(changed) {
    const before = changed.get('view');
    if (!before || before.step === this.view?.step || matchMedia('(prefers-reduced-motion: reduce)').matches) return;
    // The button flashes, also when its key was pressed.
    this.renderRoot.querySelector('.filled')?.animate([{ filter: 'brightness(1.3)' }, { filter: 'none' }], 180);
  }

  render() {
    const { view } = this;
    if (!view?.graph || view.step === null) return nothing;
    return html`<button
        class="icon framed"
        aria-label=${words.text('bar.back')}
        title=${words.text('bar.back')}
        ?disabled=${previousStep(view.graph, view.step) === null}
        @click=${() => ask(this, 'back')}
      >
        ${icons.back}
      </button>
      ${nextStep(view.graph, view.step) ? this.#forward(words.text(view.page === 'presenter' ? 'bar.next' : 'card.continue')) : this.#atEnd(view)}`;
  }

  /** @param {View} view */
  #atEnd(view) {
    const does = atEnd(view);
    if (does === 'full')
      return html`<button class="plain" @click=${() => ask(this, 'reset')}>${words.text('card.again')}</button>`;
    if (does === 'show')
      return this.#forward(words.text(view.room?.parts.prediction?.hides ? 'prediction.panel.reveal' : 'answer.show'));
    if (does === 'ended') return this.#button('generate', words.text('next.goOn'), 'G', view.generating);
    // It may be hidden, or not be drawn yet.
    const next = nextOf(view);
    const label = next ? words.text('card.addToken', { token: tokenText(next.text) }) : words.text('next.add');
    return this.#forward(view.generating ? words.text('card.adding') : label, view.generating);
  }

  /** @param {string} label */
  #forward(label, off = false) {
    return this.#button('next', label, '→', off);
  }

  /** @param {'generate' | 'next'} action @param {string} label @param {'G' | '→'} cap @param {boolean} off */
  #button(action, label, cap, off) {
    return html`<button class="filled" ?disabled=${off} @click=${() => ask(this, action)}>${label} ${this.keys ? html`<kbd aria-hidden="true">${cap}</kbd>` : nothing}</button>`;
  }
}

customElements.define('orrery-go', GoButtons);
