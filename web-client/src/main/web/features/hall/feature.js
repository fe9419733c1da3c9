/** The page of the hall's screen, and a small copy of it on the presenter's page. */
import { html } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { HallCopy } from './hall-copy.js';
import { aroundHall, HallFoot } from './hall-foot.js';
import { Projector } from './projector.js';

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
    return view.room?.parts.prediction
      ? html`<orrery-hall-question .view=${view}></orrery-hall-question>`
      : html`<orrery-projector .view=${view}></orrery-projector>`;
  },
};

/** @type {Manifest} */
export const withMachine = { elements: [HallCopy] };
