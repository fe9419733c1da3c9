/**
 * The camera as links and rooms share it: reads its pose as numbers, and moves it to given ones.
 *
 * @typedef {{x: number, y: number, z: number, azimuth: number, elevation: number, span: number}} SharedPose
 */
import { distanceFor, spanOf } from './pose.js';

/** How long a camera takes to a received pose, ms: the interval at which poses are sent. */
const LED = 140;

export class SharedCamera {
  #camera;
  #eye;
  #view;
  #playback;
  /** Whether the camera was last moved to somebody else's pose. */
  #isLed = false;

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
   * x, y, z of the target (cells, y up), azimuth, elevation (radians), distance (cells); null while the camera follows the
   * focus.
   * @returns {number[] | null}
   */
  get numbers() {
    if (!this.#camera.looking) return null;
    const { x, y, z, azimuth, elevation, distance } = this.#eye.pose;
    return [x, y, z, azimuth, elevation, distance];
  }

  /** Whether the person of this page has taken the camera. */
  get isTaken() {
    return this.#camera.looking && !this.#isLed;
  }

  /** Whether the camera is at somebody else's pose. */
  get isLed() {
    return this.#camera.looking && this.#isLed;
  }

  /** The person moves the camera. */
  take() {
    this.#isLed = false;
  }

  /**
   * Moves the camera to a pose, or back to the focus (null).
   * @param {number[] | null} numbers as in {@link SharedCamera.numbers}
   * @param {number} ms duration; 0: at once
   */
  move(numbers, ms) {
    if (numbers === null) {
      if (this.#camera.looking) this.#playback.fly(performance.now());
      return;
    }
    this.take();
    const [x, y, z, azimuth, elevation, distance] = numbers;
    this.#playback.lead({ x, y, z, azimuth, elevation, distance }, ms);
  }

  /**
   * The camera's pose, or the goal of its flight, independent of the window's size: instead of the distance it has `span`,
   * the number of cells along the shorter side of the free area. Null while the camera follows the step.
   * @returns {SharedPose | null}
   */
  get pose() {
    const { looking } = this.#camera;
    if (!looking && this.#playback.focus.kind === 'step') return null;
    const pose = looking ? this.#eye.pose : this.#view.goal;
    if (!pose) return null;
    const { x, y, z, azimuth, elevation } = pose;
    return { x, y, z, azimuth, elevation, span: spanOf(pose, this.#eye.viewport) };
  }

  /** Moves the camera to a received pose, or back to the focus. @param {SharedPose | null} pose */
  lead(pose) {
    if (!pose) {
      this.move(null, 0);
      return;
    }
    this.#isLed = true;
    const { x, y, z, azimuth, elevation, span } = pose;
    this.#playback.lead({ x, y, z, azimuth, elevation, distance: distanceFor(span, this.#eye.viewport) }, LED);
  }
}
