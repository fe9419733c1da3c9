/**
 * What a hand on the canvas means: turning, moving and nearing are the camera's; what it points at and presses is a cell, a
 * part of the machine, or a label.
 */
import { control } from './camera/controls.js';
import { isSame, partOf } from './layout/focus.js';

/** px per cell below which a press means the part of the machine, not the cell. */
const PRESSABLE = 2.5;

/**
 * @typedef {object} Told
 * @property {() => void} moved  the camera was moved
 * @property {(type: 'hover' | 'over' | 'select' | 'choose', detail: any) => void} meant  see {@link import('./machine.js')}
 * @property {() => void} changed  something else is to be drawn
 */

export class PointerInput {
  #graph;
  #view;
  #camera;
  #playback;
  #told;
  /** Lets go of the canvas. */
  release;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./layout/anatomy.js').Graph} graph
   * @param {import('./scene-view.js').SceneView} view
   * @param {import('./camera/camera-controller.js').CameraController} camera
   * @param {import('./play/playback.js').Playback} playback
   * @param {Told} told
   */
  constructor(canvas, graph, view, camera, playback, told) {
    this.#graph = graph;
    this.#view = view;
    this.#camera = camera;
    this.#playback = playback;
    this.#told = told;
    const { eye } = camera;
    this.release = control(canvas, {
      orbit: (a, e) => this.#byHand(() => eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => eye.zoom(f, x, y)),
      point: (x, y) => this.#hover(view.hitTest.pick(x, y)),
      leave: () => this.#hover(null),
      press: (x, y) => this.#press(x, y),
    });
  }

  #byHand(act) {
    this.#camera.byHand(act);
    this.#told.moved();
  }

  #hover(hit) {
    const { hovered, plan } = this.#view;
    const same =
      hit === hovered ||
      (hit && hovered && hit.block === hovered.block && hit.column === hovered.column && hit.row === hovered.row);
    if (same) return;
    const nodeOf = (at) => (at ? plan.blocks[at.block].node : null),
      before = nodeOf(hovered);
    this.#view.point(hit);
    this.#told.meant('hover', this.#view.cellAt(hit));
    if (nodeOf(hit) !== before) this.#told.meant('over', nodeOf(hit));
    this.#told.changed();
  }

  /** A label and a frame choose what they are of; a cell is read, where it is large enough to be meant. */
  #press(x, y) {
    const { hitTest, plan } = this.#view,
      label = this.#view.labelAt(x, y);
    if (label) {
      this.#told.meant('choose', label);
      return;
    }
    const hit = hitTest.pick(x, y),
      block = hit && plan.blocks[hit.block];
    if (block && this.#camera.eye.pixelsPerCell < PRESSABLE) {
      const part = partOf(plan.anatomy, this.#graph, block.node);
      if (part && !isSame(part, this.#playback.focus)) {
        this.#told.meant('choose', part);
        return;
      }
    }
    if (block && hit.column < 0)
      this.#told.meant('choose', { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head });
    else this.#told.meant('select', this.#view.cellAt(hit));
  }
}
