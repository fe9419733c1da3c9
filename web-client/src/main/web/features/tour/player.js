/**
 * Plays a tour: each step for its planned time, at the person's speed. It knows no scene: what comes after a step is told by the tour.
 *
 * @typedef {object} Moves
 * @property {() => number | null} seconds  how long the present step is planned, s; null if nothing is shown
 * @property {() => boolean} on  goes to what comes next; false if there is nothing
 * @property {() => void} changed called when playing begins or ends
 */

/** The speeds that can be chosen. */
export const SPEEDS = [0.5, 1, 1.5, 2];

export class Player {
  playing = false;
  /** 2 is twice as fast as planned. */
  speed = 1;
  #moves;
  #after;
  #cancel;
  /** @type {any} */
  #timer;

  /** @param {Moves} moves @param {{after?: (fn: () => void, ms: number) => any, cancel?: (timer: any) => void}} [outside] */
  constructor(moves, { after = setTimeout.bind(null), cancel = clearTimeout.bind(null) } = {}) {
    this.#moves = moves;
    this.#after = after;
    this.#cancel = cancel;
  }

  play() {
    this.playing = true;
    this.plan();
    this.#moves.changed();
  }

  pause() {
    if (!this.playing) return;
    this.playing = false;
    this.#cancel(this.#timer);
    this.#moves.changed();
  }

  /** @param {number} speed */
  change(speed) {
    this.speed = speed;
    this.plan();
    this.#moves.changed();
  }

  /** A step begins: plans when the next one does. */
  plan() {
    this.#cancel(this.#timer);
    const seconds = this.#moves.seconds();
    if (!this.playing || seconds === null) return;
    this.#timer = this.#after(
      () => {
        if (this.playing && !this.#moves.on()) this.pause();
      },
      (seconds / this.speed) * 1000,
    );
  }
}
