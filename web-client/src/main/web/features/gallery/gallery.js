/**
 * The model gallery: one of the models that are here as shapes only beside the model that runs, or the flight past all models.
 *
 * @typedef {import('../../model/graph.js').Graph} Graph
 * @typedef {import('../../live/model-source.js').Structure} Structure
 *
 * @typedef {object} Exhibition
 * @property {Graph[]} graphs      of the shown models, the smallest first
 * @property {Graph} here          the model that runs, one of them
 * @property {Structure[]} others  all models that are here as shapes only
 * @property {Structure} subject   the one that was chosen; in a flight, the largest
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
   * @param {import('../../ui/features.js').WalkPage} page re-rendered when the exhibition changes
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
    const [presets, others] = await Promise.all([this.#source.presets(), this.#source.structures()]);
    const flight = name === FLIGHT,
      subject = flight ? others[others.length - 1] : others.find(({ id }) => id === name);
    if (!subject) return false;
    const running = this.#page.conductor?.graph?.model.id ?? presets[0].model;
    const shown = flight
      ? withoutTwins([...presets, ...others], running)
      : [presets.find(({ model }) => model === running) ?? presets[0], subject];
    const graphs = await Promise.all(shown.map(({ model }) => this.#source.graph(model)));
    graphs.sort((a, b) => a.model.parameters - b.model.parameters);
    const here = graphs.find(({ model }) => model.id === running) ?? graphs[0];
    const { panel } = await import('./gallery-panel.js');
    let at = startAt();
    while (at === null && wanted === this.#wanted) {
      await new Promise((soon) => setTimeout(soon, CLOCK_MS));
      at = startAt();
    }
    if (at === null || wanted !== this.#wanted) return true;
    this.panel = panel;
    this.exhibition = { graphs, here, others, subject, flight, startAt: at };
    this.#page.requestUpdate();
    return true;
  }

  /** A key that would move the walk closes the gallery; a tour's own keys leave it with the beat. @returns {import('../../ui/keys.js').States | null} */
  keyStates() {
    if (!this.exhibition || this.#page.features.ask('leads')) return null;
    return { gallery: { instead: { next: ['leaveExhibit'], back: ['leaveExhibit'], escape: ['leaveExhibit'] } } };
  }

  /** Shows the exhibit that the page's address asks for. @param {import('../../page/address.js').AddressFields} asked */
  async beginAsked({ past }) {
    return past === undefined || (await this.show(past)) ? [] : ['past'];
  }

  /** The camera flies again as the exhibition does. */
  follow() {
    this.#page.modelGallery?.follow(this.exhibition?.startAt ?? 0);
  }

  /** The name of the exhibit; null for none. */
  get exhibit() {
    const { exhibition } = this;
    return exhibition && (exhibition.flight ? FLIGHT : exhibition.subject.id);
  }

  /** The exhibition as a member of the page's address. @param {boolean} inRoom @returns {{past: string} | null} */
  inAddress(inRoom) {
    const { exhibit } = this;
    return inRoom || exhibit === null ? null : { past: exhibit };
  }

  /** Shows where the flight is. @param {import('../../ui/features.js').Leg} at */
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

/**
 * Models without those that look like an earlier one: of a model that is here in several encodings, or with weights and as shapes only,
 * one is shown, if possible the one that runs.
 * @template {{title: string, model: string, parameters: number}} Model
 * @param {Model[]} models @param {string} running content id @returns {Model[]}
 */
export function withoutTwins(models, running) {
  const isRunning = (/** @type {Model} */ { model }) => model === running;
  const known = new Set();
  return [...models.filter(isRunning), ...models.filter((each) => !isRunning(each))].filter(({ title, parameters }) => {
    const look = `${parameters} ${title}`;
    return !known.has(look) && known.add(look);
  });
}
