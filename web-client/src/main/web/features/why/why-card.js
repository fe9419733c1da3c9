/** The card while a tool is open: what it answers, how, and what it cannot tell. It stands in the place of the step's. */
import { css, html, nothing } from 'lit';
import { rich } from '../../ui/rich-text.js';
import { readCard, shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class WhyCard extends ViewElement {
  static properties = {
    buttons: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    readCard,
    css`
      .read p {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      cite {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
    `,
  ];

  constructor() {
    super();
    /** Whether the card has the "next" and "back" buttons. */
    this.buttons = false;
  }

  render() {
    const tool = this.view?.why?.tool;
    if (!tool || !words.has(`why.tool.${tool}.how`)) return nothing;
    const say = (/** @type {string} */ part) => words.text(`why.tool.${tool}.${part}`);
    return html`<div class="card">
      <div class="eyebrow">${say('title')}</div>
      <orrery-level ?flat=${this.flat}></orrery-level>
      <div class="read" tabindex=${this.flat ? 0 : nothing}>
        <h1>${say('question')}</h1>
        <p>${rich(say('how'))}</p>
        <p>${rich(say('limits'))}</p>
        ${words.has(`why.tool.${tool}.source`) ? html`<cite>${say('source')}</cite>` : nothing}
      </div>
      ${this.buttons ? html`<orrery-go keys .view=${this.view}></orrery-go>` : nothing}
    </div>`;
  }
}

customElements.define('orrery-why-card', WhyCard);
