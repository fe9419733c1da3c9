/**
 * Hands over what arrives: at once if nothing was handed over lately, else together with what else arrives until then. Each
 * hand-over costs a drawing of the whole scene, so hundreds of small arrivals must not cost one each.
 *
 * @template T
 */
export class Gatherer {
  #take;
  #everyMs;
  #now;
  #after;
  /** @type {Map<string, T>} */
  #waiting = new Map();
  #last = -Infinity;
  /** Whether a hand-over is planned. */
  #isPlanned = false;

  /**
   * @param {(arrived: T[]) => void} take
   * @param {number} everyMs the shortest time between two hand-overs
   * @param {{now?: () => number, after?: (work: () => void, ms: number) => unknown}} [clock]
   */
  constructor(take, everyMs, { now = () => performance.now(), after = (work, ms) => setTimeout(work, ms) } = {}) {
    this.#take = take;
    this.#everyMs = everyMs;
    this.#now = now;
    this.#after = after;
  }

  /** @param {string} key of what arrived; a later arrival with the same key replaces it @param {T} arrived */
  add(key, arrived) {
    this.#waiting.set(key, arrived);
    if (this.#isPlanned) return;
    this.#isPlanned = true;
    this.#after(() => this.#handOver(), Math.max(0, this.#last + this.#everyMs - this.#now()));
  }

  /** Whether something with this key has arrived and was not handed over yet. @param {string} key */
  has(key) {
    return this.#waiting.has(key);
  }

  /** Whether everything was handed over. */
  get isEmpty() {
    return this.#waiting.size === 0;
  }

  /** Forgets what has arrived and was not handed over. */
  clear() {
    this.#waiting.clear();
  }

  #handOver() {
    this.#isPlanned = false;
    this.#last = this.#now();
    const arrived = [...this.#waiting.values()];
    this.#waiting.clear();
    if (arrived.length > 0) this.#take(arrived);
  }
}
