/**
 * Who has the camera: a flight to what is shown, or a person's hand.
 */
import { Eye } from './camera.js';
import { FLY } from './easing.js';

/** ms that a hand on the machine counts as moving after its last touch. */
const HAND = 180;

export class CameraController {
  eye = new Eye();
  /** A person has the camera. */
  looking = false;
  #flight = { startAt: 0, length: FLY, done: true };
  /** ms until which the hand counts as moving. */
  #handUntil = 0;
  #taken;

  /** @param {() => void} taken is told when a person takes the camera */
  constructor(taken) {
    this.#taken = taken;
  }

  /** Whether it is on its way. */
  get flying() {
    return !this.#flight.done;
  }

  /** Whether a hand is on the camera at a moment, ms. */
  handIsOn(now) {
    return now < this.#handUntil;
  }

  /**
   * @param {import('./pose.js').Pose} pose
   * @param {number} startAt ms; 0: it is there at once
   */
  flyTo(pose, startAt) {
    this.looking = false;
    this.eye.aim(pose);
    this.#flight = { startAt, length: FLY, done: startAt <= 0 };
  }

  /**
   * Takes the eye where somebody else's stands: it does not follow what is in focus.
   * @param {import('./pose.js').Pose} pose
   * @param {number} startAt ms
   * @param {number} length ms; 0: it is there at once
   */
  lead(pose, startAt, length) {
    this.looking = true;
    if (length <= 0) this.eye.jump(pose);
    else this.eye.aim(pose);
    this.#flight = { startAt, length, done: length <= 0 };
  }

  /** What is shown has moved, or the room for it: a flight ends there, and who stood at it stands there. */
  refit(pose) {
    if (this.looking) return;
    if (this.#flight.done) this.eye.jump(pose);
    else Object.assign(this.eye.goal, pose);
  }

  /** Is there. */
  complete() {
    this.#flight.done = true;
  }

  /** @param {() => void} act what a hand does to the eye */
  byHand(act) {
    this.complete();
    this.#handUntil = performance.now() + HAND;
    act();
    this.take();
  }

  /** The camera is a person's own from now on. */
  take() {
    if (this.looking) return;
    this.looking = true;
    this.#taken();
  }

  /** Brings the eye to where it is at a moment, ms. */
  advance(now) {
    if (!this.#flight.done) {
      const share = Math.max(0, (now - this.#flight.startAt) / this.#flight.length);
      this.eye.fly(share);
      this.#flight.done = share >= 1;
    } else if (!this.looking) this.eye.fly(1);
  }
}
