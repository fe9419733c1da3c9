/** Base class of the panels that ask: in the machine's free area, or on a phone in the place of the text of the tour's sheet. */
import { ViewElement } from '../../../ui/view-element.js';
import { placeInSheet, sheetNow, SheetWatch } from './in-sheet.js';

export class AskingPanel extends ViewElement {
  static properties = { covered: { attribute: false }, sheet: { state: true }, form: {} };

  constructor() {
    super();
    /** Width of the panels on each side, px. @type {{left?: number, top?: number, right?: number, bottom?: number, foot?: number}} */
    this.covered = {};
    this.form = 'wide';
    /** Where the tour's sheet is, on a phone. @type {import('./in-sheet.js').Sheet | null} */
    this.sheet = null;
    /** @type {import('./in-sheet.js').SheetWatch | null} */
    this.watch = null;
    /** Height of the panel when it was last drawn, px. */
    this.height = 0;
  }

  get isInSheet() {
    return this.form === 'sheet';
  }

  /** Whether the page has a place for the panel yet. */
  get isPlaced() {
    return !this.isInSheet || this.sheet !== null;
  }

  /** @param {boolean} isFolded to its first line @returns {string} a style */
  place(isFolded) {
    if (this.sheet) return placeInSheet(this.sheet, isFolded);
    const { left = 0, top = 0, right = 0, bottom = 0, foot = bottom } = this.covered;
    return `left:${left}px;right:${right}px;bottom:${foot}px;--free:${Math.max(120, innerHeight - top - foot)}px`;
  }

  updated() {
    this.watch ??= new SheetWatch(() => this.#measure());
    this.watch.look();
    this.#measure();
    const height = this.renderRoot.querySelector('section')?.offsetHeight ?? 0;
    if (height === this.height) return;
    this.height = height;
    this.dispatchEvent(new Event('grown', { bubbles: true, composed: true }));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.watch?.stop();
  }

  #measure() {
    const now = this.isInSheet ? sheetNow() : null;
    if (JSON.stringify(now) !== JSON.stringify(this.sheet)) this.sheet = now;
  }
}
