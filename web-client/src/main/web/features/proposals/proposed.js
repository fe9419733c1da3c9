/** The texts that the room proposes, on the page of those who may drive: what the model would say next to each, and one press that runs it. */
import { css, html, nothing } from 'lit';
import { tokenText } from '../../model/token-text.js';
import { ask } from '../../ui/ask.js';
import { folded } from '../../ui/folded.js';
import { icons } from '../../ui/icons.js';
import { framed } from '../../ui/panel-styles.js';
import { shareText } from '../../ui/rounding.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** @typedef {import('./feature.js').Proposed} Proposed */

export class ProposedTexts extends ViewElement {
  static properties = { open: { type: Boolean, reflect: true } };

  static styles = [
    shared,
    framed,
    folded,
    css`
      :host {
        flex: none;
        max-height: 45%;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      :host([flat]) {
        max-height: none;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto auto;
        align-items: center;
        gap: 0 var(--s2);
        padding: var(--s2) 0;
        border-top: 1px solid var(--line);
        font-size: var(--text-sm);
      }
      .text {
        display: -webkit-box;
        -webkit-box-orient: vertical;
        -webkit-line-clamp: 3;
        overflow: hidden;
        overflow-wrap: anywhere;
        white-space: pre-line;
      }
      .under {
        color: var(--ink-2);
      }
      .ran .text {
        color: var(--ink-2);
      }
      .next {
        color: var(--p);
        white-space: pre;
      }
      .plain,
      .filled {
        min-height: 32px;
        padding: 0 var(--s3);
      }
      .icon {
        width: 32px;
        height: 32px;
      }
      .row {
        justify-content: flex-end;
      }
      @media (pointer: coarse) {
        .plain,
        .filled,
        summary {
          min-height: 48px;
          line-height: 48px;
        }
        .icon {
          width: 48px;
          height: 48px;
        }
      }
    `,
  ];

  constructor() {
    super();
    this.open = false;
  }

  render() {
    const { room } = this.view ?? {};
    const { texts = [], all = 0, ran = [] } = room?.parts.proposals ?? {};
    if (!room) return nothing;
    return html`<section>
      <details ?open=${this.open} @toggle=${(/** @type {{target: HTMLDetailsElement}} */ { target }) => (this.open = target.open)}>
        <summary><span role="status">${words.text('proposals.waiting', { count: all })}</span></summary>
        <ol>
          ${texts.map((each) => this.#row(each, ran.includes(each.id), room.drives))}
        </ol>
        <div class="row">
          <button class="plain" @click=${() => confirm(words.text('proposals.dropSure')) && ask(this, 'dropTexts')}>
            ${words.text('proposals.dropAll')}
          </button>
        </div>
      </details>
    </section>`;
  }

  /** @param {Proposed} proposed @param {boolean} hasRun @param {boolean} drives */
  #row({ id, text, name, votes, reading }, hasRun, drives) {
    const dropName = words.text('proposals.dropOf', { text });
    const about = [
      hasRun && words.text('proposals.ran'),
      words.text('proposals.votes', { count: votes }),
      reading && reading.tokens > 0 && words.text('proposals.tokens', { count: reading.tokens }),
      name && words.text('proposals.by', { name }),
    ].filter(Boolean);
    return html`<li class=${hasRun ? 'ran' : ''}>
      <div>
        <bdi class="text">${text}</bdi>
        <p class="under"><bdi>${about.join(' · ')}</bdi></p>
        ${this.#next(reading)}
      </div>
      ${
        drives
          ? html`<button class="filled" ?disabled=${reading?.tokens === 0} aria-label=${words.text('proposals.runOf', { text })} @click=${() => ask(this, 'runText', id)}>
            ${words.text('proposals.run')}
          </button>`
          : html`<span></span>`
      }
      <button class="icon" title=${dropName} aria-label=${dropName} @click=${() => ask(this, 'dropText', id)}>${icons.close}</button>
    </li>`;
  }

  /** What the model would say next. @param {import('./feature.js').Reading | undefined} reading */
  #next(reading) {
    if (!reading) return nothing;
    if (reading.tokens === 0) return html`<p class="under">${words.text('proposals.unreadable')}</p>`;
    const p = shareText(reading.p ?? 0, words);
    return html`<p class="under">${words.text('proposals.next')} <bdi class="next" translate="no">${tokenText(reading.next ?? '')}</bdi> ${p}</p>`;
  }
}

customElements.define('orrery-proposed', ProposedTexts);
