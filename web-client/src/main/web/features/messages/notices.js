/** One sentence at the foot of the page that goes away by itself. */
import { html, nothing } from 'lit';
import { words } from '../../ui/words.js';

const STAYS_MS = 7000;

export class Notices {
  #page;
  /** @type {string | null} */
  #text = null;
  /** @type {number | undefined} */
  #timer;

  /** @param {import('lit').ReactiveControllerHost} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../live/conductor.js').Notice} notice */
  say({ key, values, detail }) {
    this.#show(detail || words.text(key, values));
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(null), STAYS_MS);
  }

  #show(text) {
    this.#text = text;
    this.#page.requestUpdate();
  }

  box() {
    return html`<div class="notices" role="status">
      ${this.#text === null
        ? nothing
        : html`<p class="notice">
            ${this.#text}
            <button aria-label=${words.text('banner.dismiss')} @click=${() => this.#show(null)}>×</button>
          </p>`}
    </div>`;
  }
}
