/** How much of the height of the hall's answer a tour's question takes, and the notes about weights and changes. */
export class HallFoot {
  #page;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../ui/features.js').Covered} covered `foot`: the caption and the notes */
  free({ foot = 0, base, bottom = 0 }) {
    const caption =
        (this.#page.element('orrery-projector')?.renderRoot?.querySelector('footer')?.offsetHeight ?? 146) + 4,
      act = this.#page.element('orrery-tour-act')?.renderRoot?.querySelector('section')?.getBoundingClientRect();
    const { style } = /** @type {HTMLElement} */ (/** @type {unknown} */ (this.#page));
    if (foot > 0) style.setProperty('--hall-foot', `${base ?? bottom}px`);
    style.setProperty('--hall-asks', `${Math.max(0, (act ? innerHeight - act.top + 4 : foot) - caption)}px`);
  }
}

/** The area of the scene that the hall's page covers. @type {NonNullable<import('../../ui/features.js').Manifest['around']>} */
export function aroundHall(page, { name, question, notes }) {
  if (name !== 'projector') return null;
  const hall = /** @type {any} */ (page.querySelector('orrery-projector'));
  const heightOf = (/** @type {string} */ part, /** @type {number} */ usual) =>
    hall?.renderRoot.querySelector(part)?.offsetHeight || usual;
  const focus = hall?.renderRoot.querySelector('.focus')?.getBoundingClientRect();
  const taken = hall?.answers ? [new DOMRect(0, 0, innerWidth, innerHeight)] : [...(focus ? [focus] : []), ...notes];
  const caption = heightOf('footer', 146) + 4,
    foot = notes.length > 0 ? innerHeight - Math.min(...notes.map(({ top }) => top)) + 4 : caption,
    base = question && !hall?.answers ? innerHeight - question.top + 4 : caption;
  // the text that everyone sees above the answer, or the machine, stays above a tour's question
  return { top: heightOf('header', 72), bottom: Math.max(base, foot), base, foot, taken };
}
