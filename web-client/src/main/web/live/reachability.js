/**
 * How others can reach the server, polled while the presenter's lobby is shown. Emits `change` when {@link ReachabilityPoll.known} has
 * changed.
 *
 * @typedef {{address: string, network: string, kind: string}} Address
 * @typedef {{publicUrl: string, container: boolean, addresses: Address[], reached: string[]}} Reachability
 */
const AGAIN_MS = 2500;

export class ReachabilityPoll extends EventTarget {
  /** @type {Reachability | null} */
  known = null;
  #code;
  #key;
  #fetch;
  #after;
  #wanted = false;
  #asking = false;

  /**
   * @param {string} code of the room @param {() => string | null} key the presenter's
   * @param {{fetch?: typeof fetch, after?: (fn: () => void, ms: number) => unknown}} [outside]
   */
  constructor(code, key, { fetch: get = fetch.bind(globalThis), after = setTimeout.bind(null) } = {}) {
    super();
    this.#code = code;
    this.#key = key;
    this.#fetch = get;
    this.#after = after;
  }

  /** Starts or stops polling. @param {boolean} on */
  want(on) {
    this.#wanted = on;
    if (on && !this.#asking) this.#ask();
  }

  async #ask() {
    const key = this.#key();
    if (!this.#wanted || key === null) {
      this.#asking = false;
      return;
    }
    this.#asking = true;
    try {
      const answer = await this.#fetch(`/api/rooms/${encodeURIComponent(this.#code)}/reach`, {
        headers: { Authorization: `Bearer ${key}` },
        cache: 'no-store',
      });
      if (answer.ok) {
        this.known = await answer.json();
        this.dispatchEvent(new Event('change'));
      }
    } catch {
      // The server cannot be reached, which the page reports elsewhere; try again below.
    }
    this.#after(() => this.#ask(), AGAIN_MS);
  }
}
