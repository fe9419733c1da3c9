/**
 * The served tour: asked for in the page's language, and, while its author edits it, again each second. A newer one takes its place.
 *
 * @typedef {import('./tours.js').Served} Served
 * @typedef {import('./tours.js').Turns} Turns
 */
import { fetchTour } from './tours.js';

/** How often a tour that is being written is asked for, ms. */
const WATCH_MS = 1000;

export class TourFile {
  /** Null until it has arrived. @type {Served | null} */
  tour = null;
  /** The tour that is wanted; empty for none. */
  id = '';
  #changed;
  #failed;
  #broken;
  #fetch;
  #after;
  /** How the tour was asked for. */
  #asked = '';
  /** Counts requests: an answer to an earlier one is dropped. */
  #request = 0;

  /**
   * @param {() => void} changed called when a tour has arrived
   * @param {(problem: any) => void} failed called when one that is shown cannot be replaced
   * @param {{fetch?: typeof fetchTour, after?: (fn: () => void, ms: number) => any, broken?: (problem: import('./tours.js').FileProblem) => void}} [outside]
   *   `broken`: called once for each edit that is not shown, with the first of its mistakes
   */
  constructor(changed, failed, { fetch = fetchTour, after = setTimeout.bind(null), broken = () => {} } = {}) {
    this.#changed = changed;
    this.#failed = failed;
    this.#broken = broken;
    this.#fetch = fetch;
    this.#after = after;
  }

  /**
   * @param {string} id @param {string} language @param {string | undefined} model from which a tour of any model is made @param {Turns} turns
   * @param {import('./tour-state.js').OfTalk} [talk] what a room's talk is asked for with
   * @returns {Promise<Served | null>} null if something else is wanted by then; rejects with the server's Problem
   */
  async load(id, language, model, turns, talk = null) {
    const asked = [id, language, model, talk?.part].join(' ');
    if (this.tour && this.#asked === asked) return this.tour;
    const request = ++this.#request;
    if (this.id !== id) this.tour = null;
    this.id = id;
    this.#asked = asked;
    const tour = await this.#fetch(id, { language, model, turns, ...(talk && { room: talk.room }) });
    if (request !== this.#request || !tour) return null;
    this.#take(tour, () => this.#watch(request, { language, model, turns }));
    return tour;
  }

  /** @param {Served} tour @param {() => void} watch */
  #take(tour, watch) {
    const mistake = tour !== this.tour && tour.problems?.find(({ advice }) => !advice);
    this.tour = tour;
    if (mistake) this.#broken(mistake);
    this.#changed();
    if (tour.watched) this.#after(watch, WATCH_MS);
  }

  /** Asks again. @param {number} request @param {{language: string, model: string | undefined, turns: Turns}} asked */
  async #watch(request, asked) {
    if (request !== this.#request || !this.tour) return;
    let newer = null;
    try {
      newer = await this.#fetch(this.id, { ...asked, version: this.tour.version });
    } catch {
      // a tour that is gone, or a server that is away: it stays as it was
    }
    if (request !== this.#request || !this.tour) return;
    this.#take(newer ?? this.tour, () => this.#watch(request, asked));
  }

  /** Asks for the tour anew if the page's language or model is another one now. @param {string} language @param {string | undefined} model @param {Turns} turns @param {import('./tour-state.js').OfTalk} [talk] */
  follow(language, model, turns, talk = null) {
    const { tour, id } = this;
    if (!tour || this.#asked === [id, language, model, talk?.part].join(' ')) return;
    const isSame = this.#asked.split(' ')[1] === language && model === undefined && talk === null;
    if (isSame) return;
    this.load(id, language, model, turns, talk).catch((problem) => this.#failed(problem));
  }

  close() {
    this.#request++;
    this.id = this.#asked = '';
    this.tour = null;
  }
}
