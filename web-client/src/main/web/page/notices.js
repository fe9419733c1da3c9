/** The notices at the foot of the page: one sentence that disappears after a while, above those that stay until they are dismissed. */
import { html } from 'lit';
import { words } from '../ui/words.js';

const STAYS_MS = 7000;

export class Notices {
  #page;
  /** @type {import('../live/conductor.js').Notice[]} */
  #shown = [];
  /** @type {number | undefined} */
  #timer;

  /** @param {import('lit').ReactiveControllerHost} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../live/conductor.js').Notice} notice */
  say(notice) {
    this.#show([...(notice.stays ? this.#shown : this.#staying()), notice]);
    if (notice.stays) return;
    clearTimeout(this.#timer);
    this.#timer = window.setTimeout(() => this.#show(this.#staying()), STAYS_MS);
  }

  #staying() {
    return this.#shown.filter(({ stays }) => stays);
  }

  /** @param {import('../live/conductor.js').Notice[]} notices */
  #show(notices) {
    this.#shown = notices;
    this.#page.requestUpdate();
  }

  box() {
    return html`<div class="notices" role="status">
      ${this.#shown.map(
        (notice) =>
          html`<p class="notice">
            ${textOf(notice)}
            <button aria-label=${words.text('banner.dismiss')} @click=${() => this.#show(this.#shown.filter((each) => each !== notice))}>×</button>
          </p>`,
      )}
    </div>`;
  }
}

/** @param {import('../live/conductor.js').Notice} notice */
const textOf = ({ key = '', values, problem }) => (problem ? words.problem(problem) : words.text(key, values));
