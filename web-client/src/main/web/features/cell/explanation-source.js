/**
 * Fetches explanations of cells from the server. A hovered cell is fetched once the pointer rests. Explanations never
 * change, so they are cached by address, and a cell that was seen before is explained at once.
 */
import { DebouncedRequest } from '../../live/debounced-request.js';
import { getJson } from '../../live/http.js';

/** At most this many explanations are cached. */
const MOST_KEPT = 300;

/** @typedef {{trace: string, name: string, index: number[]}} Address */
/** @typedef {import('../../ui/view.js').Explanation} Explanation */

export class ExplanationSource {
  /** @type {DebouncedRequest<Explanation>} */
  #request;

  /**
   * @param {() => void} changed  called when the wanted explanation has arrived or has failed
   * @param {(path: string) => Promise<Explanation>} [get]
   */
  constructor(changed, get = getJson) {
    this.#request = new DebouncedRequest(get, changed, { most: MOST_KEPT });
  }

  /**
   * The explanation of a cell, or null while it is not here. A missing one is fetched.
   *
   * @param {Address} address
   * @param {boolean} atOnce  fetch without waiting for the pointer to rest
   */
  explanation(address, atOnce) {
    return this.#request.answer(pathOf(address), atOnce ? 0 : undefined);
  }

  /** Whether the last request failed. */
  get failed() {
    return this.#request.failure !== null;
  }

  /** Cancels a fetch that has not begun: no cell is looked at any more. */
  forget() {
    this.#request.forget();
  }
}

/** @param {Address} address */
function pathOf({ trace, name, index }) {
  const cell = new URLSearchParams({ name, cell: index.join(',') });
  return `/api/traces/${encodeURIComponent(trace)}/explain?${cell}`;
}
