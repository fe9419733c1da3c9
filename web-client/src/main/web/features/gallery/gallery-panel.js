/**
 * The panel of the model gallery: a model's number of parameters, that only its shapes are shown, and where they are
 * published; for the flight, the model that it passes and, outside of rooms, a slider for its time. The driver chooses what
 * all screens of the room show. The module is loaded when the gallery is first opened.
 *
 * @typedef {import('./gallery.js').Exhibition} Exhibition
 * @typedef {import('lit').PropertyValues} PropertyValues
 */
import { html, nothing } from 'lit';
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
import { galleryStyles } from './gallery-panel-styles.js';

export class GalleryPanel extends ViewElement {
  static properties = {
    exhibition: { attribute: false },
    arrived: { state: true },
  };

  static styles = [shared, logoStyle, galleryStyles];

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
