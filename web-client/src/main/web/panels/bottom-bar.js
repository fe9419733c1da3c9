/**
 * What lies under the scene: the rail, and the tools that this page's person may use. A presenter has the one filled
 * button here; alone it is in the card; an attendee looks around and comes back.
 */
import { css, html, LitElement, nothing } from 'lit';
import { nextStep, previousStep } from '../model/graph.js';
import { ask } from './ask.js';
import { icons } from './icons.js';
import { shared } from './styles.js';
import './step-rail.js';
import { words } from './words.js';

export class BottomBar extends LitElement {
  static properties = {
    view: { attribute: false },
    compact: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      .bar {
        display: flex;
        align-items: center;
        gap: var(--s4);
        min-height: var(--bar-bottom);
        padding: var(--s2) var(--s4);
      }
      :host(:not([compact])) .bar {
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      :host([compact]) .bar {
        min-height: 0;
        padding: 0;
        gap: var(--s2);
        flex-wrap: wrap;
      }
      .go,
      .tools {
        display: flex;
        gap: var(--s2);
        flex: none;
      }
      .tools {
        gap: 0;
      }
      :host([compact]) .go {
        flex: 1 0 100%;
      }
      :host([compact]) .go .filled {
        flex: 1;
      }
      :host([compact]) .tools {
        flex: 1;
        justify-content: space-between;
        overflow-x: auto;
        scrollbar-width: none;
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
    /** In a sheet: without a rail and a ground of its own. */
    this.compact = false;
  }

  render() {
    const { view } = this;
    if (!view?.graph || view.step === null) return nothing;
    return html`<div class="bar">
      ${view.page === 'presenter' && view.mayDrive ? this.#go(view) : nothing}
      ${this.compact ? nothing : html`<orrery-step-rail .view=${view}></orrery-step-rail>`}
      ${view.mayDrive ? this.#tools(view) : this.#look(view)}
    </div>`;
  }

  #go(view) {
    return html`<div class="go">
      <button
        class="icon framed"
        aria-label=${words.text('bar.back')}
        title=${words.text('bar.back')}
        ?disabled=${previousStep(view.graph, view.step) === null}
        @click=${() => ask(this, 'back')}
      >
        ${icons.back}
      </button>
      <button class="filled" ?disabled=${nextStep(view.graph, view.step) === null} @click=${() => ask(this, 'next')}>
        ${words.text('bar.next')} <kbd aria-hidden="true">→</kbd>
      </button>
    </div>`;
  }

  #tools(view) {
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
      ${document.fullscreenEnabled ? this.#tool('fullscreen', 'fullscreen') : nothing} ${this.#tool('help', 'help')}
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

  #look(view) {
    return html`<button class="plain" @click=${() => ask(this, view.looking ? 'follow' : 'overview')}>
      ${words.text(view.looking ? 'bar.follow' : 'bar.look')}
    </button>`;
  }
}

customElements.define('orrery-bottom-bar', BottomBar);
