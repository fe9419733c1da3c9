/** A sheet with the page's link, to be copied by hand: browsers withhold the clipboard from pages over plain http. */
import { css, html, nothing } from 'lit';
import { source } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { Sheet } from '../../ui/sheet.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

export class LinkSheet extends Sheet {
  static properties = {
    link: { state: true },
    said: { state: true },
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
    /** Whether it is a link to the page's view. */
    this.isOfView = false;
    /** What the link is, and whom it opens what. */
    this.said = { title: '', label: '' };
  }

  /** @param {string} link @param {{title: string, label: string}} [said] by default that of a view */
  show(link, said) {
    this.isOfView = said === undefined;
    this.link = link;
    this.said = said ?? { title: words.text('link.title'), label: words.text('link.label') };
    this.updateComplete.then(() => {
      this.dialog?.showModal();
      this.renderRoot.querySelector('input')?.select();
    });
  }

  /** Gives the code that shows the view in a page of another site in place of its link. */
  #embed() {
    this.dialog?.close();
    ask(this, 'embed');
  }

  render() {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${this.said.title}</h2>
      <label for="link">${this.said.label}</label>
      <input id="link" readonly .value=${this.link} aria-describedby="how" @focus=${(/** @type {{target: HTMLInputElement}} */ event) => event.target.select()} />
      <p id="how">${words.text(matchMedia('(pointer: coarse)').matches ? 'link.touch' : 'link.keys')}</p>
      <div class="row">
        ${this.isOfView && source.can('link') ? html`<button class="plain" @click=${() => this.#embed()}>${words.text('link.embed')}</button>` : nothing}
        <button class="filled" @click=${() => this.dialog?.close()}>${words.text('link.close')}</button>
      </div>
    </dialog>`;
  }
}

customElements.define('orrery-link', LinkSheet);
