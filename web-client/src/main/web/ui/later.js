/** A feature's part, and its elements, whose code is loaded when it is first needed. */
import { insist } from '../live/retry.js';

/** @template Part */
export class Later {
  /** Null until it has been needed, and its code is there. @type {Part | null} */
  part = null;
  #page;
  #make;
  /** @type {Promise<Part> | null} */
  #making = null;

  /** @param {{requestUpdate: () => void}} page drawn again once the part is there @param {() => Promise<Part>} make loads the code and makes the part; tried again until it succeeds */
  constructor(page, make) {
    this.#page = page;
    this.#make = make;
  }

  /** @returns {Promise<Part>} */
  load() {
    return (this.#making ??= insist(this.#make).then((part) => {
      this.part = part;
      this.#page.requestUpdate();
      return part;
    }));
  }
}

/**
 * The elements of a feature whose modules load when a panel first draws one. A panel says so as it is drawn: the column on the
 * right is drawn after the page has, so that the page does not find there what has just come.
 *
 * @template {string} Tag
 * @param {Record<Tag, () => Promise<unknown>>} modules by the elements' names
 * @returns {(tag: Tag) => Promise<unknown>} resolves when the element is defined; tried again until it succeeds
 */
export function elementsLater(modules) {
  /** @type {Partial<Record<Tag, Promise<unknown>>>} */
  const loading = {};
  return (tag) => (loading[tag] ??= insist(modules[tag]));
}
