/** A feature's part whose code is loaded when it is first needed. */
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
