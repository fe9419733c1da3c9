/**
 * The tours to choose from, each with its question, how long it may take, and how far it has been walked on this device; within a tour its
 * chapters, in any order. The landing page has links; a walk and a room start a tour at once.
 */
import { css, html, LitElement, nothing } from 'lit';
import { shared } from '../../../ui/styles.js';
import { words } from '../../../ui/words.js';
import { chapterProgress } from '../progress.js';
import { beatsOf, fetchTour, lengthName } from '../tours.js';
import { tourAddress, tourProgress } from './tour-list.js';

/** @typedef {import('./tour-list.js').Offered} Offered */

const done = html`<svg class="done" viewBox="0 0 24 24" aria-hidden="true"><path d="m4 12.5 5 5L20 6.5" /></svg>`;

export class ToursList extends LitElement {
  static properties = {
    tours: { attribute: false },
    progress: { attribute: false },
    links: { type: Boolean },
    model: {},
    opened: { state: true },
    chapters: { state: true },
    failed: { state: true },
  };

  static styles = [
    shared,
    css`
      ul {
        display: grid;
        gap: var(--s3);
      }
      .tour {
        display: grid;
        gap: var(--s2);
        padding: var(--s4);
        border: 1px solid var(--line);
        border-radius: var(--r3);
        background: var(--surface-2);
      }
      h3 {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
        line-height: var(--lh-tight);
      }
      .about {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
      }
      .ways .plain,
      .ways .filled {
        min-height: 44px;
        padding: 0 var(--s4);
      }
      .walked {
        display: flex;
        align-items: center;
        gap: var(--s3);
        color: var(--ink-2);
        font-size: var(--text-sm);
      }
      .track {
        flex: 1;
        max-width: 180px;
        height: 6px;
        border-radius: 3px;
        background: var(--line);
        overflow: hidden;
      }
      .track i {
        display: block;
        height: 100%;
        background: var(--accent);
      }
      .more {
        justify-self: start;
        min-height: 36px;
        color: var(--ink-2);
        text-decoration: underline;
        text-underline-offset: 3px;
      }
      .chapters {
        gap: 0;
      }
      .chapters :is(a, button) {
        display: grid;
        grid-template-columns: 20px 1fr auto;
        gap: var(--s3);
        align-items: center;
        width: 100%;
        min-height: 44px;
        padding: 0 var(--s2);
        border-radius: var(--r2);
        color: inherit;
        text-align: start;
        text-decoration: none;
      }
      .chapters :is(a, button):hover {
        background: var(--surface);
      }
      .chapters small {
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .done {
        stroke-width: 2.6;
        color: var(--good);
      }
      .wrong {
        font-size: var(--text-sm);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Offered[]} */
    this.tours = [];
    /** @type {import('../progress.js').Progress | null} what was walked alone; null where that does not count */
    this.progress = null;
    /** Whether a choice is a link to the walk. */
    this.links = false;
    /** Content id of the model from which a tour of any model is made. @type {string | undefined} */
    this.model = undefined;
    /** The tour whose chapters are shown. */
    this.opened = '';
    /** @type {import('../tours.js').Served | null} */
    this.chapters = null;
    this.failed = '';
  }

  /** The language in which chapters were asked for last. */
  #language = '';

  render() {
    return html`<ul>
      ${this.tours.map((tour) => this.#tour(tour))}
    </ul>`;
  }

  /** @param {Offered} tour */
  #tour(tour) {
    const walked = this.progress?.of(tour.id);
    const { seen, of, begun } = walked ? tourProgress(tour, walked) : { seen: 0, of: 0, begun: false };
    const isOpen = this.opened === tour.id;
    return html`<li class="tour" data-tour=${tour.id}>
      <h3>${tour.title}</h3>
      <p class="about">${tour.question}</p>
      <div class="ways">
        ${begun && walked && seen < of ? this.#way(tour.id, walked.route, walked.last, words.text('tours.on'), 'filled') : nothing}
        ${tour.routes.map((route) => this.#way(tour.id, route.minutes, '', lengthName(route, this.progress !== null), 'plain'))}
      </div>
      ${
        begun
          ? html`<p class="walked"><span class="track" aria-hidden="true"><i .style=${`width:${(100 * seen) / Math.max(1, of)}%`}></i></span>${words.text(seen === of ? 'tours.all' : 'tours.seen', { seen, of })}</p>`
          : nothing
      }
      <button type="button" class="more" aria-expanded=${String(isOpen)} @click=${() => this.#open(isOpen ? '' : tour.id)}>${words.text('tours.chapters', { count: tour.chapters })}</button>
      ${isOpen ? this.#chapters(tour, walked) : nothing}
    </li>`;
  }

  /** @param {Offered} tour @param {import('../progress.js').Walked | undefined} walked */
  #chapters(tour, walked) {
    if (this.failed) return html`<p class="wrong" role="alert">${this.failed}</p>`;
    if (!this.#has(tour.id)) return html`<p class="about" role="status">${words.text('tours.loading')}</p>`;
    const longest = tour.routes[tour.routes.length - 1].minutes;
    const route = walked?.route || longest;
    if (!this.chapters) return nothing;
    const { chapters } = this.chapters;
    const beats = beatsOf(this.chapters, route);
    return html`<ul class="chapters">
      ${chapters.map((chapter) => {
        const own = beats.filter((beat) => beat.chapter.id === chapter.id);
        // a chapter that this route leaves out is walked on the longest
        const [minutes, shown] = own.length > 0 ? [route, own] : [longest, chapter.beats];
        const state = walked ? chapterProgress(walked, { ...(own[0]?.chapter ?? chapter), beats: shown }) : null;
        const said = state && state.seen > 0 ? words.text(state.done ? 'tours.chapterDone' : 'tours.seen', state) : '';
        return html`<li>${this.#way(tour.id, minutes, `${chapter.id}/${shown[0].id}`, html`<span>${state?.done ? done : nothing}</span><span>${chapter.title}</span><small>${said}</small>`, '')}</li>`;
      })}
    </ul>`;
  }

  /** @param {string} tour @param {number} route @param {string} beat empty for the beginning @param {unknown} name @param {string} kind */
  #way(tour, route, beat, name, kind) {
    if (this.links)
      return html`<a class=${kind && `button ${kind}`} href=${tourAddress(tour, route, beat)}>${name}</a>`;
    const start = () =>
      this.dispatchEvent(new CustomEvent('start', { detail: { tour, route, ...(beat && { beat }) } }));
    return html`<button type="button" class=${kind} @click=${start}>${name}</button>`;
  }

  /** Whether the chapters of a tour are here in the page's language. @param {string} tour */
  #has(tour) {
    return this.chapters?.id === tour && this.#language === words.language;
  }

  willUpdate() {
    if (this.opened !== '' && this.#language !== words.language) this.#open(this.opened);
  }

  /** @param {string} tour empty for none */
  async #open(tour) {
    this.opened = tour;
    this.failed = '';
    if (tour === '' || this.#has(tour)) return;
    const language = (this.#language = words.language);
    try {
      const chapters = await fetchTour(tour, { language, model: this.model });
      if (this.opened === tour && language === this.#language) this.chapters = chapters;
    } catch (problem) {
      if (this.opened === tour) this.failed = words.problem(/** @type {any} */ (problem));
    }
  }
}

customElements.define('orrery-tours-list', ToursList);
