/** How long a key must stay the same before its request is sent, unless the caller says otherwise. */
const REST_MS = 120;

/**
 * A request that follows what a person does, such as pointing, typing or moving a slider. It is sent once its key has been
 * the same for a while, and an answer counts only if its key is still the current one. Answers that never change are cached.
 *
 * `@lit/task` would replace little of it: it only drops overtaken answers. It sends at once, caches nothing, and needs an
 * element as its host.
 *
 * @template Answer
 */
export class DebouncedRequest {
  /** The error by which the request for the current key failed. @type {import('./http.js').Problem | null} */
  failure = null;
  /** The current key; empty if nothing is wanted. */
  key = '';
  #send;
  #changed;
  #most;
  #again;
  #after;
  /** @type {Map<string, Answer>} */
  #cache = new Map();
  /** Keys of requests under way. @type {Set<string>} */
  #pending = new Set();
  /** @type {number | undefined} */
  #timer;

  /**
   * @param {(key: string) => Promise<Answer>} send
   * @param {(answer: Answer | null) => void} changed  called when the request for the current key is answered, with null if it
   *   failed
   * @param {{most?: number, again?: boolean, after?: (fn: () => void, ms: number) => number}} [options]  `most`: how many answers
   *   are cached; the oldest is evicted first. `again`: a failure is not reported, and the next call of `answer` sends the
   *   request again
   */
  constructor(send, changed, { most = 0, again = false, after = setTimeout.bind(null) } = {}) {
    this.#send = send;
    this.#changed = changed;
    this.#most = most;
    this.#again = again;
    this.#after = after;
  }

  /**
   * Makes a key the current one.
   *
   * @param {string} key
   * @param {number} [ms] how long it must stay the same
   * @returns {Answer | null} the cached answer; if there is none, the request will be sent
   */
  answer(key, ms = REST_MS) {
    const known = this.#cache.get(key) ?? null;
    if (key !== this.key) {
      this.forget();
      this.key = key;
      if (known === null) this.#timer = this.#after(() => this.#fetch(key), ms);
    }
    return known;
  }

  /** Wants nothing any more. */
  forget() {
    clearTimeout(this.#timer);
    this.key = '';
    this.failure = null;
  }

  /** @param {string} key */
  async #fetch(key) {
    if (key !== this.key || this.#pending.has(key)) return;
    this.#pending.add(key);
    let answer = null;
    try {
      answer = await this.#send(key);
      this.#cache.set(key, answer);
      if (this.#cache.size > this.#most) this.#cache.delete(/** @type {string} */ (this.#cache.keys().next().value));
    } catch (problem) {
      if (key !== this.key) return;
      this.failure = /** @type {import('./http.js').Problem} */ (problem);
      if (this.#again) {
        this.forget();
        return;
      }
    } finally {
      this.#pending.delete(key);
    }
    if (key === this.key) this.#changed(answer);
  }
}
