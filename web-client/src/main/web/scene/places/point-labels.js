/** Names of points: as many as have room, the most important first. Their elements are kept while the camera moves. */
import { LabelElements } from '../annotate/label-elements.js';
import { place } from '../annotate/placement.js';
import { IN_A_HAND } from '../render/palette.js';

/** Distance of a name from its point's centre, px. */
const BESIDE = 9;
/** The greatest number of names: in the hall, on phones, elsewhere. */
const MOST = { hall: 9, hand: 18, usual: 70 };

/**
 * @typedef {object} Named
 * @property {number} point
 * @property {string} text
 * @property {string | null} role  of its colour, as in label-elements.js
 * @property {boolean} strong
 * @property {boolean} lit
 *
 * @typedef {import('../annotate/placement.js').Box} Box
 * @typedef {Named & import('../annotate/placement.js').Placed & {note: string, stacked: boolean, element: HTMLElement | null, width: number,
 *   height: number}} Label
 */

export class PointLabels {
  #elements;
  #hall;
  /** @type {Map<string, Label>} */
  #known = new Map();
  /** By priority. @type {Label[]} */
  #labels = [];

  /** @param {HTMLElement} overlay @param {'normal' | 'hall' | 'none'} kind */
  constructor(overlay, kind) {
    this.#elements = new LabelElements(overlay, kind);
    this.#hall = kind === 'hall';
  }

  /** @param {Named[]} named the most important first */
  set(named) {
    const keyOf = (/** @type {Named} */ { point, text, role, strong, lit }) =>
      [point, text, role, strong, lit].join('|');
    const wanted = new Map(named.map((each) => [keyOf(each), each]));
    for (const [key, { element }] of this.#known) {
      if (wanted.has(key)) continue;
      element?.remove();
      this.#known.delete(key);
    }
    for (const [key, each] of wanted) {
      if (this.#known.has(key)) continue;
      const places = Array.from({ length: 4 }, () => ({ x: 0, y: 0, width: 0, height: 0 }));
      this.#known.set(key, {
        ...each,
        note: '',
        stacked: false,
        element: null,
        width: 0,
        height: 0,
        places,
        count: 4,
        chosen: -1,
      });
    }
    this.#labels = [...wanted.keys()].flatMap((key) => this.#known.get(key) ?? []);
    this.#elements.write(this.#labels);
    for (const { element, text } of this.#labels) {
      if (!element) continue;
      element.dir = 'auto';
      element.translate = false;
      element.dataset.text = text;
    }
  }

  /**
   * @param {(point: number) => {x: number, y: number, depth: number}} project
   * @param {import('../camera/pose.js').Viewport} viewport
   * @param {Box} free
   * @param {Box[]} taken
   */
  layOut(project, viewport, free, taken) {
    this.#elements.fit(this.#labels, viewport.width);
    for (const label of this.#labels) {
      const { x, y, depth } = project(label.point);
      const { width, height, places } = label;
      label.count = depth > 0 ? 4 : 0;
      Object.assign(places[0], { x: x + BESIDE, y: y - height / 2, width, height });
      Object.assign(places[1], { x: x - BESIDE - width, y: y - height / 2, width, height });
      Object.assign(places[2], { x: x - width / 2, y: y - BESIDE - height, width, height });
      Object.assign(places[3], { x: x - width / 2, y: y + BESIDE, width, height });
    }
    const hand = viewport.width <= IN_A_HAND;
    place(this.#labels, free, taken, hand ? MOST.hand : this.#hall ? MOST.hall : MOST.usual);
    for (const { element, chosen, places } of this.#labels) {
      if (!element) continue;
      element.classList.toggle('shown', chosen >= 0);
      if (chosen >= 0)
        element.style.transform = `translate(${Math.round(places[chosen].x)}px,${Math.round(places[chosen].y)}px)`;
    }
  }

  dispose() {
    this.#elements.dispose();
  }
}
