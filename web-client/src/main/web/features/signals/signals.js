/** The elements of signals: an attendee's buttons, the presenter's line, and applause in the hall. */
import { css, html, nothing } from 'lit';
import { ask } from '../../ui/ask.js';
import { pressed } from '../../ui/panel-styles.js';
import { hallNote } from '../../ui/hall-note.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** For so long a button says that the presenter has been told, ms. */
const SAID_MS = 4000;
/** So long after the last person has begun to applaud the hall shows it, ms. */
const APPLAUSE_MS = 6000;

/** Buttons for an attendee's signals. They do not stay pressed: a signal is of this moment. */
class SignalButtons extends ViewElement {
  static properties = { said: { state: true } };

  static styles = [
    shared,
    pressed,
    css`
      :host {
        display: grid;
        grid-auto-flow: column;
        grid-auto-columns: minmax(0, 1fr);
        gap: var(--s2);
      }
      .plain {
        height: 100%;
        min-height: 48px;
        min-width: 96px;
        padding: 0 var(--s2);
        line-height: 1.2;
        background: var(--surface);
      }
      :host(:not([slot='room'])) .plain {
        box-shadow: var(--shadow-2);
      }
      :host([slot='room']) .plain {
        width: 100%;
        min-width: 0;
        font-size: var(--text-sm);
      }
      .said {
        color: var(--good);
        border-color: currentColor;
      }
    `,
  ];

  /** @type {number | undefined} */
  #timer;

  constructor() {
    super();
    /** The action that was just taken; empty for none. */
    this.said = '';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
    this.said = '';
  }

  /** @param {string} action */
  #signal(action) {
    ask(this, action);
    this.said = action;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => (this.said = ''), SAID_MS);
  }

  /** The hand beside the signals, as one row. @param {import('../../live/room-conductor.js').Room} room */
  #hand({ own, parts, id }) {
    const isUp = own.hands !== undefined,
      isCalled = isUp && parts.hands?.called?.id === id;
    return html`<button class="plain" aria-pressed=${String(isUp)} @click=${() => ask(this, 'hand', !isUp)}>
      ${words.text(isCalled ? 'hands.called' : isUp ? 'hands.up' : 'signals.hand')}
    </button>`;
  }

  render() {
    if (!this.view?.room) return nothing;
    return html`${['tooFast', 'applaud'].map(
      (action) => html`<button class="plain ${this.said === action ? 'said' : ''}" @click=${() => this.#signal(action)}>
        ${words.text(this.said === action ? 'signals.said' : `signals.${action}`)}
      </button>`,
    )}
    ${this.slot === 'room' ? this.#hand(this.view.room) : nothing}
    <p class="hidden" role="status">${this.said ? words.text('signals.told') : ''}</p>`;
  }
}

/** All signals in one line over the steps, which is empty while there are none. */
class SignalLine extends ViewElement {
  static styles = [
    shared,
    css`
      :host(:not([slot='stage'])) {
        position: absolute;
        inset: auto 0 100%;
        height: 16px;
        pointer-events: none;
      }
      p {
        padding: 0 var(--s4);
        font-size: var(--text-sm);
        line-height: 16px;
        color: var(--ink-2);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      :host([slot='stage']) p {
        padding: 0 0 var(--s2);
        white-space: normal;
      }
    `,
  ];

  render() {
    const { signals, lost, hands } = this.view?.room?.parts ?? {};
    const counts = {
      fast: signals?.fast ?? 0,
      applause: signals?.applause ?? 0,
      hands: hands?.raised?.length ?? 0,
      lost: Object.values(lost?.steps ?? {}).reduce((sum, people) => sum + people, 0),
    };
    const said = Object.entries(counts).flatMap(([signal, count]) =>
      count > 0 ? words.text(`signals.line.${signal}`, { count }) : [],
    );
    // rendered while it is empty, too: screen readers announce only changes of an existing status
    return html`<p role="status">${said.join(' · ')}</p>`;
  }
}

/** Applause on the hall's screen, while people begin to applaud. */
class Applause extends ViewElement {
  static properties = { over: { state: true } };

  static styles = [
    shared,
    hallNote,
    css`
      :host {
        left: 40px;
        background: var(--surface-2);
      }
      :host([over]) {
        display: none;
      }
    `,
  ];

  /** @type {number | undefined} */
  #timer;
  #people = 0;

  constructor() {
    super();
    this.over = false;
  }

  willUpdate() {
    const people = this.view?.room?.parts.signals?.applause ?? 0;
    if (people > this.#people) {
      this.over = false;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => (this.over = true), APPLAUSE_MS);
    }
    this.#people = people;
    this.toggleAttribute('over', this.over);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#timer);
  }

  render() {
    return this.over
      ? nothing
      : html`<span role="status">${words.text('signals.hall', { count: this.#people })}</span>`;
  }
}

customElements.define('orrery-signal', SignalButtons);
customElements.define('orrery-signals', SignalLine);
customElements.define('orrery-applause', Applause);
