/** Base class of the panels that ask: in the machine's free area, or on a phone in the place of the text of the tour's sheet. */
import { ViewElement } from '../../../ui/view-element.js';

/**
 * Where the tour's sheet is, px of the window: its sides, its top, the end of its text, and whether it is beside the machine.
 * @typedef {{left: number, right: number, top: number, foot: number, beside: boolean}} Sheet
 */

/** The least share of the window that an open act leaves to the machine. */
const LEAST_MACHINE = 0.36;
/** Space around an act that is folded, and between an open one and what follows the sheet's text, px. */
const AROUND = 8;

/** @returns {Sheet | null} null where no sheet shows the tour */
function sheetNow() {
  const stack = document.querySelector('orrery-stack[sheet]'),
    line = document.querySelector('orrery-tour-line[thin]');
  if (!stack || !line) return null;
  const { left, right, top } = stack.getBoundingClientRect(),
    foot = line.getBoundingClientRect();
  // without its text a folded sheet ends where it begins
  return { left, right, top, foot: foot.height > 0 ? foot.top : top, beside: top <= 0 && left > 0 };
}

/**
 * Where an act is on a phone: folded, a line above the tour's sheet; open, in the place of the sheet's text, so that the machine stays in view.
 * @param {Sheet} sheet @param {boolean} isFolded @returns {string} a style
 */
function placeInSheet({ left, right, top, foot, beside }, isFolded) {
  const edge = innerWidth - right;
  if (isFolded && beside)
    return `left:${AROUND}px;right:${innerWidth - left + AROUND}px;bottom:${AROUND}px;margin:0;max-height:none`;
  if (isFolded)
    return `left:${left + AROUND}px;right:${edge + AROUND}px;bottom:${innerHeight - top + AROUND}px;margin:0;max-height:none`;
  const most = beside ? foot - AROUND : foot - innerHeight * LEAST_MACHINE;
  return `left:${left}px;right:${edge}px;bottom:${innerHeight - foot + AROUND}px;margin:0;min-height:${Math.max(0, foot - top - AROUND)}px;max-height:${Math.max(120, most)}px`;
}

/** Tells when the sheet has another height. */
class SheetWatch {
  #observer;
  /** @type {Element | null} */
  #seen = null;

  /** @param {() => void} changed */
  constructor(changed) {
    this.#observer = new ResizeObserver(changed);
  }

  /** The page may have drawn another sheet. */
  look() {
    const stack = document.querySelector('orrery-stack[sheet]');
    if (stack === this.#seen) return;
    this.stop();
    this.#seen = stack;
    if (stack) this.#observer.observe(stack);
  }

  stop() {
    this.#observer.disconnect();
    this.#seen = null;
  }
}

export class AskingPanel extends ViewElement {
  static properties = { covered: { attribute: false }, sheet: { state: true }, form: {} };

  constructor() {
    super();
    /** Width of the panels on each side, px. @type {{left?: number, top?: number, right?: number, bottom?: number, foot?: number}} */
    this.covered = {};
    this.form = 'wide';
    /** Where the tour's sheet is, on a phone. @type {Sheet | null} */
    this.sheet = null;
    /** @type {SheetWatch | null} */
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
