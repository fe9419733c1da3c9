/**
 * What the server says of the token to come: how the sampling changes its probabilities, and how two models differ.
 * Each answer is kept by its address, for it never changes; while one is on its way the panel shows what it has.
 */
import { getJson } from '../../live/http.js';

const MOST_KEPT = 30;
/** A person who draws a slider asks once it rests. */
const REST_MS = 120;

export class ChoiceSource {
  #get;
  #changed;
  /** @type {Map<string, any>} */
  #kept = new Map();
  #wanted = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} changed an answer came @param {(path: string) => Promise<any>} [get] */
  constructor(changed, get = getJson) {
    this.#changed = changed;
    this.#get = get;
  }

  /** @param {string} path @returns {any} null while it is not here */
  answer(path) {
    const known = this.#kept.get(path) ?? null;
    if (path !== this.#wanted) {
      this.#wanted = path;
      clearTimeout(this.#timer);
      if (!known) this.#timer = setTimeout(() => this.#fetch(path), REST_MS);
    }
    return known;
  }

  async #fetch(path) {
    try {
      this.#kept.set(path, await this.#get(path));
    } catch {
      // The most probable tokens came with the run; what is missing is asked for again with the next change.
      if (path === this.#wanted) this.#wanted = '';
      return;
    }
    if (this.#kept.size > MOST_KEPT) this.#kept.delete(this.#kept.keys().next().value);
    if (path === this.#wanted) this.#changed();
  }
}

/** @param {string} trace @param {import('../../live/conductor.js').Sampling} sampling */
export function distributionPath(trace, { temperature, topK, topP, seed }) {
  const asked = new URLSearchParams(Object.entries({ temperature, topK, topP, seed }).map(([name, value]) => [name, String(value)]));
  return `/api/traces/${encodeURIComponent(trace)}/distribution?${asked}`;
}

/** @param {string} trace @param {string} other */
export const comparisonPath = (trace, other) =>
  `/api/traces/${encodeURIComponent(trace)}/compare/${encodeURIComponent(other)}`;
