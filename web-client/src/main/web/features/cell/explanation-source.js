/**
 * Fetches explanations of cells from the server. A hovered cell is fetched once the pointer rests. Explanations never
 * change, so they are cached by address, and a cell that was seen before is explained at once.
 */
import { getJson } from '../../live/http.js';

/** A cell is fetched only after the pointer has rested on it for this long. */
const REST_MS = 120;
/** At most this many explanations are cached; the one fetched first is evicted first. */
const MOST_KEPT = 300;

/** @typedef {{trace: string, name: string, index: number[]}} Address */

export class ExplanationSource {
  #get;
  #changed;
  /** @type {Map<string, any>} */
  #kept = new Map();
  /** @type {Set<string>} */
  #asked = new Set();
  #wanted = '';
  #failed = '';
  #timer = 0;

  /**
   * @param {() => void} changed  called when the wanted explanation has arrived or has failed
   * @param {(path: string) => Promise<any>} [get]
   */
  constructor(changed, get = getJson) {
    this.#changed = changed;
    this.#get = get;
  }

  /**
   * The explanation of a cell, or null while it is not here. A missing one is fetched.
   *
   * @param {Address} address
   * @param {boolean} atOnce  fetch without waiting for the pointer to rest
   */
  explanation(address, atOnce) {
    const path = pathOf(address);
    const known = this.#kept.get(path) ?? null;
    if (path !== this.#wanted) {
      this.#wanted = path;
      this.#failed = '';
      clearTimeout(this.#timer);
      if (!known) this.#timer = setTimeout(() => this.#fetch(path), atOnce ? 0 : REST_MS);
    }
    return known;
  }

  /** Whether the last request failed. */
  get failed() {
    return this.#failed !== '' && this.#failed === this.#wanted;
  }

  /** Cancels a fetch that has not begun: no cell is looked at any more. */
  forget() {
    clearTimeout(this.#timer);
    this.#wanted = '';
  }

  async #fetch(path) {
    if (this.#asked.has(path)) return;
    this.#asked.add(path);
    try {
      this.#kept.set(path, await this.#get(path));
      if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value);
    } catch {
      if (path === this.#wanted) this.#failed = path;
    } finally {
      this.#asked.delete(path);
    }
    if (path === this.#wanted) this.#changed();
  }
}

function pathOf({ trace, name, index }) {
  const cell = new URLSearchParams({ name, cell: index.join(',') });
  return `/api/traces/${encodeURIComponent(trace)}/explain?${cell}`;
}
