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

export class Pointing {
  #graph;
  #showing;
  #pilot;
  #course;
  #told;
  /** Lets go of the canvas. */
  release;

  /**
   * @param {HTMLCanvasElement} canvas
   * @param {import('./layout/anatomy.js').Graph} graph
   * @param {import('./scene-view.js').Showing} showing
   * @param {import('./camera/camera-controller.js').Pilot} pilot
   * @param {import('./play/playback.js').Course} course
   * @param {Told} told
   */
  constructor(canvas, graph, showing, pilot, course, told) {
    this.#graph = graph;
    this.#showing = showing;
    this.#pilot = pilot;
    this.#course = course;
    this.#told = told;
    const { eye } = pilot;
    this.release = control(canvas, {
      orbit: (a, e) => this.#byHand(() => eye.orbit(a, e)),
      pan: (dx, dy) => this.#byHand(() => eye.pan(dx, dy)),
      zoom: (f, x, y) => this.#byHand(() => eye.zoom(f, x, y)),
      point: (x, y) => this.#hover(showing.sight.pick(x, y)),
      leave: () => this.#hover(null),
      press: (x, y) => this.#press(x, y),
    });
  }

  #byHand(act) {
    this.#pilot.byHand(act);
    this.#told.moved();
  }

  #hover(hit) {
    const { hovered, plan } = this.#showing;
    const same =
      hit === hovered ||
      (hit && hovered && hit.block === hovered.block && hit.column === hovered.column && hit.row === hovered.row);
    if (same) return;
    const nodeOf = (at) => (at ? plan.blocks[at.block].node : null),
      before = nodeOf(hovered);
    this.#showing.point(hit);
    this.#told.meant('hover', this.#showing.cellAt(hit));
    if (nodeOf(hit) !== before) this.#told.meant('over', nodeOf(hit));
    this.#told.changed();
  }

  /** A label and a frame choose what they are of; a cell is read, where it is large enough to be meant. */
  #press(x, y) {
    const { sight, plan } = this.#showing,
      label = this.#showing.labelAt(x, y);
    if (label) {
      this.#told.meant('choose', label);
      return;
    }
    const hit = sight.pick(x, y),
      block = hit && plan.blocks[hit.block];
    if (block && this.#pilot.eye.pixelsPerCell < PRESSABLE) {
      const part = partOf(plan.anatomy, this.#graph, block.node);
      if (part && !isSame(part, this.#course.focus)) {
        this.#told.meant('choose', part);
        return;
      }
    }
    if (block && hit.column < 0)
      this.#told.meant('choose', { kind: 'block', node: block.node, head: block.head < 0 ? null : block.head });
    else this.#told.meant('select', this.#showing.cellAt(hit));
  }
}
