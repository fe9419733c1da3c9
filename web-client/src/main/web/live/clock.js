/**
 * The server's time as this browser can best know it. An answer was given at some moment of its round trip, which bounds
 * how far the two clocks are apart (Cristian 1989); what all recent answers allow is narrower than what any one does
 * (Marzullo 1984), and its middle is believed. So a page that was busy when answers came is no worse off than one that
 * was not, as long as one question went quickly and one answer came quickly.
 */

/** Round trips of which the smallest is told, and that count whatever their age. */
const KEPT = 8;
/** Older ones count so long, ms of this browser's clock: two quartz clocks part by a few ms in that time at most. */
const RECENT_MS = 30_000;
const MOST = 64;

/** @typedef {{sentAt: number, receivedAt: number, serverTime: number}} Sample */

export class Clock {
  /** @type {Sample[]} oldest first */
  #samples = [];
  /** Server's time minus this browser's, ms; null before the first sample. @type {number | null} */
  #offset = null;

  /**
   * @param {number} sentAt      ms of this browser's monotonic clock
   * @param {number} receivedAt  ms of the same clock
   * @param {number} serverTime  ms of the server's clock, read between the two
   */
  sample(sentAt, receivedAt, serverTime) {
    if (!(receivedAt >= sentAt) || !Number.isFinite(serverTime)) return;
    const samples = this.#samples;
    samples.push({ sentAt, receivedAt, serverTime });
    while (samples.length > KEPT && (samples.length > MOST || samples[0].receivedAt < receivedAt - RECENT_MS))
      samples.shift();
    let bounds = boundsOf(samples);
    // Clocks that stood still while a phone slept contradict what was known before.
    while (bounds.least > bounds.most) {
      samples.shift();
      bounds = boundsOf(samples);
    }
    this.#offset = (bounds.least + bounds.most) / 2;
  }

  /** Forgets all, for another server process may have another clock. */
  reset() {
    this.#samples = [];
    this.#offset = null;
  }

  /** The smallest recent round trip in ms, or null before the first. @returns {number | null} */
  get rtt() {
    const trips = this.#samples.slice(-KEPT).map(({ sentAt, receivedAt }) => receivedAt - sentAt);
    return trips.length === 0 ? null : Math.min(...trips);
  }

  /**
   * When a moment of the server's clock is here.
   *
   * @param {number} serverTime ms of the server's clock
   * @returns {number | null} ms of this browser's monotonic clock; null before the first sample
   */
  toLocal(serverTime) {
    return this.#offset === null ? null : serverTime - this.#offset;
  }
}

/** What all of them allow for the server's time minus this browser's, ms. @param {Sample[]} samples */
function boundsOf(samples) {
  return {
    least: Math.max(...samples.map(({ serverTime, receivedAt }) => serverTime - receivedAt)),
    most: Math.min(...samples.map(({ serverTime, sentAt }) => serverTime - sentAt)),
  };
}
