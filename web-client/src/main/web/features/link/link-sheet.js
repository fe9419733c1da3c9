/** A sheet with the page's link, to be copied by hand: browsers withhold the clipboard from pages over plain http. */
import { css, html, LitElement } from 'lit';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class LinkSheet extends LitElement {
  static properties = {
    link: { state: true },
  };

  static styles = [
    shared,
    sheet,
    css`
      p {
        margin-top: var(--s2);
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
    `,
  ];

  constructor() {
    super();
    this.link = '';
  }

  /** @param {string} link */
  show(link) {
    this.link = link;
    this.updateComplete.then(() => {
      this.renderRoot.querySelector('dialog')?.showModal();
      this.renderRoot.querySelector('input')?.select();
    });
  }

  get open() {
    return this.renderRoot.querySelector('dialog')?.open ?? false;
  }

  render() {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${words.text('link.title')}</h2>
      <label for="link">${words.text('link.label')}</label>
      <input id="link" readonly .value=${this.link} aria-describedby="how" @focus=${(/** @type {{target: HTMLInputElement}} */ event) => event.target.select()} />
      <p id="how">${words.text(matchMedia('(pointer: coarse)').matches ? 'link.touch' : 'link.keys')}</p>
      <div class="row">
        <button class="filled" @click=${() => this.renderRoot.querySelector('dialog')?.close()}>${words.text('link.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-link', LinkSheet);
