/**
 * Facts of runs, as they are drawn: what is not known yet is asked for once, and asked for again a while after a failure.
 *
 * @typedef {Map<string, import('../forms.js').Answer>} Facts
 * @typedef {import('../facts.js').Run} Run
 */

/** How long a request that could not be answered waits for the next one, ms. */
const AGAIN_MS = 2000;
const MOST_KEPT = 100;

export class FactsHere {
  #ask;
  #changed;
  #after;
  /** By run, answer and facts; null while they are on their way. @type {Map<string, Facts | null>} */
  #known = new Map();

  /**
   * @param {(run: Run, facts: string[], answer: number | null) => Promise<Facts>} ask
   * @param {() => void} changed called when something has arrived
   * @param {(fn: () => void, ms: number) => any} [after]
   */
  constructor(ask, changed, after = setTimeout.bind(null)) {
    this.#ask = ask;
    this.#changed = changed;
    this.#after = after;
  }

  /**
   * @param {Run} run @param {string[]} facts @param {number | null} [answer] the position that the person chose, from 0
   * @returns {Facts | null} null until they have arrived
   */
  of(run, facts, answer = null) {
    if (facts.length === 0) return new Map();
    const key = JSON.stringify([run.id, answer, facts]);
    if (!this.#known.has(key)) this.#fetch(key, run, facts, answer);
    return this.#known.get(key) ?? null;
  }

  /** @param {string} key @param {Run} run @param {string[]} facts @param {number | null} answer */
  async #fetch(key, run, facts, answer) {
    this.#known.set(key, null);
    if (this.#known.size > MOST_KEPT) this.#known.delete(/** @type {string} */ (this.#known.keys().next().value));
    try {
      this.#known.set(key, await this.#ask(run, facts, answer));
    } catch {
      this.#after(() => {
        this.#known.delete(key);
        this.#changed();
      }, AGAIN_MS);
      return;
    }
    this.#changed();
  }
}
