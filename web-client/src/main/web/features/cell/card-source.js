/**
 * Where a card's arithmetic comes from: asked of the server once the pointer rests, kept by content address (what a cell
 * was computed from never changes), so that a cell seen before is there at once.
 */
import { getJson } from '../../live/http.js';

/** A pointer that only passes over a cell asks nothing. */
const REST_MS = 120;
/** So many explanations are kept; the one asked for longest ago goes first. */
const MOST_KEPT = 300;

/** @typedef {{trace: string, name: string, index: number[]}} Address */

export class CardSource {
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
   * @param {() => void} changed  an explanation came, or will not come
   * @param {(path: string) => Promise<any>} [get]
   */
  constructor(changed, get = getJson) {
    this.#changed = changed;
    this.#get = get;
  }

  /**
   * What the server says of a cell; null while it is not here. Asks for it, at once or when the pointer rests.
   *
   * @param {Address} address
   * @param {boolean} atOnce
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

  /** Whether what was asked for last cannot be had. */
  get failed() {
    return this.#failed !== '' && this.#failed === this.#wanted;
  }

  /** Nothing is looked at any more. */
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
