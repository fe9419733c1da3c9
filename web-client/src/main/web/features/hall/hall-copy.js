/** The hall's screen on the presenter's page: the hall's page itself in a frame, at a quarter of its size. */
import { css, html, LitElement } from 'lit';
import { ask } from '../../ui/ask.js';
import { words } from '../../ui/words.js';

export class HallCopy extends LitElement {
  static properties = { code: {} };

  static styles = css`
    :host {
      --scale: 0.25;
      position: absolute;
      z-index: 2;
      left: var(--edge);
      bottom: calc(var(--bar-bottom) + 30px);
      width: calc(1024px * var(--scale));
      height: calc(768px * var(--scale));
      overflow: hidden;
      border-radius: var(--r2);
      background: #000;
      box-shadow: var(--shadow-2);
    }
    :host([form='middle']),
    :host([form='sheet']) {
      --scale: 0.1875;
    }
    :host([form='sheet']) {
      left: 12px;
      top: 120px;
      bottom: auto;
    }
    iframe {
      width: 1024px;
      height: 768px;
      border: 0;
      transform: scale(var(--scale));
      transform-origin: 0 0;
      pointer-events: none;
    }
    button {
      position: absolute;
      right: 4px;
      top: 4px;
      width: 28px;
      height: 28px;
      font: inherit;
      font-size: 18px;
      line-height: 1;
      color: var(--ink);
      background: var(--surface);
      border: 0;
      border-radius: var(--r1);
      cursor: pointer;
    }
  `;

  constructor() {
    super();
    /** The room's code. */
    this.code = '';
  }

  render() {
    return html`<iframe src=${`/r/${this.code}/screen`} title=${words.text('bar.copyTitle')} tabindex="-1"></iframe>
      <button aria-label=${words.text('bar.copyOff')} @click=${() => ask(this, 'copy')}>×</button>`;
  }
}

customElements.define('orrery-hall-copy', HallCopy);
