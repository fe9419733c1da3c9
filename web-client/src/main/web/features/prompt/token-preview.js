/** The tokens of a text while it is typed. */
import { DebouncedRequest } from '../../live/debounced-request.js';
import { server } from '../../live/model-source.js';
import { insist } from '../../live/retry.js';
import { words } from '../../ui/words.js';

const TOO_FAST = 429;

/** @typedef {{count: number, limit: number, text: string[]}} Tokens */

export class TokenPreview {
  /** The last answer; it stays until the next one arrives. @type {Tokens | null} */
  answer = null;
  /** Why there are no tokens, as a sentence; empty if there are. */
  problem = '';
  /** The word that the model does not know, as it was typed, and the nearest that it knows. @type {{word: string, nearest: string[]} | null} */
  refused = null;
  /** Its key is the request's body. @type {DebouncedRequest<Tokens & {tokens: number[]}>} */
  #request;

  /**
   * @param {() => void} changed called when an answer has arrived
   * @param {{ask?: typeof server.tokens, after?: (fn: () => void, ms: number) => number}} [outside]
   */
  constructor(changed, { ask = server.tokens, after } = {}) {
    const send = (/** @type {string} */ body) =>
      insist(() => ask(JSON.parse(body)), {
        failed: giveUpUnlessTooFast,
        wanted: () => this.#request.key === body,
        after,
      });
    this.#request = new DebouncedRequest(
      send,
      (answer) => {
        const { failure } = this.#request;
        this.answer = answer;
        this.problem = failure?.status ? words.problem(failure) : '';
        this.refused = failure?.code === 'unknown-word' ? refusedBy(failure.params) : null;
        changed();
      },
      { after },
    );
  }

  /** @param {object} body of POST /api/tokens @param {number} [ms] how long it must stay the same */
  ask(body, ms) {
    this.#request.forget();
    this.#request.answer(JSON.stringify(body), ms);
  }

  /** Drops the answer: the text is empty. */
  forget() {
    this.#request.forget();
    this.answer = null;
    this.problem = '';
    this.refused = null;
  }
}

/** The word that the model does not have; null if it refuses something else. @param {import('../../live/http.js').Problem['params']} params @returns {{word: string, nearest: string[]} | null} */
const refusedBy = ({ kind, word, nearest }) =>
  kind === 'word' && typeof word === 'string' && Array.isArray(nearest) ? { word, nearest } : null;

/** @param {import('../../live/http.js').Problem} problem */
function giveUpUnlessTooFast(problem) {
  if (problem.status !== TOO_FAST) throw problem;
}
