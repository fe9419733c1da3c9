/**
 * The tokens of a text while it is typed. The server is asked once the typing rests, and only the answer to the last
 * request counts.
 */
import { server } from '../../live/model-source.js';
import { words } from '../../ui/words.js';

const REST_MS = 120;
/** Delay before asking again a server that has answered "too many requests", ms. */
const AGAIN_MS = 1000;
const TOO_FAST = 429;

export class TokenPreview {
  /** The last answer; it stays until the next one arrives. @type {{count: number, limit: number, text: string[]} | null} */
  answer = null;
  /** Why there are no tokens, as a sentence; empty if there are. */
  problem = '';
  #changed;
  #ask;
  #after;
  #asked = 0;
  /** @type {any} */
  #timer;

  /**
   * @param {() => void} changed called when an answer has arrived
   * @param {{ask?: typeof server.tokens, after?: (fn: () => void, ms: number) => any}} [outside]
   */
  constructor(changed, { ask = server.tokens, after = setTimeout.bind(null) } = {}) {
    this.#changed = changed;
    this.#ask = ask;
    this.#after = after;
  }

  /** @param {object} body of POST /api/tokens */
  ask(body) {
    this.#plan(++this.#asked, body, REST_MS);
  }

  /** Drops the answer: the text is empty. */
  forget() {
    this.#asked++;
    this.answer = null;
    this.problem = '';
  }

  #plan(asked, body, ms) {
    clearTimeout(this.#timer);
    this.#timer = this.#after(() => this.#send(asked, body), ms);
  }

  async #send(asked, body) {
    if (asked !== this.#asked) return;
    try {
      const answer = await this.#ask(body);
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.problem = '';
    } catch (error) {
      if (asked !== this.#asked) return;
      const problem = /** @type {import('../../live/http.js').Problem} */ (error);
      if (problem.status === TOO_FAST) {
        this.#plan(asked, body, AGAIN_MS);
        return;
      }
      this.answer = null;
      this.problem = problem.status ? words.problem(problem) : '';
    }
    this.#changed();
  }
}
