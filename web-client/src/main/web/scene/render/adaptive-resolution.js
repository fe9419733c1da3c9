/**
 * How finely a moving picture is drawn: where frames take too long it is drawn coarser while it moves, and in full once
 * it rests. Pure but for its own memory.
 */

/** Share of the full resolution that is left along each side. */
const COARSE = 0.6;
/**
 * ms between frames from which on it is too slow, and below which it is quick enough again: in full it would not be slow
 * at once. Every change of resolution waits until the graphics have drawn what they were told before.
 */
const SLOW = 50,
  QUICK = SLOW * COARSE * COARSE;
/** A frame's weight in the running mean. */
const WEIGHT = 0.25;

export class AdaptiveResolution {
  #last = 0;
  #mean = 0;
  #slow = false;

  /**
   * @param {number} now ms
   * @param {boolean} moving
   * @returns {number} share of the full resolution that the next frame is drawn at
   */
  frame(now, moving) {
    if (!moving) {
      this.#last = this.#mean = 0;
      return 1;
    }
    if (this.#last > 0) {
      const took = now - this.#last;
      this.#mean = this.#mean === 0 ? took : this.#mean + (took - this.#mean) * WEIGHT;
      if (this.#mean > SLOW) this.#slow = true;
      else if (this.#mean < QUICK) this.#slow = false;
    }
    this.#last = now;
    return this.#slow ? COARSE : 1;
  }
}
