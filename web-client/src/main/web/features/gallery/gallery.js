/**
 * The model gallery: one of the models that are here as shapes only, or the flight past all of them.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../live/model-source.js').Structure} Structure
 *
 * @typedef {object} Exhibition
 * @property {Graph[]} graphs      the smallest first: the model that runs here
 * @property {Structure[]} others  all models of the gallery
 * @property {Structure} subject   the largest model that is shown
 * @property {boolean} flight
 * @property {number} startAt      when the flight begins, ms of performance.now()
 */
import { server } from '../../live/model-source.js';

/** Stands for the flight in links, in place of a model's name. */
export const FLIGHT = 'flight';

/** Interval at which an unsynchronised clock is polled, ms. */
const CLOCK_MS = 50;

export class Gallery {
  /** @type {Exhibition | null} */
  exhibition = null;
  /** Renders the gallery's texts, once its module has loaded. @type {typeof import('./gallery-panel.js').panel | null} */
  panel = null;
  #page;
  #source;
  /** Counts requests: an answer to an earlier one is dropped. */
  #wanted = 0;

  /**
   * @param {import('../../ui/features.js').Page} page re-rendered when the exhibition changes
   * @param {typeof server} [source]
   */
  constructor(page, source = server) {
    this.#page = page;
    this.#source = source;
  }

  /**
   * @param {string} name of a structure, or {@link FLIGHT}
   * @param {() => number | null} [startAt]  when a flight begins, ms of performance.now(); null until the clock is synchronised
   * @returns {Promise<boolean>} whether there is such a model
   */
  async show(name, startAt = () => performance.now()) {
    const wanted = ++this.#wanted;
    const [[smallest], others] = await Promise.all([this.#source.presets(), this.#source.structures()]);
    const flight = name === FLIGHT,
      subject = flight ? others[others.length - 1] : others.find(({ id }) => id === name);
    if (!subject) return false;
    const shown = flight ? others : [subject];
    const graphs = await Promise.all([smallest, ...shown].map(({ model }) => this.#source.graph(model)));
    const { panel } = await import('./gallery-panel.js');
    let at = startAt();
    while (at === null && wanted === this.#wanted) {
      await new Promise((soon) => setTimeout(soon, CLOCK_MS));
      at = startAt();
    }
    if (at === null || wanted !== this.#wanted) return true;
    this.panel = panel;
    this.exhibition = { graphs, others, subject, flight, startAt: at };
    this.#page.requestUpdate();
    return true;
  }

  /** The exhibition as a member of the page's address. @returns {{past: string} | null} */
  inAddress() {
    const { exhibition } = this;
    return exhibition && { past: exhibition.flight ? FLIGHT : exhibition.subject.id };
  }

  /** Shows where the flight is. @param {any} at a leg of scene/gallery/flight.js */
  leg(at) {
    this.#page.element('orrery-gallery')?.show(at);
  }

  /** Closes the gallery. */
  leave() {
    this.#wanted++;
    if (this.exhibition === null) return;
    this.exhibition = null;
    this.#page.requestUpdate();
  }
}
