/**
 * Decides who moves the camera: a flight to the focus, or the person.
 */
import { Eye } from './camera.js';
import { FLY } from './easing.js';

/** The person counts as moving the camera for this long after the last input, ms. */
const HAND = 180;

export class CameraController {
  eye = new Eye();
  /** Whether the person has taken the camera. */
  looking = false;
  #flight = { startAt: 0, length: FLY, done: true };
  /** Until when the person counts as moving the camera, ms. */
  #handUntil = 0;
  #taken;

  /** @param {() => void} taken called when the person takes the camera */
  constructor(taken) {
    this.#taken = taken;
  }

  /** Whether the camera is in flight. */
  get flying() {
    return !this.#flight.done;
  }

  /** Whether the person is moving the camera at a time, ms. @param {number} now */
  handIsOn(now) {
    return now < this.#handUntil;
  }

  /**
   * @param {import('./pose.js').Pose} pose
   * @param {number} startAt ms; 0: without a flight
   */
  flyTo(pose, startAt) {
    this.looking = false;
    this.eye.aim(pose);
    this.#flight = { startAt, length: FLY, done: startAt <= 0 };
  }

  /**
   * Moves the camera to the pose of somebody else's; it then does not follow the focus.
   * @param {import('./pose.js').Pose} pose
   * @param {number} startAt ms
   * @param {number} length ms; 0: without a flight
   */
  lead(pose, startAt, length) {
    this.looking = true;
    if (length <= 0) this.eye.jump(pose);
    else this.eye.aim(pose);
    this.#flight = { startAt, length, done: length <= 0 };
  }

  /** The pose for the focus has changed: changes the goal of a flight, or moves a camera that was there. @param {import('./pose.js').Pose} pose */
  refit(pose) {
    if (this.looking) return;
    if (this.#flight.done) this.eye.jump(pose);
    else Object.assign(this.eye.goal, pose);
  }

  /** Ends the flight. */
  complete() {
    this.#flight.done = true;
  }

  /** @param {() => void} act the person's change of the camera */
  byHand(act) {
    this.complete();
    this.#handUntil = performance.now() + HAND;
    act();
    this.take();
  }

  /** Gives the camera to the person. */
  take() {
    if (this.looking) return;
    this.looking = true;
    this.#taken();
  }

  /** Moves the camera along its flight to a time, ms. @param {number} now */
  advance(now) {
    if (!this.#flight.done) {
      const share = Math.max(0, (now - this.#flight.startAt) / this.#flight.length);
      this.eye.fly(share);
      this.#flight.done = share >= 1;
    } else if (!this.looking) this.eye.fly(1);
  }
}
