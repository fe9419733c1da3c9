/** The caption of the moment, over the replay. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';

/** How often the caption is compared with the time, ms. */
const CHECK_MS = 100;

class CaptionLine extends ViewElement {
  static properties = { voice: { attribute: false } };

  static styles = [
    shared,
    css`
      p {
        max-width: 44em;
        margin: 0 auto;
        padding: var(--s2) var(--s4);
        border-radius: var(--r2);
        background: color-mix(in oklab, var(--surface) 92%, transparent);
        box-shadow: var(--shadow-2);
        font-size: var(--text-lg);
        line-height: var(--lh-read);
        text-align: center;
        white-space: pre-line;
        overflow-wrap: anywhere;
        max-height: 30vh;
        overflow-y: auto;
      }
    `,
  ];

  #checking = 0;
  #text = '';

  constructor() {
    super();
    /** @type {import('./replay-voice.js').ReplayVoice | null} */
    this.voice = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.#checking = window.setInterval(() => {
      if ((this.voice?.cue?.text ?? '') !== this.#text) this.requestUpdate();
    }, CHECK_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.#checking);
  }

  render() {
    this.#text = this.voice?.cue?.text ?? '';
    return this.#text === '' ? nothing : html`<p lang=${this.voice?.language ?? nothing} dir="auto">${this.#text}</p>`;
  }
}

customElements.define('orrery-caption', CaptionLine);
