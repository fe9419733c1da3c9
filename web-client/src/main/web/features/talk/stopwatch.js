/**
 * For how long each beat of a talk is shown while it is walked, and the plan that follows from rehearsals. Pure: the time is handed in, in ms.
 *
 * @typedef {import('./keep.js').Beat} Beat
 * @typedef {Record<string, number>} Run  seconds by beat
 */

/** Plans are in quarters of a minute, s. */
const QUARTER = 15;
/** The longest time of a beat, s. */
const LONGEST = 3600;

export class Stopwatch {
  /** The beat that is shown. @type {string | null} */
  beat = null;
  /** The times of beats, without the present one's since {@link #since}. @type {Map<string, number>} */
  #times = new Map();
  /** Beats that were left for another one. @type {Set<string>} */
  #finished = new Set();
  /** When the present stretch began; null while it is paused. @type {number | null} */
  #since = null;
  /** The time of all beats when the present one began. */
  #past = 0;

  /** Another beat is shown, or still the same one. @param {string} beat @param {number} now */
  show(beat, now) {
    if (beat === this.beat) return;
    const { paused } = this;
    if (this.beat !== null) {
      this.#add(now);
      this.#finished.add(this.beat);
    }
    this.beat = beat;
    this.#past = this.total(now);
    this.#since = paused ? null : now;
  }

  get paused() {
    return this.beat !== null && this.#since === null;
  }

  /** @param {boolean} on @param {number} now */
  pause(on, now) {
    if (on === this.paused || this.beat === null) return;
    if (on) this.#add(now);
    this.#since = on ? null : now;
  }

  /** @param {number} now */
  #add(now) {
    if (this.beat === null || this.#since === null) return;
    this.#times.set(this.beat, (this.#times.get(this.beat) ?? 0) + now - this.#since);
    this.#since = null;
  }

  /** Of a beat; going back adds. @param {string} beat @param {number} now */
  of(beat, now) {
    const running = beat === this.beat && this.#since !== null ? now - this.#since : 0;
    return (this.#times.get(beat) ?? 0) + running;
  }

  /** The time of all beats. @param {number} now */
  total(now) {
    const running = this.#since === null ? 0 : now - this.#since;
    return [...this.#times.values()].reduce((sum, time) => sum + time, running);
  }

  /** When the walk and the present beat would have begun without pauses: what a clock counts from. @param {number} now */
  began(now) {
    const total = this.total(now);
    return { began: now - total, beatBegan: now - (total - this.#past) };
  }

  /** What was measured of finished beats. @param {number} now @param {boolean} whole whether the present beat is finished, too @returns {Run} */
  run(now, whole) {
    const finished = [...this.#finished, ...(whole && this.beat !== null ? [this.beat] : [])];
    return Object.fromEntries(
      finished.map((beat) => [beat, Math.min(LONGEST, Math.max(1, Math.round(this.of(beat, now) / 1000)))]),
    );
  }
}

/** Whether a beat took longer than planned by a quarter of a minute or more. @param {number} seconds @param {number} planned s */
export const isSlow = (seconds, planned) => seconds >= planned + QUARTER;

/** The mean of the runs for each beat that they have, rounded to quarters of a minute, s. @param {Run[]} runs @param {Beat[]} beats @returns {Run} */
export function planOf(runs, beats) {
  return Object.fromEntries(
    beats.flatMap(({ id }) => {
      const times = runs.flatMap((run) => (run[id] === undefined ? [] : [run[id]]));
      if (times.length === 0) return [];
      const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
      return [[id, Math.min(LONGEST, Math.max(QUARTER, Math.round(mean / QUARTER) * QUARTER))]];
    }),
  );
}

/** Minutes as they are planned, such as 2.25, with the decimals that they have. @param {number} seconds @param {import('../../ui/words.js').Words} words */
export function minutesOf(seconds, words) {
  const hundredths = Math.round((seconds * 100) / 60);
  return words.number(hundredths / 100, hundredths % 100 === 0 ? 0 : hundredths % 10 === 0 ? 1 : 2);
}
