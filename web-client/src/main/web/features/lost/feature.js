/** "I am lost": a button for each attendee, and the count for the presenter. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { inRoom } from '../../ui/guards.js';
import { COLUMNS, MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 *
 * @typedef {object} Parts
 * @property {{steps: Record<string, number>} | null} [lost]  how many people are lost, by step; for those who may drive
 *
 * @typedef {object} Own
 * @property {{step: string}} lost
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} lost
 */

/** The elements, once one of them is rendered. @type {Promise<unknown> | null} */
let elements = null;
const load = () => (elements ??= insist(() => import('./elements.js')));

const button = (/** @type {import('../../ui/view.js').View} */ view) => {
  load();
  return html`<orrery-lost-button .view=${view}></orrery-lost-button>`;
};
const beside = (/** @type {import('../../ui/view.js').View} */ view) => {
  load();
  return html`<orrery-lost-button slot="under" beside .view=${view}></orrery-lost-button>`;
};
const count = (/** @type {string} */ slot) => (/** @type {import('../../ui/view.js').View} */ view) => {
  load();
  return html`<orrery-lost-count slot=${slot} ?flat=${slot !== ''} .view=${view}></orrery-lost-count>`;
};

const isLost = (/** @type {import('../../ui/view.js').View} */ { room }) => room?.own.lost !== undefined;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'bottom', order: 10, pages: ['attendee'], forms: COLUMNS, render: button },
    // in a tour's sheet it stands beside the buttons that read back
    {
      place: 'under',
      order: 10,
      pages: ['attendee'],
      forms: SHEET,
      when: (view, tab) => !view.tour || tab !== 'tour',
      render: beside,
    },
    { place: 'side', order: 39, pages: ['presenter'], forms: WIDE, render: count('') },
    { place: 'side', tab: 'people', order: 39, pages: ['presenter'], forms: MIDDLE, render: count('people') },
    { place: 'side', tab: 'stage', order: 61, pages: ['presenter'], forms: SHEET, render: count('stage') },
  ],
  actions: { lost: inRoom((conductor, on) => conductor.command({ do: 'lost', on })) },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    lost: [
      { name: 'lost.button', value: true, when: ({ page, view }) => page.page === 'attendee' && !isLost(view) },
      { name: 'lost.lower', value: false, when: ({ page, view }) => page.page === 'attendee' && isLost(view) },
    ],
  },
};
