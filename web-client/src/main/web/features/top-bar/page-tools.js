/** The tools that everyone has for their own page: link, picture, theme, language, full screen, help. */
import { css, html, LitElement, nothing } from 'lit';
import { source } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import '../../ui/full-screen-button.js';
import '../../ui/language-choice.js';
import { icons } from '../../ui/icons.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class PageTools extends LitElement {
  static properties = { find: { type: Boolean } };

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
    /** Whether *Find anything* is among them, where no bar has its field. */
    this.find = false;
  }

  render() {
    return html`<div role="toolbar" aria-label=${words.text('bar.page')}>
      ${this.find ? this.#tool('find') : nothing} ${this.#tool('link')} ${this.#tool('picture')} ${this.#tool('theme')}
      <orrery-language></orrery-language><orrery-full-screen></orrery-full-screen> ${this.#tool('help')}
    </div>`;
  }

  #tool(/** @type {'find' | 'link' | 'picture' | 'theme' | 'help'} */ action) {
    if (!source.can(action)) return nothing;
    const name = words.text(`bar.${action}`);
    return html`<button class="icon" aria-label=${name} title=${name} @click=${() => ask(this, action)}>${icons[action]}</button>`;
  }
}

customElements.define('orrery-page-tools', PageTools);
