/**
 * What the tokenizer of a model makes of a text while it is typed: asked for once the typing rests, and of several answers
 * under way only that to the last question counts.
 */
import { server } from '../../live/model-source.js';
import { words } from '../../ui/words.js';

const REST_MS = 120;
/** A server that is asked too often is asked again a little later. */
const AGAIN_MS = 1000;
const TOO_FAST = 429;

export class TokenPreview {
  /** What came last; stays while the next is on its way. @type {{count: number, limit: number, text: string[]} | null} */
  answer = null;
  /** Why there are no tokens, as a sentence; empty where there are. */
  problem = '';
  #changed;
  #ask;
  #after;
  #asked = 0;
  /** @type {any} */
  #timer;

  /**
   * @param {() => void} changed an answer came
   * @param {{ask?: typeof server.tokens, after?: (fn: () => void, ms: number) => any}} [outside]
   */
  constructor(changed, { ask = server.tokens, after = setTimeout.bind(null) } = {}) {
    this.#changed = changed;
    this.#ask = ask;
    this.#after = after;
  }

  /** @param {object} what of POST /api/tokens */
  ask(what) {
    this.#plan(++this.#asked, what, REST_MS);
  }

  /** There is nothing to cut. */
  forget() {
    this.#asked++;
    this.answer = null;
    this.problem = '';
  }

  #plan(asked, what, ms) {
    clearTimeout(this.#timer);
    this.#timer = this.#after(() => this.#send(asked, what), ms);
  }

  async #send(asked, what) {
    if (asked !== this.#asked) return;
    try {
      const answer = await this.#ask(what);
      if (asked !== this.#asked) return;
      this.answer = answer;
      this.problem = '';
    } catch (error) {
      if (asked !== this.#asked) return;
      const problem = /** @type {import('../../live/http.js').Problem} */ (error);
      if (problem.status === TOO_FAST) {
        this.#plan(asked, what, AGAIN_MS);
        return;
      }
      this.answer = null;
      this.problem = problem.status ? words.problem(problem) : '';
    }
    this.#changed();
  }
}
