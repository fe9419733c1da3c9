/** The page of the hall's screen, and a small copy of it on the presenter's page. */
import { html } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { HallCopy } from './hall-copy.js';
import { Projector } from './projector.js';

/** How much of the height of the hall's answer a tour's question takes, and the notes about weights and changes. */
class HallFoot {
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
function aroundHall(page, { name, question, notes }) {
  if (name !== 'projector') return null;
  const hall = page.querySelector('orrery-projector');
  const heightOf = (/** @type {string} */ part, /** @type {number} */ usual) =>
    /** @type {HTMLElement | null | undefined} */ (hall?.renderRoot.querySelector(part))?.offsetHeight || usual;
  const focus = hall?.renderRoot.querySelector('.focus')?.getBoundingClientRect();
  const taken = hall?.answers ? [new DOMRect(0, 0, innerWidth, innerHeight)] : [...(focus ? [focus] : []), ...notes];
  const caption = heightOf('footer', 146) + 4,
    foot = notes.length > 0 ? innerHeight - Math.min(...notes.map(({ top }) => top)) + 4 : caption,
    asked = hall?.answers ? undefined : question,
    // a question of few words stands beside the machine, at the right; the text that everyone sees stays above any other
    beside = asked && asked.left > innerWidth / 2 ? innerWidth - asked.left + 8 : 0,
    base = asked && beside === 0 ? innerHeight - asked.top + 4 : caption;
  return { top: heightOf('header', 72), right: beside, bottom: Math.max(base, foot), base, foot, taken };
}

/**
 * @typedef {object} Members  of the view
 * @property {boolean} copy         whether the small copy of the hall's screen is shown
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const forDriving = {
  viewOf: ({ copy }) => ({ copy }),
  panels: [
    {
      place: 'over',
      order: 60,
      when: (view) => view.copy && view.room !== null && !view.room.lobby,
      render: (view, { form }) => html`<orrery-hall-copy .code=${view.code} form=${form}></orrery-hall-copy>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  actions: {
    copy: inRoom((_, __, page) => {
      page.copy = !page.copy;
    }),
  },
};

/** @type {Manifest} */
export const onHall = {
  covers: [{ selector: 'orrery-projector', over: false, late: true }],
  around: aroundHall,
  elements: [Projector],
  attach: (page) => new HallFoot(page),
  instead(_, view) {
    if (view.page !== 'projector' || view.exhibition || view.room?.lobby) return null;
    const { prediction, poll, place, series } = view.room?.parts ?? {};
    if (poll) return html`<orrery-poll-hall question .view=${view}></orrery-poll-hall>`;
    if (place && place.question.phase !== 'revealed')
      return html`<orrery-place-hall question .view=${view}></orrery-place-hall>`;
    if (!prediction && series?.phase === 'result')
      return html`<orrery-series-hall question .view=${view}></orrery-series-hall>`;
    return prediction
      ? html`<orrery-hall-question question .view=${view}></orrery-hall-question>`
      : html`<orrery-projector .view=${view}></orrery-projector>`;
  },
};

/** @type {Manifest} */
export const withMachine = { elements: [HallCopy] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    copy: { name: 'bar.copy', when: ({ page }) => page.page === 'presenter' },
  },
};
