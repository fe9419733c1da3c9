/** Writes the state of the view as an address, and keeps the address bar up to date with it, without adding entries to the browser's history. */
import { MOST_TOKENS, PARTS, readAddress } from './address.js';

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

/** Members that stand behind those of the features. */
const LAST = ['theme', 'lang', 'level', 'camera'];

/** @param {import('./address.js').AddressFields} shown @param {string[]} [ofFeatures] names of their members, in order @returns {string} with its #; empty for the defaults */
export function fragmentOf(shown, ofFeatures = []) {
  const params = new URLSearchParams(),
    members = new Map(Object.entries(shown)),
    length = shown.tokens?.length ?? 0;
  for (const part of [...Object.keys(PARTS).filter((each) => !LAST.includes(each)), ...ofFeatures, ...LAST]) {
    const value = part === 'camera' ? shown.camera?.map(short) : members.get(part);
    if (value === undefined || (part === 'tokens' && length > MOST_TOKENS)) continue;
    if (part === 'given' && (value === shown.tokens?.length || length > MOST_TOKENS)) continue;
    params.set(part, String(value));
  }
  // Commas, colons and slashes need no escape in a fragment, and people read addresses.
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text === '' ? '' : `#${text}`;
}

/**
 * @param {import('./address.js').AddressFields} shown replaces the state in the address bar, except for its language and level
 * @param {string[]} ofFeatures names of their members, in order
 */
function writeAddress(shown, ofFeatures) {
  const { lang, level } = readAddress(location.hash).shown;
  const address = location.pathname + location.search + fragmentOf({ ...shown, lang, level }, ofFeatures);
  if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, '', address);
}

/** Rounds to four decimals, which is less than a pixel at any distance. @param {number} n */
function short(n) {
  return Number(n.toFixed(4));
}
