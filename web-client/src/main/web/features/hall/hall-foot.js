/** How much of the height of the hall's answer a tour's question takes, and the notes about weights and changes. */
export class HallFoot {
  #page;

  /** @param {import('../../ui/features.js').Page} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {{foot?: number}} covered `foot`: the caption and the notes */
  free({ foot = 0 }) {
    const caption = (this.#page.element('orrery-projector')?.renderRoot?.querySelector('footer')?.offsetHeight ?? 146) + 4,
      act = this.#page.element('orrery-tour-act')?.renderRoot?.querySelector('section')?.getBoundingClientRect();
    const { style } = /** @type {HTMLElement} */ (/** @type {unknown} */ (this.#page));
    style.setProperty('--hall-asks', `${Math.max(0, (act ? innerHeight - act.top + 4 : foot) - caption)}px`);
  }
}
