/**
 * Pointer input on the canvas: moves the camera, and finds the cell, the part of the machine or the label that the person
 * points at or clicks.
 */
import { control } from './camera/controls.js';
import { isSame, partOf } from './layout/focus.js';

/** A click on smaller cells means the part of the machine, not the cell, px. */
const PRESSABLE = 2.5;

/**
 * @typedef {{node: string, index: number[], seen: import('../ui/view.js').Cell['seen'], scale?: number}} Spot  a drawn cell: `index` in the order of
 *   the node's axes; `seen`: the cells for which it stands, if they are several
 *
 * @typedef {object} Pointed  the events that tell of it, with their `detail`
 * @property {Spot | null} hover
 * @property {Spot | null} select
 * @property {{node: string, index: number[], value: number} | null} reading  the number at the pointer, if it is not the model's or the trace's
 * @property {string | null} over  the name of the tensor under the pointer
 * @property {import('./layout/focus.js').Focus} choose  the person clicked a label, or a block that is far away
 *
 * @typedef {object} Callbacks
 * @property {() => void} moved  the person has moved the camera
 * @property {<Type extends keyof Pointed>(type: Type, detail: Pointed[Type]) => void} emit
 * @property {() => void} changed  something has to be drawn again
 */

export class PointerInput {
  #graph;
  #view;
  #camera;
  #playback;
  #callbacks;
  /** Removes all listeners. */
  release;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./layout/anatomy.js').Graph} graph
   * @param {import('./scene-view.js').SceneView} view
   * @param {import('./camera/camera-controller.js').CameraController} camera
   * @param {import('./play/playback.js').Playback} playback
   * @param {Callbacks} callbacks
   */
  constructor(canvas, graph, view, camera, playback, callbacks) {
    this.#graph = graph;
    this.#view = view;
    this.#camera = camera;
    this.#playback = playback;
    this.#callbacks = callbacks;
    const { eye } = camera;
    this.release = control(canvas, {
      orbit: (a, e) => this.#byHand(() => eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => eye.zoom(f, x, y)),
      point: (x, y) => (view.guest ? view.guest.point({ x, y }) : this.#hover(view.hitTest.pick(x, y))),
      leave: () => (view.guest ? view.guest.point(null) : this.#hover(null)),
      press: (x, y) => (view.guest ? view.guest.press(x, y) : this.#press(x, y)),
    });
  }

  /** @param {() => void} act */
  #byHand(act) {
    this.#camera.byHand(act);
    this.#callbacks.moved();
  }

  /** Forgets what is under the pointer: the machine moves away from under it. */
  forget() {
    if (this.#view.hovered) this.#hover(null);
  }

  /** @param {import('./camera/hit-test.js').Hit | null} hit */
  #hover(hit) {
    const { hovered, plan } = this.#view;
    const same =
      hit === hovered ||
      (hit && hovered && hit.block === hovered.block && hit.column === hovered.column && hit.row === hovered.row);
    if (same) return;
    const nodeOf = (/** @type {import('./camera/hit-test.js').Hit | null} */ at) =>
        at ? plan.blocks[at.block].node : null,
      before = nodeOf(hovered);
    this.#view.hovered = hit;
    if (this.#view.numbers.areOthers) this.#callbacks.emit('reading', this.#view.readingAt(hit));
    else this.#callbacks.emit('hover', this.#view.cellAt(hit));
    if (nodeOf(hit) !== before) this.#callbacks.emit('over', nodeOf(hit));
    this.#callbacks.changed();
  }

  /** A click on a label or on a block's border moves the focus; one on a large enough cell selects the cell. @param {number} x @param {number} y */
  #press(x, y) {
    const { hitTest, plan } = this.#view,
      label = this.#view.labelAt(x, y);
    if (label) {
      this.#callbacks.emit('choose', label);
      return;
    }
    const hit = hitTest.pick(x, y),
      block = hit && plan.blocks[hit.block];
    if (block && this.#camera.eye.pixelsPerCell < PRESSABLE) {
      const part = partOf(plan.anatomy, this.#graph, block.node);
      if (part && !isSame(part, this.#playback.focus)) {
        this.#callbacks.emit('choose', part);
        return;
      }
    }
    if (block && hit && hit.column < 0)
      this.#callbacks.emit('choose', { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head });
    else if (this.#view.numbers.areOthers) this.#callbacks.emit('reading', this.#view.readingAt(hit));
    else this.#callbacks.emit('select', this.#view.cellAt(hit));
  }
}
