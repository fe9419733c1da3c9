/** The card while a tool is open: what it answers, how, and what it cannot tell. It stands in the place of the step's. */
import { css, html, nothing } from 'lit';
import { rich } from '../../ui/rich-text.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class WhyCard extends ViewElement {
  static properties = {
    buttons: { type: Boolean, reflect: true },
    flat: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      .card {
        display: flex;
        flex-direction: column;
        gap: var(--s3);
        max-height: 100%;
      }
      :host(:not([flat])) .card {
        padding: var(--s4) 22px;
        background: var(--surface);
        border-radius: var(--r3);
        box-shadow: var(--shadow-2);
      }
      :host([flat]) .card {
        height: 100%;
      }
      .eyebrow {
        font-size: var(--text-xs);
        font-weight: var(--w-strong);
        letter-spacing: var(--track-caps);
        text-transform: uppercase;
        color: var(--ink-3);
      }
      :host([flat]) .eyebrow {
        letter-spacing: 0;
        padding-right: 84px;
      }
      .read {
        display: flex;
        flex-direction: column;
        gap: var(--s3);
        overflow-y: auto;
        min-height: 0;
        scrollbar-width: thin;
      }
      h1 {
        font-size: var(--card-title, var(--text-xl));
        line-height: var(--lh-tight);
        font-weight: var(--w-strong);
        text-wrap: balance;
      }
      :host([flat]) h1 {
        font-size: 21px;
      }
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
    /** Whether it is part of a sheet, without a panel of its own. */
    this.flat = false;
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
