/**
 * Where the camera stands, in the numbers by which it is told to others and led by them.
 *
 * @typedef {{x: number, y: number, z: number, azimuth: number, elevation: number, span: number}} Stand
 */
import { HALF_TAN, distanceFor, spanOf } from './pose.js';

/** ms in which a camera that is led comes to where the one that leads it stands: they are told of each other so often. */
const LED = 140;
/** px per cell at which a cell is looked at closely, with room to spare over the 16 that tests ask for. */
const CLOSE_UP = 34;
/** Cells before that cell that stay: less than from one head of a fan to the next. */
const CLEARANCE = 1.5;

export class SharedCamera {
  #camera;
  #eye;
  #view;
  #playback;

  /**
   * @param {import('./camera-controller.js').CameraController} camera
   * @param {import('../scene-view.js').SceneView} view
   * @param {import('../play/playback.js').Playback} playback
   */
  constructor(camera, view, playback) {
    this.#camera = camera;
    this.#eye = camera.eye;
    this.#view = view;
    this.#playback = playback;
  }

  /**
   * x, y, z of what it looks at (cells, y up), azimuth, elevation (radians), distance (cells); null while it follows what
   * is in focus.
   * @returns {[number, number, number, number, number, number] | null}
   */
  get numbers() {
    if (!this.#camera.looking) return null;
    const { x, y, z, azimuth, elevation, distance } = this.#eye.pose;
    return [x, y, z, azimuth, elevation, distance];
  }

  /**
   * Takes it to a place, or gives it back (null).
   * @param {number[] | null} numbers as {@link SharedCamera.numbers} gives them
   * @param {number} ms that it takes to get there; 0: it is there at once
   */
  move(numbers, ms) {
    if (numbers === null) {
      if (this.#camera.looking) this.#playback.fly(performance.now());
      return;
    }
    const [x, y, z, azimuth, elevation, distance] = numbers;
    this.#playback.lead({ x, y, z, azimuth, elevation, distance }, ms);
  }

  /**
   * Where it stands, or flies to, whatever the size of the window: with `span` cells along the shorter side of what panels
   * leave free in place of the distance. Null while it follows the step.
   * @returns {Stand | null}
   */
  get stand() {
    const { looking } = this.#camera;
    if (!looking && this.#playback.focus.kind === 'step') return null;
    const pose = looking ? this.#eye.pose : this.#view.goal;
    if (!pose) return null;
    const { x, y, z, azimuth, elevation } = pose;
    return { x, y, z, azimuth, elevation, span: spanOf(pose, this.#eye.viewport) };
  }

  /** Takes it where somebody else's stands, or back to what is in focus. @param {Stand | null} stand */
  lead(stand) {
    if (!stand) {
      this.move(null, 0);
      return;
    }
    const { x, y, z, azimuth, elevation, span } = stand;
    this.move([x, y, z, azimuth, elevation, distanceFor(span, this.#eye.viewport)], LED);
  }

  /**
   * Takes it straight before a cell, near enough for figures, and cuts away what stands between; without flying.
   * @param {string} name @param {number[]} index
   */
  closeUp(name, index) {
    const found = this.#view.hitTest.find(name, index);
    if (!found) throw new Error(`no block shows ${name}[${index}]`);
    const { angle, ...at } = this.#view.hitTest.inWorld(found),
      distance = this.#eye.viewport.height / (2 * HALF_TAN * CLOSE_UP);
    this.#eye.jump({ ...at, azimuth: angle, elevation: 0, distance });
    this.#eye.clearance = CLEARANCE;
    this.#camera.take();
    this.#playback.change();
  }
}
