/**
 * A stack of panels for windows too narrow to show them side by side: one is shown at a time, chosen by its tab. On a phone
 * it is the sheet at the foot.
 */
import { css, html, LitElement, nothing } from 'lit';
import { shared } from './styles.js';
import { words } from './words.js';

export class PanelStack extends LitElement {
  static properties = {
    tabs: { attribute: false },
    shown: {},
    sheet: { type: Boolean, reflect: true },
    folded: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      :host {
        display: flex;
        flex-direction: column;
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
        padding: var(--s3);
        gap: var(--s3);
        min-height: 0;
      }
      :host([sheet]) {
        border-radius: var(--r4) var(--r4) 0 0;
        padding: 0 20px max(var(--s3), env(safe-area-inset-bottom));
        gap: var(--s2);
      }
      .grab {
        display: none;
      }
      :host([sheet]) .grab {
        display: grid;
        place-items: center;
        flex: none;
        height: 24px;
        margin: 0 -20px;
        position: relative;
        border-radius: var(--r4) var(--r4) 0 0;
      }
      /* The touch target extends above the handle. */
      .grab::before {
        content: '';
        position: absolute;
        inset: -24px 30% 0;
      }
      .grab i {
        width: 36px;
        height: 4px;
        border-radius: 2px;
        background: var(--line-strong);
      }
      .content {
        flex: 1;
        min-height: 0;
        overflow-y: auto;
        padding: 2px var(--s1);
        scrollbar-width: thin;
      }
      :host([sheet]) .content {
        margin-top: calc(-1 * var(--s2));
      }
      :host([folded]) .content,
      :host([folded]) ::slotted([slot='under']) {
        display: none;
      }
      .tabs {
        display: flex;
        flex: none;
        gap: 2px;
        padding: 2px;
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      .tabs button {
        flex: 1 1 auto;
        min-height: 36px;
        padding: 0 var(--s2);
        border-radius: 6px;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      :host([sheet]) .tabs button {
        min-width: 48px;
        min-height: 48px;
        padding: 0 2px;
        font-size: var(--text-md);
      }
      .tabs button[aria-pressed='true'] {
        background: var(--surface);
        color: var(--ink);
        font-weight: var(--w-strong);
        box-shadow: var(--shadow-1);
      }
      :host(:not([sheet])) .tabs {
        order: -1;
      }
      @media (max-width: 340px) {
        :host([sheet]) .tabs button {
          font-size: var(--text-sm);
        }
      }
      /* a low sheet has room for some lines of text */
      @media (max-height: 560px) {
        :host([sheet]) {
          gap: 2px;
          padding-bottom: 2px;
        }
        :host([sheet]) .grab {
          height: 16px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {string[]} string keys below `tabs` */
    this.tabs = [];
    /** Other string keys, by tab. @type {Record<string, string>} */
    this.names = {};
    this.shown = '';
    this.sheet = false;
    this.folded = false;
  }

  render() {
    // `tabindex`, so that a panel without focusable content can be scrolled by keyboard.
    return html`<button
        class="grab"
        data-keys="handle"
        aria-label=${words.text('tabs.grab')}
        aria-expanded=${String(!this.folded)}
        @click=${() => this.#tell('fold', !this.folded)}
      >
        <i></i>
      </button>
      <div class="content" tabindex="0"><slot name=${this.shown}></slot></div>
      <slot name="under"></slot>
      ${
        this.tabs.length < 2
          ? nothing
          : html`<div class="tabs" role="group" aria-label=${words.text('tabs.label')}>
            ${this.tabs.map(
              (tab) => html`<button aria-pressed=${String(tab === this.shown)} @click=${() => this.#choose(tab)}>
                ${words.text(`tabs.${this.names[tab] ?? tab}`)}
              </button>`,
            )}
          </div>`
      }`;
  }

  /** @param {string} tab */
  #choose(tab) {
    if (this.folded) this.#tell('fold', false);
    this.#tell('tab', tab);
  }

  /** @param {'fold' | 'tab'} type @param {boolean | string} detail */
  #tell(type, detail) {
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }
}

customElements.define('orrery-stack', PanelStack);
