/** Keeps the address bar in step with what is shown, without a trail of entries in the history. */
import { fragmentOf, readAddress } from './address.js';

/** Browsers refuse more than about a hundred changes in half a minute. */
const EVERY_MS = 500;

export class AddressBar {
  #says;
  /** @type {number | undefined} */
  #timer;
  /** Until when it rests, ms of performance.now(). */
  #restsUntil = 0;

  /** @param {() => import('./address.js').Shown} says what is shown now */
  constructor(says) {
    this.#says = says;
  }

  /** Something that the address holds may have changed. */
  changed() {
    this.#timer ??= window.setTimeout(() => this.#due(), EVERY_MS);
  }

  /** Something that the address holds is moving: it is written once that rests. */
  moving() {
    this.#restsUntil = performance.now() + EVERY_MS;
    this.changed();
  }

  #due() {
    const left = this.#restsUntil - performance.now();
    if (left <= 0) this.write();
    else this.#timer = window.setTimeout(() => this.#due(), left);
  }

  write() {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    writeAddress(this.#says());
  }
}

/**
 * @param {import('./address.js').Shown} shown what the address bar says from now on; the language that it asks for stays
 */
export function writeAddress(shown) {
  const { lang } = readAddress(location.hash).shown;
  const address = location.pathname + location.search + fragmentOf({ ...shown, lang });
  if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, '', address);
}
