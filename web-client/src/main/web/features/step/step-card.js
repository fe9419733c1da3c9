/**
 * The card of the current step: what is computed and why, in a few sentences; on the solo page also the "next" button.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../ui/step-texts.js').Place} Place
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { css, html, nothing } from 'lit';
import { closeLayer, nextStep, openLayer, previousStep } from '../../model/graph.js';
import { ask } from '../../ui/ask.js';
import { placeOf, stepTexts } from '../../ui/step-texts.js';
import { rich } from '../../ui/rich-text.js';
import { readCard, shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class StepCard extends ViewElement {
  static properties = {
    buttons: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    readCard,
    css`
      .eyebrow {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        gap: 0 var(--s3);
      }
      .eyebrow span:last-child {
        flex: none;
      }
      .text p + p {
        margin-top: var(--s3);
      }
      .formula {
        padding: var(--s3);
        border-radius: var(--r2);
        background: var(--surface-2);
        line-height: 1.6;
        overflow-wrap: anywhere;
      }
      .beats {
        flex: none;
      }
      .next {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      .layer {
        align-self: flex-start;
        min-height: 32px;
        font-size: var(--text-sm);
        padding: 0 var(--s3);
        flex: none;
      }
      @media (pointer: coarse) {
        .layer {
          min-height: 44px;
        }
      }
      :host([flat]) .text p {
        font-size: 16px;
        line-height: 1.45;
      }
      :host([flat]) .text p + p {
        margin-top: var(--s2);
      }
      /* the path above the machine names the layer */
      :host([flat]) .eyebrow span + span {
        display: none;
      }
      :host([flat]) .read {
        flex: 1;
        gap: var(--s2);
      }
    `,
  ];

  /** The tensors that each coloured word of the rendered text names. @type {string[][]} */
  #spoken = [];

  constructor() {
    super();
    /** Whether the card has the "next" and "back" buttons. */
    this.buttons = false;
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    const before = changed.get('view');
    this.moved = changed.has('view') && before?.step !== this.view?.step;
  }

  updated() {
    if (this.moved) this.renderRoot.querySelector('.read')?.scrollTo({ top: 0 });
  }

  render() {
    const { view } = this;
    if (!view?.graph || view.step === null) {
      return html`<div class="card"><p>${words.text('card.loading')}</p></div>`;
    }
    const { graph, step, trace } = view;
    this.#spoken = [];
    const place = placeOf(graph, step, words);
    const texts = stepTexts(graph, step, trace, words);
    return html`<div class="card">
      <div class="eyebrow">
        <span>${place.count > 1 ? words.text('chapter.place', place) : place.chapter}</span>
        ${place.layer === place.chapter ? nothing : html`<span>${place.layer}</span>`}
      </div>
      <orrery-level ?flat=${this.flat} .page=${view.page} .place=${step}></orrery-level>
      <div class="read" tabindex=${this.flat ? 0 : nothing}>
        <h1>${texts.title}</h1>
        ${
          texts.pending
            ? html`<p aria-busy="true">…</p>`
            : html`<div class="text">${texts.text.map((text) => html`<p>${rich(text, (link) => this.#link(link))}</p>`)}</div>
              ${texts.formula ? html`<p class="formula">${rich(texts.formula)}</p>` : nothing}
              <orrery-remarks .view=${view}></orrery-remarks>`
        }
      </div>
      ${this.#layerButton(graph, step)} ${this.#beats(place)} ${this.#below(graph, step)}
    </div>`;
  }

  /** A digit 0 or 1 for each coloured word: whether it names the tensor. @param {string | null} over the tensor's name */
  litBy(over) {
    return this.#spoken.map((nodes) => Number(over !== null && nodes.includes(over))).join('');
  }

  /** Whether a coloured word is lit, because its blocks are under the pointer or it is pressed; null if it names none. @param {{role: string, word: string}} link */
  #link(link) {
    const nodes = this.view?.blocksOf(link) ?? [];
    if (nodes.length === 0 && !this.view?.isTerm?.(link.word)) return null;
    this.#spoken.push(nodes);
    return (
      nodes.includes(this.view?.over.value ?? '') || (nodes.length > 0 && nodes.join() === this.view?.tensors?.join())
    );
  }

  /** The tensors that a link of the rendered text names. @param {Element} link @returns {string[]} */
  namedBy(link) {
    return this.#spoken[[...this.renderRoot.querySelectorAll('.link')].indexOf(link)] ?? [];
  }

  /** @param {Graph} graph @param {string} step */
  #layerButton(graph, step) {
    if (!this.view?.mayDrive) return nothing;
    const open = openLayer(graph, step);
    if (!open && !closeLayer(graph, step)) return nothing;
    return html`<button class="plain layer" @click=${() => ask(this, 'layer')}>
      ${words.text(open ? 'card.openLayer' : 'card.closeLayer')} <kbd aria-hidden="true">O</kbd>
    </button>`;
  }

  /** @param {Place} place */
  #beats(place) {
    if (place.count < 2) return nothing;
    return html`<div class="beats" role="img" aria-label=${words.text('card.progress', place)}>
      ${Array.from({ length: place.count }, (_, i) => html`<i class=${i + 1 < place.n ? 'past' : i + 1 === place.n ? 'now' : ''}></i>`)}
    </div>`;
  }

  /** @param {Graph} graph @param {string} step */
  #below(graph, step) {
    const next = nextStep(graph, step, this.view?.trace?.info.visits);
    if (this.buttons) return html`<orrery-go keys .view=${this.view}></orrery-go>`;
    if (this.flat || !next) return nothing;
    if (this.view?.page === 'attendee' && previousStep(graph, step) === null) {
      return html`<p class="next">${words.text('card.follow')}</p>`;
    }
    const { title } = stepTexts(graph, next.id, this.view?.trace ?? null, words);
    return html`<p class="next">${words.text('card.next', { title })}</p>`;
  }
}

customElements.define('orrery-step-card', StepCard);
