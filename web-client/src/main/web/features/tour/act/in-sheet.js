/**
 * Where an act is on a phone: folded, a line above the tour's sheet; open, in the place of the sheet's text, so that the machine stays in view.
 *
 * @typedef {{left: number, right: number, top: number, foot: number, beside: boolean}} Sheet  px of the window: the sheet's sides, its top, the
 *   end of its text, and whether it is beside the machine
 */

/** The least share of the window that an open act leaves to the machine. */
const LEAST_MACHINE = 0.36;
/** Space around an act that is folded, and between an open one and what follows the sheet's text, px. */
const AROUND = 8;

/** @returns {Sheet | null} null where no sheet shows the tour */
export function sheetNow() {
  const stack = document.querySelector('orrery-stack[sheet]'),
    line = document.querySelector('orrery-tour-line[thin]');
  if (!stack || !line) return null;
  const { left, right, top } = stack.getBoundingClientRect(),
    foot = line.getBoundingClientRect();
  // without its text a folded sheet ends where it begins
  return { left, right, top, foot: foot.height > 0 ? foot.top : top, beside: top <= 0 && left > 0 };
}

/** @param {Sheet} sheet @param {boolean} isFolded @returns {string} a style */
export function placeInSheet({ left, right, top, foot, beside }, isFolded) {
  const edge = innerWidth - right;
  if (isFolded && beside)
    return `left:${AROUND}px;right:${innerWidth - left + AROUND}px;bottom:${AROUND}px;margin:0;max-height:none`;
  if (isFolded)
    return `left:${left + AROUND}px;right:${edge + AROUND}px;bottom:${innerHeight - top + AROUND}px;margin:0;max-height:none`;
  const most = beside ? foot - AROUND : foot - innerHeight * LEAST_MACHINE;
  return `left:${left}px;right:${edge}px;bottom:${innerHeight - foot + AROUND}px;margin:0;min-height:${Math.max(0, foot - top - AROUND)}px;max-height:${Math.max(120, most)}px`;
}

/** Tells when the sheet has another height. */
export class SheetWatch {
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
