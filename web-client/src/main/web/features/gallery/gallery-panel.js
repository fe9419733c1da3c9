/**
 * The panel of the model gallery: a model's number of parameters, that only its shapes are shown, and where they are
 * published; for the flight, the model that it passes and, outside of rooms, a slider for its time. The driver chooses what
 * all screens of the room show. The module is loaded when the gallery is first opened.
 *
 * @typedef {import('./gallery.js').Exhibition} Exhibition
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { css, html, nothing } from 'lit';
import { spokenCode } from '../../live/identity.js';
import { FLIGHT, fitsInto } from '../../scene/gallery/flight.js';
import { ask } from '../../ui/ask.js';
import '../../ui/full-screen-button.js';
import '../../ui/language-choice.js';
import { icons } from '../../ui/icons.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { titleOf } from '../../ui/model-words.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class GalleryPanel extends ViewElement {
  static properties = {
    exhibition: { attribute: false },
    arrived: { state: true },
  };

  static styles = [
    shared,
    logoStyle,
    css`
      :host {
        position: absolute;
        inset: 0;
        z-index: 1;
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        gap: var(--s3);
        padding: 0 var(--edge) var(--edge);
        pointer-events: none;
      }
      header,
      section {
        pointer-events: auto;
      }
      header {
        min-height: var(--bar-top);
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s3);
        margin: 0 calc(-1 * var(--edge));
        padding: var(--s2) var(--edge);
        background: linear-gradient(var(--bg) 55%, transparent);
        --language-height: var(--hit);
      }
      h1 {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
        margin-right: auto;
      }
      h1 small {
        margin-left: var(--s3);
        font-size: var(--text-sm);
        font-weight: var(--w-regular);
        color: var(--ink-2);
      }
      nav {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
      }
      nav button,
      .row button {
        min-height: 36px;
        padding: 0 var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
        white-space: nowrap;
      }
      nav button:hover,
      .row button:hover {
        color: var(--ink);
        background: var(--surface-2);
      }
      nav button[aria-current] {
        color: var(--ink);
        background: var(--surface-2);
        box-shadow: inset 0 0 0 1px var(--line-strong);
      }
      section {
        padding: var(--s4) var(--s5);
      }
      .eyebrow {
        font-size: var(--text-xs);
        letter-spacing: 0.07em;
        text-transform: uppercase;
        font-weight: var(--w-strong);
        color: var(--ink-3);
      }
      .count {
        /* the flight writes its number after the panel has been measured */
        min-height: 1lh;
        margin: var(--s2) 0 var(--s1);
        font-size: var(--text-2xl, 34px);
        line-height: 1.15;
        font-weight: var(--w-strong);
      }
      .text {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      .rule {
        margin-top: var(--s1);
        font-size: var(--text-sm);
        color: var(--ink-3);
        line-height: var(--lh-read);
      }
      .source {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        color: var(--ink-3);
        line-height: var(--lh-read);
      }
      .drive {
        min-width: 200px;
      }
      @media (min-width: 900px) {
        section:not(.hall) {
          display: grid;
          grid-template-columns: max-content minmax(0, 1fr) max-content;
          align-items: center;
          column-gap: var(--s7);
        }
        section:not(.hall) .count {
          min-width: 10em;
        }
      }
      .end {
        margin-top: var(--s2);
        color: var(--ink);
        font-weight: var(--w-strong);
        line-height: var(--lh-read);
      }
      input {
        margin: var(--s3) 0 0;
        accent-color: var(--accent);
        min-height: 24px;
      }
      .row {
        display: flex;
        gap: var(--s1);
        margin: var(--s1) 0 calc(-1 * var(--s2)) calc(-1 * var(--s3));
      }
      .pill {
        min-height: var(--hit);
        padding: 0 var(--s4);
        border-radius: var(--r-full);
        background: var(--accent);
        color: var(--accent-ink);
        font-weight: var(--w-strong);
        white-space: nowrap;
      }
      header.hall {
        height: 72px;
        flex-wrap: nowrap;
        padding: 0 28px;
      }
      .hall .logo {
        --logo-size: 36px;
      }
      .hall h1,
      .hall h1 small,
      .hall .code {
        font-size: 28px;
        white-space: nowrap;
      }
      .hall .code {
        font-weight: var(--w-strong);
        letter-spacing: 0.04em;
      }
      section.hall {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        align-items: center;
        column-gap: 32px;
        width: auto;
        min-height: 146px;
        margin: 0 calc(-1 * var(--edge)) calc(-1 * var(--edge));
        padding: 14px 32px 16px;
        border-radius: 0;
        border-top: 1px solid var(--line);
        box-shadow: none;
      }
      section.hall .eyebrow,
      section.hall .rule,
      section.hall .source {
        display: none;
      }
      section.hall .count {
        margin: 0;
        font-size: 48px;
      }
      section.hall .text,
      section.hall .end {
        margin: 0;
        font-size: 28px;
        line-height: 1.25;
        color: var(--ink);
        /* lines of one length: none ends within a name such as GPT-3 */
        text-wrap: balance;
      }
      section.hall.flight {
        /* as wide as the largest count, so that nothing moves when it changes */
        grid-template-columns: minmax(504px, max-content) minmax(0, 1fr);
      }
      @media (max-width: 899px) {
        /* the title wraps, so that no button of its line stands on a line of its own */
        h1 {
          flex: 1 1 0;
          min-width: 0;
          font-size: var(--text-md);
        }
        header:not(.hall) .pill {
          order: 2;
          width: 100%;
        }
        h1 small {
          display: block;
          margin: 0;
        }
        .count {
          font-size: clamp(24px, 7.4vw, 34px);
        }
        header {
          padding-top: var(--s3);
          gap: var(--s2);
          --language-width: 6.2em;
        }
        /* Reserve space for the last sentence, so that the models above do not move when it appears. */
        .end {
          min-height: calc(2em * var(--lh-read));
        }
        nav {
          order: 3;
          width: 100%;
        }
        nav button {
          min-height: 44px;
        }
        .row button {
          min-height: 44px;
        }
      }
      /* A small phone leaves more than a third of its height to the models. */
      @media (max-width: 899px) and (max-height: 560px) {
        section {
          padding: var(--s2) var(--s4);
        }
        .eyebrow,
        .source,
        h1 small {
          display: none;
        }
        .count {
          margin: 0;
          font-size: 24px;
        }
        .text,
        .rule,
        .end {
          font-size: var(--text-sm);
          line-height: var(--lh-ui);
        }
        .end {
          margin-top: 0;
          min-height: calc(2em * var(--lh-ui));
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Exhibition | null} */
    this.exhibition = null;
    /** Whether the flight is over. */
    this.arrived = false;
  }

  /** @param {PropertyValues | Map<PropertyKey, unknown>} changed */
  willUpdate(changed) {
    if (changed.has('exhibition')) this.arrived = false;
  }

  /** The models stay above the panel, which is filled after its page was laid out. */
  updated() {
    this.dispatchEvent(new Event('grown', { bubbles: true }));
  }

  render() {
    const { exhibition, view } = this;
    if (!exhibition || !view) return nothing;
    const { subject, others, flight } = exhibition;
    const hall = view.page === 'projector' ? 'hall' : '';
    return html`<header class=${hall}>
        ${logo}
        <h1>${flight ? words.text('giants.flight') : titleOf(subject)}<small>${words.text(hall ? 'giants.area' : 'giants.only')}</small></h1>
        ${hall ? html`<span class="code">${spokenCode(view.code)}</span>` : nothing}
        ${
          view.looking && view.room
            ? html`<button class="pill" @click=${() => ask(this, 'follow')}>${words.text(view.mayDrive ? 'giants.follow' : 'bar.follow')}</button>`
            : nothing
        }
        ${
          view.mayDrive
            ? html`<nav aria-label=${words.text('giants.others')}>
              ${others.map((other) => this.#choice(other.id, titleOf(other), !flight && other === subject))}
              <button aria-current=${flight ? 'true' : nothing} @click=${() => ask(this, 'flight')}>${words.text('giants.fly')}</button>
            </nav>`
            : nothing
        }
        ${hall ? nothing : html`<orrery-language></orrery-language><orrery-full-screen></orrery-full-screen>`}
        ${
          view.mayDrive
            ? html`<button class="icon" aria-label=${words.text('giants.leave')} title=${words.text('giants.leave')} @click=${() => ask(this, 'leaveExhibit')}>
              ${icons.close}
            </button>`
            : nothing
        }
      </header>
      <section class="panel ${hall} ${flight ? 'flight' : ''}" aria-label=${words.text('giants.label')}>
        ${flight ? this.#flight(exhibition, view) : this.#model(exhibition)}
      </section>`;
  }

  /** @param {string} name @param {string} title @param {boolean} current */
  #choice(name, title, current) {
    return html`<button aria-current=${current ? 'true' : nothing} @click=${() => ask(this, 'exhibit', name)}>${title}</button>`;
  }

  /** @param {Exhibition} exhibition */
  #model({ graphs, here, subject }) {
    const { sizes } = graphs.find(({ model }) => model.id === subject.model) ?? graphs[0],
      isLarger = subject.parameters >= here.model.parameters,
      [less, more] = isLarger
        ? [here.model.parameters, subject.parameters]
        : [subject.parameters, here.model.parameters];
    return html`<div>
        <p class="eyebrow">${words.text('giants.eyebrow')}</p>
        <p class="count">${words.number(subject.parameters, 0)}</p>
        <p class="text">${words.text('giants.model', { layers: sizes.n_layers, heads: sizes.n_heads })}</p>
      </div>
      <div>
        <p class="text">
          ${words.text(isLarger ? 'giants.larger' : 'giants.smaller', { here: nameOf(here.model), times: words.number(more / less, more < 10 * less ? 1 : 0) })}
        </p>
        <p class="rule">${words.text('giants.rule')}</p>
        ${words.level === 'simple' ? nothing : html`<p class="source">${subject.source}</p>`}
      </div>`;
  }

  /** @param {Exhibition} exhibition @param {import('../../ui/view.js').View} view */
  #flight({ graphs, here, subject }, { mayDrive, room }) {
    const small = here.model.parameters < subject.parameters ? here : graphs[0];
    const values = {
      fit: fitsInto(small.model.parameters, subject.parameters),
      small: nameOf(small.model),
      large: titleOf(subject),
    };
    return html`<div>
        <p class="eyebrow">${words.text('giants.eyebrow')}</p>
        <p class="count"></p>
        <p class="text">${words.text('giants.parameters')} · <span class="name"></span></p>
      </div>
      <div>
        <p class="rule">${words.text('giants.rule')}</p>
        <p class="end" role="status">${this.arrived ? words.text('giants.end', values) : nothing}</p>
      </div>
      ${
        mayDrive
          ? html`<div class="drive">
            ${
              room
                ? nothing
                : html`<input
                  type="range"
                  min="0"
                  max=${FLIGHT}
                  step="0.1"
                  aria-label=${words.text('giants.time')}
                  @input=${(/** @type {{target: HTMLInputElement}} */ event) => ask(this, 'flightAt', Number(event.target.value))}
                />`
            }
            <div class="row">
              <button @click=${() => ask(this, 'flight')}>${words.text('giants.again')}</button>
              <button @click=${() => ask(this, 'flightAt', FLIGHT)}>${words.text('giants.skip')}</button>
            </div>
          </div>`
          : nothing
      }`;
  }

  /**
   * Shows where the flight is. Called in every animation frame, so it changes texts only and does not render.
   * @param {{station: number, done: boolean, seconds: number}} leg
   */
  show({ station, done, seconds }) {
    const part = (/** @type {string} */ selector) => /** @type {any} */ (this.renderRoot.querySelector(selector));
    const count = part('.count'),
      slider = part('input');
    if (!count || !this.exhibition?.flight) return;
    const { model } = this.exhibition.graphs[station];
    count.textContent = words.number(model.parameters, 0);
    part('.name').textContent = titleOf(model);
    if (slider) slider.value = String(seconds);
    this.arrived = done;
  }
}

/** A model's name within a sentence. @param {{preset: string, title: string}} model */
function nameOf({ preset, title }) {
  const key = `giants.name.${preset}`;
  return words.has(key) ? words.text(key) : title;
}

customElements.define('orrery-gallery', GalleryPanel);

/** @param {Exhibition} exhibition @param {import('../../ui/view.js').View} view */
export const panel = (exhibition, view) =>
  html`<orrery-gallery .exhibition=${exhibition} .view=${view}></orrery-gallery>`;
