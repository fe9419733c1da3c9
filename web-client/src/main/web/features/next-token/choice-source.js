/**
 * Fetches the next token's distribution under a sampling, or as two models give it, from the server. Answers never change,
 * so they are cached by address.
 */
import { getJson } from '../../live/http.js';

const MOST_KEPT = 30;
/** Requests are sent after the address has been unchanged for this long, since sliders change it all the time. */
const REST_MS = 120;

export class ChoiceSource {
  #get;
  #changed;
  /** @type {Map<string, any>} */
  #kept = new Map();
  #wanted = '';
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;

  /** @param {() => void} changed called when the wanted answer has arrived @param {(path: string) => Promise<any>} [get] */
  constructor(changed, get = getJson) {
    this.#changed = changed;
    this.#get = get;
  }

  /** @param {string} path @returns {any} null until it has arrived */
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
      // No error is shown: the run has brought the most probable tokens. The next call of answer() asks again.
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
