/** Keeps the address bar up to date with the view, without adding entries to the browser's history. */
import { writeAddress } from './write-address.js';

/** Shortest interval between changes, ms: browsers refuse more than about a hundred in half a minute. */
const EVERY_MS = 500;

export class AddressBar {
  #current;
  #ofFeatures;
  /** @type {number | undefined} */
  #timer;
  /** Nothing is written until then, ms of performance.now(). */
  #pausedUntil = 0;
  /** Whether the last state was none to come back to. */
  #isBetween = false;

  /**
   * @param {() => import('./address.js').AddressFields | null} current the current state of the view; null while it is none to come back to
   * @param {() => string[]} ofFeatures names of the features' members, in order
   */
  constructor(current, ofFeatures) {
    this.#current = current;
    this.#ofFeatures = ofFeatures;
  }

  /** The state in the address may have changed. */
  changed() {
    // What has ended must not come back by a reload: its end is written at once.
    if (this.#isBetween) this.write();
    else this.#timer ??= window.setTimeout(() => this.#due(), EVERY_MS);
  }

  /** The state in the address is changing continuously: writes it once it rests. */
  moving() {
    this.#pausedUntil = performance.now() + EVERY_MS;
    this.changed();
  }

  #due() {
    const left = this.#pausedUntil - performance.now();
    if (left <= 0) this.write();
    else this.#timer = window.setTimeout(() => this.#due(), left);
  }

  write() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const shown = this.#current();
    this.#isBetween = shown === null;
    if (shown) writeAddress(shown, this.#ofFeatures());
  }
}
