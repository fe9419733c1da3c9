/** One sentence at the foot of the page that goes away by itself. */
import { html, nothing } from 'lit';
import { words } from '../../ui/words.js';

const STAYS_MS = 7000;

export class Notices {
  #page;
  /** @type {import('../../live/conductor.js').Notice | null} */
  #notice = null;
  /** @type {number | undefined} */
  #timer;

  /** @param {import('lit').ReactiveControllerHost} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../live/conductor.js').Notice} notice */
  say(notice) {
    this.#show(notice);
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(null), STAYS_MS);
  }

  /** @param {import('../../live/conductor.js').Notice | null} notice */
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

/** A refusal has a text of its own; other problems are said in the server's words. @param {import('../../live/conductor.js').Notice} notice */
function textOf({ key, values, detail }) {
  return detail && !(key.startsWith('refused.') && words.has(key)) ? detail : words.text(key, values);
}
