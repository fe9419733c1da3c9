/** What those who drive do besides going on: play, add a token, another prompt, and so on. */
import { css, html, LitElement, nothing } from 'lit';
import { ask } from './ask.js';
import { icons } from './icons.js';
import { shared } from './styles.js';
import { words } from './words.js';

export class Tools extends LitElement {
  static properties = {
    view: { attribute: false },
  };

  static styles = [
    shared,
    css`
      :host {
        flex: none;
      }
      div {
        display: flex;
        justify-content: space-between;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    const presenter = view.page === 'presenter';
    return html`<div class="tools" role="toolbar" aria-label=${words.text('bar.label')}>
      ${this.#tool('play', view.playing ? 'pause' : 'play', { pressed: view.playing })}
      ${this.#tool('generate', 'generate', { off: view.full || view.generating })}
      ${this.#tool('prompt', 'prompt')} ${this.#tool('reset', 'reset')}
      ${this.#tool(view.looking ? 'follow' : 'overview', view.looking ? 'step' : 'overview', {
        pressed: view.looking,
        icon: 'overview',
      })}
      ${presenter ? this.#tool('blank', view.blank ? 'unblank' : 'blank', { pressed: view.blank, icon: 'blank' }) : nothing}
    </div>`;
  }

  /**
   * @param {string} action
   * @param {string} label key under `bar`, and the icon's name unless that is given
   * @param {{pressed?: boolean, off?: boolean, icon?: string}} [state]
   */
  #tool(action, label, { pressed, off = false, icon = label } = {}) {
    return html`<button
      class="icon"
      aria-label=${words.text(`bar.${label}`)}
      title=${words.text(`bar.${label}`)}
      aria-pressed=${pressed === undefined ? nothing : String(pressed)}
      ?disabled=${off}
      @click=${() => ask(this, action)}
    >
      ${icons[icon]}
    </button>`;
  }
}

customElements.define('orrery-tools', Tools);
