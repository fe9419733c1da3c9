/**
 * Reads back what is drawn: tensors and pixels from the graphics card, and pictures of the scene.
 */
import { HALF_TAN } from './camera/pose.js';

/** Size of a cell in a close-up, px; comfortably above the 16 that tests require. */
const CLOSE_UP = 34;
/** A close-up is clipped this many cells in front of the cell: less than from one head of a fan to the next. */
const CLEARANCE = 1.5;

export class Readback {
  #canvas;
  #view;
  #camera;
  #playback;
  #renderLoop;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {{view: import('./scene-view.js').SceneView, camera: import('./camera/camera-controller.js').CameraController,
   *   playback: import('./play/playback.js').Playback, renderLoop: import('./render/render-loop.js').RenderLoop}} of
   */
  constructor(canvas, { view, camera, playback, renderLoop }) {
    this.#canvas = canvas;
    this.#view = view;
    this.#camera = camera;
    this.#playback = playback;
    this.#renderLoop = renderLoop;
  }

  /**
   * A tensor's numbers from the texture on the graphics card, row-major in the order of the node's axes.
   * @param {string} name
   * @returns {Float32Array}
   */
  tensor(name) {
    return this.#view.numbers.store.readBack(this.#view.renderer.renderer, name);
  }

  /** The colour at a point of the canvas (CSS px) if it is drawn now: r, g, b, 0…255. Only that pixel is drawn. @param {number} x @param {number} y */
  pixelAt(x, y) {
    const colour = this.#view.renderer.colourAt(x, y, () => this.#renderLoop.drawNow());
    this.#renderLoop.ask();
    return colour;
  }

  /**
   * Draws a copy of the scene, without labels.
   * @param {number} ratio its pixels for each CSS px
   */
  picture(ratio) {
    const copy = document.createElement('canvas');
    this.#view.renderer.atRatio(ratio, () => {
      this.#renderLoop.drawNow();
      copy.width = this.#canvas.width;
      copy.height = this.#canvas.height;
      copy.getContext('2d')?.drawImage(this.#canvas, 0, 0);
    });
    this.#playback.change();
    return copy;
  }

  /**
   * Moves the camera in front of a cell, near enough for figures, and clips blocks in between; without a flight. Ends all
   * motion.
   * @param {string} name @param {number[]} index
   */
  closeUp(name, index) {
    this.#playback.complete();
    this.#view.plain = true;
    this.#playback.advance(performance.now());
    const { hitTest } = this.#view,
      found = hitTest.find(name, index);
    if (!found) throw new Error(`no block shows ${name}[${index}]`);
    const { angle, ...at } = hitTest.inWorld(found),
      { eye } = this.#camera;
    eye.jump({ ...at, azimuth: angle, elevation: 0, distance: eye.viewport.height / (2 * HALF_TAN * CLOSE_UP) });
    eye.clearance = CLEARANCE;
    this.#camera.take();
    this.#playback.change();
  }
}
