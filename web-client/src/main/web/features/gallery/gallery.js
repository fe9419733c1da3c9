/**
 * Models to walk past: one of those that are here as shapes alone, or the flight by all of them.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../live/model-source.js').Structure} Structure
 *
 * @typedef {object} Exhibition
 * @property {Graph[]} graphs      the smallest first: the model that runs here
 * @property {Structure[]} others  all that one can walk past
 * @property {Structure} subject   the largest that is shown
 * @property {boolean} flight
 * @property {number} startAt      when the flight begins, ms of performance.now()
 */
import { server } from '../../live/model-source.js';

/** What an address says instead of a model's name to begin the flight. */
export const FLIGHT = 'flight';

/** ms until a clock that was not known is asked again. */
const CLOCK_MS = 50;

export class Gallery {
  /** @type {Exhibition | null} */
  exhibition = null;
  /** Makes what is said beside it, once that is here. @type {typeof import('./gallery-panel.js').panel | null} */
  panel = null;
  #page;
  #source;
  /** Answers that something newer has overtaken are dropped. */
  #wanted = 0;

  /**
   * @param {import('../../ui/features.js').Page} page drawn again when something else is shown
   * @param {typeof server} [source]
   */
  constructor(page, source = server) {
    this.#page = page;
    this.#source = source;
  }

  /**
   * @param {string} name of a structure, or {@link FLIGHT}
   * @param {() => number | null} [startAt]  when a flight begins, ms of performance.now(); null while that is not known
   * @returns {Promise<boolean>} whether there is such a thing
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

  /** A flight is somewhere else. @param {any} at a leg of scene/gallery/flight.js */
  leg(at) {
    this.#page.element('orrery-giants')?.show(at);
  }

  /** Back to the model that runs. */
  leave() {
    this.#wanted++;
    if (this.exhibition === null) return;
    this.exhibition = null;
    this.#page.requestUpdate();
  }
}
