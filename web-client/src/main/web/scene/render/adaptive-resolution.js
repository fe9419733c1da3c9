/**
 * Adapts the resolution to the speed of the graphics: if animation frames take too long, a moving scene is drawn at a lower
 * resolution, and at the full one when it rests. Pure apart from its own state.
 */

/** The lower resolution, as a share of the full one along each side. */
const COARSE = 0.6;
/**
 * Interval between animation frames, ms: above SLOW the resolution is lowered; below QUICK it is restored, since the full one
 * would then not be slow again. The gap avoids frequent changes, each of which waits for the graphics to finish.
 */
const SLOW = 50,
  QUICK = SLOW * COARSE * COARSE;
/** Weight of an animation frame in the running mean. */
const WEIGHT = 0.25;

export class AdaptiveResolution {
  #last = 0;
  #mean = 0;
  #slow = false;

  /**
   * @param {number} now ms
   * @param {boolean} moving
   * @returns {number} resolution of the next animation frame, as a share of the full one
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
