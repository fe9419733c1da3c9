/**
 * The server's time as this browser can best know it. Of the last eight round trips the quickest is believed: its
 * answer lay about in the middle of it, and no other bounds the error as well.
 */

const KEPT = 8;

export class Clock {
  /** @type {{rtt: number, offset: number}[]} */
  #samples = [];

  /**
   * @param {number} sentAt      ms of this browser's monotonic clock
   * @param {number} receivedAt  ms of the same clock
   * @param {number} serverTime  ms of the server's clock, read between the two
   */
  sample(sentAt, receivedAt, serverTime) {
    const rtt = receivedAt - sentAt;
    if (!(rtt >= 0) || !Number.isFinite(serverTime)) return;
    this.#samples.push({ rtt, offset: serverTime - (sentAt + receivedAt) / 2 });
    if (this.#samples.length > KEPT) this.#samples.shift();
  }

  /** Forgets all, for another server process may have another clock. */
  reset() {
    this.#samples = [];
  }

  /** The smallest recent round trip in ms, or null before the first. @returns {number | null} */
  get rtt() {
    return this.#best()?.rtt ?? null;
  }

  /**
   * When a moment of the server's clock is here.
   *
   * @param {number} serverTime ms of the server's clock
   * @returns {number | null} ms of this browser's monotonic clock; null before the first sample
   */
  toLocal(serverTime) {
    const best = this.#best();
    return best ? serverTime - best.offset : null;
  }

  #best() {
    let best = null;
    for (const sample of this.#samples) if (!best || sample.rtt <= best.rtt) best = sample;
    return best;
  }
}
