/** The caption of the moment, over the replay. */
import { css, html, nothing } from 'lit';
import { shared } from '../../ui/styles.js';
import { every } from '../../ui/while-connected.js';
import { ViewElement } from '../../ui/view-element.js';

/** How often the caption is compared with the time, ms. */
const CHECK_MS = 100;

class CaptionLine extends ViewElement {
  static properties = { voice: { attribute: false } };

  static styles = [
    shared,
    css`
      :host {
        position: fixed;
        right: 0;
        bottom: var(--caption-bottom, 0);
        left: 0;
        z-index: 3;
        padding: var(--s3) clamp(12px, 25vw, 380px);
        pointer-events: none;
      }
      @media (max-width: 899px), (orientation: portrait) {
        :host {
          top: 88px;
          bottom: auto;
          padding: var(--s3) 12px;
        }
      }
      p {
        width: fit-content;
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

  #text = '';

  constructor() {
    super();
    /** @type {import('./replay-voice.js').ReplayVoice | null} */
    this.voice = null;
    every(this, CHECK_MS, () => (this.voice?.cue?.text ?? '') !== this.#text && this.requestUpdate());
  }

  /** Above the player, whose height changes. */
  updated() {
    const bar = this.parentElement?.querySelector('.bottom');
    const bottom = bar ? window.innerHeight - bar.getBoundingClientRect().top : 0;
    this.style.setProperty('--caption-bottom', `${Math.max(0, bottom)}px`);
  }

  render() {
    this.#text = this.voice?.cue?.text ?? '';
    return this.#text === '' ? nothing : html`<p lang=${this.voice?.language ?? nothing} dir="auto">${this.#text}</p>`;
  }
}

customElements.define('orrery-caption', CaptionLine);
