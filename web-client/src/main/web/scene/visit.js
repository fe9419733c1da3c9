/**
 * A visit of something else in the machine's place: a guest is drawn in the machine's canvas, with its camera, which goes back where it
 * was when the guest leaves. The machine itself does not change meanwhile.
 *
 * @typedef {object} Guest
 * @property {import('three').Object3D} mesh
 * @property {(palette: import('./render/colour.js').Palette, scale: number) => void} paint  `scale`: drawn pixels for each CSS px
 * @property {(eye: import('./camera/camera.js').Eye) => import('./camera/pose.js').Pose} goal  where the camera goes
 * @property {(pose: import('./camera/pose.js').Pose) => void} aim  before an animation frame
 * @property {(projection: import('./camera/projection.js').Projection, viewport: import('./camera/pose.js').Viewport,
 *   view: {pose: import('./camera/pose.js').Pose, moving: boolean}) => void} draw  after it: texts over the canvas
 * @property {(at: {x: number, y: number} | null) => void} point
 * @property {(x: number, y: number) => void} press
 */

export class Visit {
  #view;
  #sharedCamera;
  #playback;
  #overlay;
  /** The person's own pose of the camera when the guest came; null if it followed the focus. @type {number[] | null} */
  #left = null;

  /**
   * @param {{view: import('./scene-view.js').SceneView,
   *   sharedCamera: import('./camera/shared-camera.js').SharedCamera, playback: import('./play/playback.js').Playback, overlay: HTMLElement}} of
   */
  constructor({ view, sharedCamera, playback, overlay }) {
    this.#view = view;
    this.#sharedCamera = sharedCamera;
    this.#playback = playback;
    this.#overlay = overlay;
  }

  /** The person has given the camera back: it will follow the focus. */
  forget() {
    this.#left = null;
  }

  /**
   * Lets a guest come or leave.
   * @param {Guest | null} guest
   * @returns {boolean} whether the camera, which the person has taken during the visit, has followed the focus again
   */
  change(guest) {
    const before = this.#view.guest;
    const { isTaken, isLed } = this.#sharedCamera;
    if (before === guest) return false;
    if (!before) this.#left = isTaken ? this.#sharedCamera.numbers : null;
    this.#view.guest = guest;
    this.#view.renderer.setGuest(guest);
    this.#overlay.classList.toggle('visited', guest !== null);
    if (guest ? !isLed : this.#left === null && !isLed) this.#playback.fly(0);
    else if (!guest && this.#left) this.#sharedCamera.move(this.#left, 0);
    this.#playback.disturb();
    return guest === null && isTaken && this.#left === null;
  }
}
