/**
 * A sheet with the whole text, which can be read, scrolled and copied.
 *
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { css, html, nothing } from 'lit';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';
import { wholeText } from './running.js';
import './running-text.js';

export class TextSheet extends ViewElement {
  static properties = {
    copied: { state: true },
    open: { state: true },
  };

  static styles = [
    shared,
    sheet,
    css`
      dialog {
        width: min(760px, calc(100vw - 2 * var(--s4)));
      }
      .count {
        margin-bottom: var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .text {
        max-height: 56vh;
        overflow: auto;
        padding: var(--s3);
        border: 1px solid var(--line);
        border-radius: var(--r2);
        font-size: var(--text-lg);
        --running-lines: 1.55;
      }
      .text:focus-visible {
        outline-offset: -2px;
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the text has been copied since the sheet was opened. */
    this.copied = false;
    this.open = false;
  }

  get #dialog() {
    return this.renderRoot.querySelector('dialog');
  }

  /** Opens or closes the sheet. */
  async toggle() {
    if (this.open) {
      this.#dialog?.close();
      return;
    }
    this.copied = false;
    this.open = true;
    await this.updateComplete;
    this.#dialog?.showModal();
    this.#end();
  }

  render() {
    const { info } = this.view?.trace ?? {};
    // The text is rendered only while it can be seen, for it may be long.
    if (!info || !this.open) return html`<dialog></dialog>`;
    const added = info.tokens.length - info.promptLength;
    return html`<dialog aria-labelledby="title" @close=${() => (this.open = false)}>
      <h2 id="title">${words.text('running.title')}</h2>
      <p class="count">${words.text('running.count', { count: info.tokens.length, added })}</p>
      <div class="text" tabindex="0" role="region" aria-labelledby="title"><orrery-running-text .info=${info}></orrery-running-text></div>
      <div class="row">
        ${
          navigator.clipboard
            ? html`<button class="plain" @click=${() => this.#copy(info.text)}>${words.text(this.copied ? 'running.copied' : 'running.copy')}</button>`
            : nothing
        }
        <button class="filled" @click=${() => this.toggle()}>${words.text('help.close')}</button>
      </div>
    </dialog>`;
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  updated(changed) {
    const before = changed.get('view');
    if (this.open && before && before.trace !== this.view?.trace) this.#end();
  }

  /** Scrolls to the end of the text, where it goes on. */
  async #end() {
    const text = this.renderRoot.querySelector('.text');
    await /** @type {any} */ (text?.firstElementChild)?.updateComplete;
    if (text) text.scrollTop = text.scrollHeight;
  }

  async #copy(/** @type {string[]} */ text) {
    try {
      await navigator.clipboard.writeText(wholeText(text));
      this.copied = true;
    } catch {
      // The text can be selected and copied by hand.
    }
  }
}

customElements.define('orrery-text-sheet', TextSheet);
