/** The notice at the foot of the page: one sentence that disappears after a while. */
import { html, nothing } from 'lit';
import { words } from '../ui/words.js';

const STAYS_MS = 7000;

export class Notices {
  #page;
  /** @type {import('../live/conductor.js').Notice | null} */
  #notice = null;
  /** @type {number | undefined} */
  #timer;

  /** @param {import('lit').ReactiveControllerHost} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../live/conductor.js').Notice} notice */
  say(notice) {
    this.#show(notice);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(null), STAYS_MS);
  }

  /** @param {import('../live/conductor.js').Notice | null} notice */
  #show(notice) {
    this.#notice = notice;
    this.#page.requestUpdate();
  }

  box() {
    return html`<div class="notices" role="status">
      ${this.#notice === null
        ? nothing
        : html`<p class="notice">
            ${textOf(this.#notice)}
            <button aria-label=${words.text('banner.dismiss')} @click=${() => this.#show(null)}>×</button>
          </p>`}
    </div>`;
  }
}

/** @param {import('../live/conductor.js').Notice} notice */
const textOf = ({ key = '', values, problem }) => (problem ? words.problem(problem) : words.text(key, values));
