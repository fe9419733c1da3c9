/**
 * This browser's estimate of the server's time. An answer was given at some moment of its round trip, which bounds the
 * offset between the two clocks (Cristian 1989). The intersection of the bounds of all recent answers is narrower than each
 * of them (Marzullo 1984), and its middle is the estimate. So a page that is busy when answers arrive loses no accuracy, as
 * long as one request and one answer were quick.
 */

/** The number of round trips that count whatever their age, and of which {@link Clock.rtt} is the smallest. */
const KEPT = 8;
/** Older samples count for this long, ms of this browser's clock: two quartz clocks drift by a few ms in that time at most. */
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
    // A clock that stopped while the phone slept contradicts older samples.
    while (bounds.least > bounds.most) {
      samples.shift();
      bounds = boundsOf(samples);
    }
    this.#offset = (bounds.least + bounds.most) / 2;
  }

  /** Forgets all samples, since another server process may have another clock. */
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
   * Converts a time of the server's clock.
   *
   * @param {number} serverTime ms of the server's clock
   * @returns {number | null} ms of this browser's monotonic clock; null before the first sample
   */
  toLocal(serverTime) {
    return this.#offset === null ? null : serverTime - this.#offset;
  }
}

/** The bounds on the server's time minus this browser's that all samples satisfy, ms. @param {Sample[]} samples */
function boundsOf(samples) {
  return {
    least: Math.max(...samples.map(({ serverTime, receivedAt }) => serverTime - receivedAt)),
    most: Math.min(...samples.map(({ serverTime, sentAt }) => serverTime - sentAt)),
  };
}
