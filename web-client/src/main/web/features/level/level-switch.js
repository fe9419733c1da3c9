/** The switch between Simple, Developer and Expert texts: three buttons, or with `flat` a list that opens. On a first visit it asks who is looking, in its card. */
import { css, html, LitElement } from 'lit';
import { ask } from '../../ui/ask.js';
import { keepChoice } from '../../ui/change-texts.js';
import { kept, linked, textSettings } from '../../ui/language.js';
import { keyOf } from '../../ui/level.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';
import { ORDER } from './order.js';

/** Storage key: the person did not say who is looking. */
const SKIPPED = 'orrery.level.skipped';

/** Whether a page asks who is looking: only on a first visit alone or in a room, and never where somebody has chosen a level already, or in another site's frame. @param {string} page */
const asksLevel = (page) =>
  !location.pathname.startsWith('/embed/') &&
  ['solo', 'attendee', 'replay'].includes(page) &&
  [textSettings.level, linked('level'), kept(keyOf(page)), kept(SKIPPED)].every((each) => each === '');

export class LevelSwitch extends LitElement {
  static properties = {
    flat: { type: Boolean, reflect: true },
    asks: { type: Boolean, reflect: true },
    page: {},
    place: {},
  };

  static styles = [
    shared,
    css`
      /* Last on the card; in a sheet at the end of its first line, which leaves room for it. */
      :host {
        order: 1;
        flex: none;
        min-height: 30px;
      }
      :host([flat]) {
        order: 0;
        position: relative;
        height: 0;
        min-height: 0;
        margin-bottom: calc(-1 * var(--s3));
      }
      @media (pointer: coarse) {
        :host(:not([flat])) {
          --button: 40px;
        }
      }
      [role='group'] {
        display: flex;
        flex-wrap: wrap;
        gap: 2px;
        padding: 2px;
        border-radius: var(--r2);
        background: var(--surface-2);
      }
      button {
        flex: 1 1 auto;
        min-height: var(--button, 26px);
        padding: 0 var(--s2);
        border-radius: 6px;
        font-size: var(--text-xs);
        color: var(--ink-2);
      }
      button:hover {
        color: var(--ink);
      }
      button[aria-pressed='true'] {
        background: var(--surface);
        color: var(--ink);
        font-weight: var(--w-strong);
        box-shadow: var(--shadow-1);
      }
      select {
        position: absolute;
        right: 0;
        bottom: -2px;
        width: 84px;
        height: 44px;
        min-height: 0;
        padding: 0 12px 0 0;
        appearance: none;
        text-align-last: right;
        font-size: var(--text-xs);
        font-weight: var(--w-strong);
        color: var(--accent);
        background: none;
        border: 0;
      }
      :host([flat])::after {
        content: '▾';
        position: absolute;
        right: 0;
        bottom: 11px;
        font-size: var(--text-xs);
        line-height: 1.5;
        color: var(--accent);
        pointer-events: none;
      }
      :host([asks]) {
        order: -1;
        position: static;
        height: auto;
        min-height: 0;
        margin: 0 0 var(--s3);
      }
      :host([asks])::after {
        content: none;
      }
      .asks {
        display: grid;
        grid-template-columns: repeat(3, 1fr);
        gap: var(--s1);
        align-items: center;
        padding: var(--s1) var(--s2) var(--s2);
        border: 1px solid var(--accent);
        background: none;
      }
      .asks p {
        grid-column: 1 / 3;
        font-size: var(--text-sm);
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      .asks button {
        height: 100%;
        min-height: var(--button, 32px);
        padding: 2px var(--s1);
        border: 1px solid var(--line-strong);
        line-height: var(--lh-tight);
        color: var(--ink);
      }
      .asks .skip {
        grid-area: 1 / 3;
        border-color: transparent;
        color: var(--ink-2);
      }
      @media (pointer: coarse) {
        .asks {
          --button: 48px;
        }
      }
      /* In a sheet as low as it can be: below it stands the text. */
      @media (min-width: 375px) {
        :host([flat]) .asks {
          grid-template-columns: repeat(3, 1fr) auto;
        }
        :host([flat]) .asks p {
          grid-column: 1 / -1;
        }
        :host([flat]) .asks .skip {
          grid-area: auto;
          min-width: 48px;
        }
      }
      option {
        color: var(--ink);
        background: var(--surface);
      }
    `,
  ];

  constructor() {
    super();
    this.flat = false;
    this.asks = false;
    /** The kind of page. */
    this.page = '';
    /** The step or beat of the card. */
    this.place = '';
    /** Whether the person has answered on this page; storage may be forbidden. */
    this.answered = false;
  }

  /** @param {import('lit').PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    // In a sheet the question takes the place of the text, so whoever goes on has skipped it. In a room others may have gone on.
    if (this.asks && this.flat && this.page === 'solo' && changed.get('place')) this.answered = true;
    this.asks = !this.answered && asksLevel(this.page);
  }

  /** @param {string} level empty if skipped */
  #answer(level) {
    this.answered = true;
    if (level !== '') ask(this, 'level', level);
    else keepChoice(SKIPPED, 'level', 'yes');
    this.requestUpdate();
  }

  #question() {
    return html`<div class="asks" role="group" aria-labelledby="who">
      <p id="who">${words.text('level.who')}</p>
      ${ORDER.map((level) => html`<button data-level=${level} @click=${() => this.#answer(level)}>${words.text(`level.whoIs.${level}`)}</button>`)}
      <button class="skip" @click=${() => this.#answer('')}>${words.text('level.skip')}</button>
    </div>`;
  }

  render() {
    if (this.asks) return this.#question();
    const isSet = textSettings.level !== '';
    const label = words.text(isSet ? 'texts.levelSet' : 'level.label');
    return this.flat
      ? html`<select aria-label=${label} title=${label} .value=${words.level} ?disabled=${isSet} @change=${(/** @type {{target: HTMLSelectElement}} */ { target }) => ask(target, 'level', target.value)}>
          ${ORDER.map((level) => html`<option value=${level} ?selected=${level === words.level}>${words.text(`level.${level}`)}</option>`)}
        </select>`
      : html`<div role="group" aria-label=${label}>
          ${ORDER.map(
            (level) =>
              html`<button aria-pressed=${String(level === words.level)} title=${label} ?disabled=${isSet} @click=${(/** @type {{currentTarget: HTMLElement}} */ { currentTarget }) => ask(currentTarget, 'level', level)}>
                ${words.text(`level.${level}`)}
              </button>`,
          )}
        </div>`;
  }

  updated() {
    const select = this.renderRoot.querySelector('select');
    if (select) select.value = words.level;
  }
}

customElements.define('orrery-level', LevelSwitch);
