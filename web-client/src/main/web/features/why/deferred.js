/** Why the model says what it says: tools that measure it, in front of the machine, on every screen. */
import { html } from 'lit';
import { moving } from '../../ui/acting.js';
import { isInFront } from './question.js';
import { Why } from './why.js';

/** @typedef {import('../../ui/features.js').Page} Page */

/** @param {Page} page @returns {Why} */
const whyOf = (page) => page.attached('why');

/** @type {import('../../ui/features.js').Feature} */
export const why = {
  name: 'why',
  attach: (page) => (page.page === 'landing' ? null : new Why(page)),
  viewOf(page) {
    const part = whyOf(page);
    const question = part?.question ?? null;
    return { why: question, whyInFront: isInFront(question), whyChooses: part?.chooses ?? 'b', whyTurns: part?.turns ?? null };
  },
  panels: [
    {
      place: 'over',
      order: -9,
      // the hall has one screen: a question to the room comes first
      when: (view) => Boolean(view.why) && !view.exhibition && !view.room?.lobby && !(view.page === 'projector' && view.room?.parts.prediction),
      render: (view, { theme, form }) => html`<orrery-why .view=${view} .theme=${theme} .form=${form}></orrery-why>`,
    },
  ],
  actions: {
    why: moving((_, tool, page) => whyOf(page)?.toggle(tool)),
    whyTarget: moving((_, change, page) => whyOf(page)?.target(change)),
    whyToken: moving((_, token, page) => whyOf(page)?.choose(token)),
    whyOpen: moving((_, changes, page) => whyOf(page)?.open(changes)),
    whyGo: moving((_, { tool, changes }, page) => whyOf(page)?.go(tool, changes)),
    whyFailed: (page) => whyOf(page)?.putAside(),
    whyReserved: (page) => page.requestUpdate(),
    whyChooses: moving((_, slot, page) => {
      whyOf(page).chooses = slot;
      page.requestUpdate();
    }),
  },
};
