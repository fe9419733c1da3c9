/** The acts of a tour: what a person is asked, or does, before being told. */
import { moving } from '../../../ui/acting.js';
import { ActPart } from './act-part.js';
import { KEYS } from './options.js';

/** @typedef {import('../../../ui/features.js').Page} Page */

/** @param {Page} page @returns {ActPart | null} */
const actOf = (page) => page.attached('tour-act');

/** The act or the chapter's question that takes keys now: the one of the chapter's end is in front. @param {Page} page */
const asked = (page) => (page.attached('tour')?.checking ? page.attached('tour-check') : actOf(page));

/** @type {import('../../../ui/features.js').Feature} */
export const tourAct = {
  name: 'tour-act',
  attach: (page) => (page.page === 'landing' ? null : new ActPart(page)),
  viewOf: (page) => ({ tourAct: actOf(page)?.view ?? null }),
  keys: [{ action: 'tourActNumber', keys: Array.from({ length: KEYS }, (_, i) => String(i + 1)), who: ['solo'] }],
  /** Figures choose; Enter tells whoever has chosen, before it goes on. */
  intercept(page, action, key) {
    const part = asked(page);
    if (!part?.takesKeys) return false;
    if (action === 'tourActNumber') return part.chooseAt(Number(key) - 1);
    return key === 'Enter' && action === 'next' && part.enter();
  },
  actions: {
    /** Without a question, figures do nothing. */
    tourActNumber() {},
    tourActChoose: (page, id) => actOf(page)?.choose(id),
    tourActHint: (page) => actOf(page)?.hint(),
    tourActShow: (page) => actOf(page)?.show(),
    tourActReveal: (page) => actOf(page)?.reveal(),
    tourActSkip: (page) => actOf(page)?.skip(),
    tourActAgain: (page) => actOf(page)?.again(),
    tourActAsk: (page) => actOf(page)?.ask(),
    /** `text`: to be read by the model that is shown. */
    tourActText: moving(async (conductor, text, page) => {
      const { model, vocabulary } = conductor.graph;
      const letters = vocabulary?.every((/** @type {string} */ token) => [...token].length === 1);
      try {
        await conductor.prompt(letters ? text.trim().toUpperCase() : text, model.checkpoint?.of ?? model.id);
      } catch (problem) {
        page.say({ problem: /** @type {any} */ (problem) });
      }
    }),
  },
};
