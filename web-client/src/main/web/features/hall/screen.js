/** The page of the hall's screen. */
import { html } from 'lit';
import { HallFoot } from './hall-foot.js';

/** @type {import('../../ui/features.js').Feature} */
export const hallScreen = {
  name: 'hall-screen',
  attach: (page) => new HallFoot(page),
  instead(_, view) {
    if (view.page !== 'projector' || view.exhibition || view.room?.lobby) return null;
    return view.room?.parts.prediction ? html`<orrery-hall-question .view=${view}></orrery-hall-question>` : html`<orrery-projector .view=${view}></orrery-projector>`;
  },
};
