/** Changes of the model while it runs: a note on every screen, and the driver's switches. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { moving } from '../../ui/guards.js';
import { Ablation } from './ablation.js';

/**
 * @typedef {object} Members  of the view
 * @property {{changes: import('../../model/changes.js').Change[], mode: string, factor: number, here: boolean, ended: boolean, found: boolean} | null} [ablation]
 *   the changes in the model, and how the driver changes a part
 *
 * @typedef {object} Parts
 * @property {{ended: string[]}} [change]  the changes that were all ended at once; for those who may drive
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../ui/features.js').Page} Page */

/** The note, once something is changed. @type {Promise<unknown> | null} */
let note = null;

/** @param {Page} page */
const partOf = (page) => page.ports.ablation;
/** @typedef {Ablation} Ports */

/** @type {Manifest} */
export const afterText = {
  // a tour's beat speaks of what is changed: neither its question nor the machine is behind the note about that
  covers: [
    { selector: 'orrery-change-note', note: true, foot: 1, footWhen: (features) => features.ask('leads') === true },
  ],
  order: -5,
  attach: (page) => (page.page === 'landing' ? null : new Ablation(page)),
  viewOf: (page) => ({ ablation: partOf(page)?.state ?? null }),
  panels: [
    {
      place: 'over',
      order: 8,
      // the tool says it itself
      when: (view) =>
        (view.ablation?.changes.length ?? 0) > 0 &&
        view.why?.tool !== 'change' &&
        !view.exhibition &&
        !view.room?.lobby,
      render(view) {
        note ??= insist(() => import('./change-note.js'));
        return html`<orrery-change-note class="${view.page} ${view.graph?.model.checkpoint ? 'raised' : ''}" .view=${view}></orrery-change-note>`;
      },
    },
  ],
  actions: {
    switch: moving((_, part, page) => {
      if (part) partOf(page)?.toggle(part);
      else if (!partOf(page)?.toggleFocus()) page.say({ key: 'ablation.nothing' });
    }),
    switchToken: moving((_, position, page) => partOf(page)?.toggleToken(position)),
    endChanges: moving((_, __, page) => partOf(page)?.endAll()),
    keepChanges: moving((_, __, page) => partOf(page)?.keep()),
    removeChange: moving((_, at, page) => partOf(page)?.remove(at)),
    replaceChange: moving((_, { at, ...how }, page) => partOf(page)?.replace(at, how)),
    chooseChange: moving((_, how, page) => partOf(page)?.choose(how)),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    switch: {},
    switchToken: null,
    endChanges: {
      can: ({ view }) => (view.ablation?.changes.length ?? 0) > 0 || (view.ablation?.ended ?? false),
      not: 'changes',
    },
    keepChanges: null,
    removeChange: null,
    replaceChange: null,
    chooseChange: null,
  },
};
