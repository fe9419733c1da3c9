/**
 * The sizes of the panels over the scene, recorded after each layout of the page, so that reading them never forces one.
 */
import { overSelector } from './scene-insets.js';

export class PanelSizes {
  /** Width of the window, px. */
  window = innerWidth;
  /** Width of each panel's border box, px. @type {Map<Element, number>} */
  #widths = new Map();
  #observer;

  /** @param {() => void} changed  called after a layout in which a panel's size has changed */
  constructor(changed) {
    addEventListener('resize', () => {
      this.window = innerWidth;
    });
    this.#observer = new ResizeObserver((entries) => {
      for (const { target, borderBoxSize } of entries)
        if (this.#widths.has(target)) this.#widths.set(target, borderBoxSize[0].inlineSize);
      changed();
    });
  }

  /** Watches the panels of the current rendering. @param {HTMLElement & import('../ui/features.js').Page} page */
  watch(page) {
    const panels = new Set(page.querySelectorAll(`${overSelector(page.features)}, .right`));
    for (const panel of this.#widths.keys()) {
      if (panels.has(panel)) continue;
      this.#observer.unobserve(panel);
      this.#widths.delete(panel);
    }
    for (const panel of panels) {
      if (this.#widths.has(panel)) continue;
      this.#widths.set(panel, 0);
      this.#observer.observe(panel);
    }
  }

  /** @param {Element} panel @returns {number} px; 0 before its first layout */
  widthOf(panel) {
    return this.#widths.get(panel) ?? 0;
  }
}
