/** How long the talk has run, of how many minutes; a click sets these. It renders itself once a second, and nothing else. */
import { css, html, LitElement, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { every } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';

const KEY = 'orrery.minutes';
const USUAL = 40;
const CHOICES = [0, 5, 10, 15, 20, 30, 40, 45, 60, 90];
/** The share of the time from which the timer warns. */
const LATE = 0.9;
const MINUTE_MS = 60_000;

export class Timer extends LitElement {
  static properties = {
    began: { type: Number },
    minutes: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        flex: none;
        position: relative;
        min-width: 74px;
        text-align: right;
        line-height: 1.2;
      }
      .time {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
        color: var(--ink);
      }
      .of {
        font-size: var(--text-sm);
        color: var(--ink-3);
        white-space: nowrap;
      }
      .late .time {
        color: var(--warn);
      }
      .over .time {
        color: var(--bad);
      }
      select {
        position: absolute;
        inset: 0;
        min-height: 0;
        opacity: 0;
        cursor: pointer;
      }
      select:focus-visible + div {
        outline: 2px solid var(--accent);
        outline-offset: 4px;
        border-radius: var(--r1);
      }
    `,
  ];

  constructor() {
    super();
    /** When the talk began, ms of performance.now(); null before. @type {number | null} */
    this.began = null;
    this.minutes = kept();
    every(this, 1000, () => this.requestUpdate());
  }

  render() {
    const passed = this.began === null ? 0 : Math.max(0, performance.now() - this.began);
    const share = this.minutes > 0 ? passed / (this.minutes * MINUTE_MS) : 0;
    const of = this.minutes > 0 ? words.text('timer.of', { minutes: this.minutes }) : words.text('timer.open');
    return html`<select aria-label=${words.text('timer.set')} title=${words.text('timer.set')} @change=${this.#choose}>
        ${CHOICES.map(
          (minutes) => html`<option value=${minutes} ?selected=${minutes === this.minutes}>
            ${minutes > 0 ? words.text('timer.minutes', { minutes }) : words.text('timer.none')}
          </option>`,
        )}
      </select>
      <div class=${share >= 1 ? 'over' : share >= LATE ? 'late' : ''} role="timer" aria-label=${words.text('timer.label')}>
        <div class="time">${clock(passed)}</div>
        <div class="of">${this.began === null ? nothing : of}</div>
      </div>`;
  }

  /** @param {{target: HTMLSelectElement}} event */
  #choose(event) {
    this.minutes = Number(event.target.value);
    try {
      localStorage.setItem(KEY, String(this.minutes));
    } catch {
      // Storage can be forbidden; the choice then lasts as long as the page.
    }
  }
}

/** Minutes and seconds, with hours if there are any. @param {number} ms */
export function clock(ms) {
  const seconds = Math.floor(ms / 1000),
    two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const rest = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${rest}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${rest}`;
}

function kept() {
  try {
    const minutes = Number(localStorage.getItem(KEY) ?? USUAL);
    return CHOICES.includes(minutes) ? minutes : USUAL;
  } catch {
    return USUAL;
  }
}

customElements.define('orrery-timer', Timer);
