/** The button that enters and leaves full screen; hidden if the browser does not support it, as on many phones. */
import { css, html, LitElement, nothing } from 'lit';
import { ask } from './ask.js';
import { icons } from './icons.js';
import { shared } from './styles.js';
import { onEvent } from './while-connected.js';
import { words } from './words.js';

export class FullScreen extends LitElement {
  static styles = [
    shared,
    css`
      :host {
        flex: none;
      }
      .icon {
        display: grid;
      }
    `,
  ];

  constructor() {
    super();
    onEvent(this, document, 'fullscreenchange');
  }

  render() {
    if (!document.fullscreenEnabled) return nothing;
    const name = words.text(document.fullscreenElement ? 'bar.fullscreenOff' : 'bar.fullscreen');
    return html`<button class="icon" aria-label=${name} title=${name} @click=${() => ask(this, 'fullscreen')}>${icons.fullscreen}</button>`;
  }
}

customElements.define('orrery-full-screen', FullScreen);
