/**
 * Fetches the next token's distribution under a sampling, or as two models give it, from the server. Answers never change,
 * so they are cached by address.
 */
import { DebouncedRequest } from '../../live/debounced-request.js';
import { getJson } from '../../live/http.js';

const MOST_KEPT = 30;

/**
 * Takes addresses as keys. No error is shown, since the run has brought the most probable tokens.
 *
 * @param {() => void} changed called when the wanted answer has arrived
 * @returns {DebouncedRequest<any>}
 */
export const choiceSource = (changed) => new DebouncedRequest(getJson, changed, { most: MOST_KEPT, again: true });

/** @param {string} trace @param {import('../../live/conductor.js').Sampling} sampling */
export function distributionPath(trace, { temperature, topK, topP, seed }) {
  const asked = new URLSearchParams(
    Object.entries({ temperature, topK, topP, seed }).map(([name, value]) => [name, String(value)]),
  );
  return `/api/traces/${encodeURIComponent(trace)}/distribution?${asked}`;
}

/** @param {string} trace @param {string} other */
export const comparisonPath = (trace, other) =>
  `/api/traces/${encodeURIComponent(trace)}/compare/${encodeURIComponent(other)}`;
