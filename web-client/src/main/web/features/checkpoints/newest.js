/** Performs one request at a time. Of those that come in the meantime, only the newest is performed. */
export class Newest {
  #perform;
  #running = false;
  /** @type {string | null} */
  #next = null;

  /** @param {(what: string) => Promise<unknown>} perform */
  constructor(perform) {
    this.#perform = perform;
  }

  /** Whether a request is being performed. */
  get busy() {
    return this.#running;
  }

  /** @param {string} what @returns {Promise<void>} rejects if a request fails; the newer ones are then dropped */
  async ask(what) {
    this.#next = what;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#next !== null) {
        const next = this.#next;
        this.#next = null;
        await this.#perform(next);
      }
    } finally {
      this.#next = null;
      this.#running = false;
    }
  }
}
