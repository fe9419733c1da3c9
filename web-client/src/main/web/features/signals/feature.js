/** Signals: buttons with which attendees applaud or say that it goes too fast, one quiet line of all signals for the presenter, and applause in the hall. */
import { html } from 'lit';
import { driving, inRoom } from '../../ui/guards.js';
import { elementsLater } from '../../ui/later.js';
import { COLUMNS, SHEET } from '../../ui/window-form.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 * @typedef {import('../../ui/view.js').View} View
 *
 * @typedef {object} Parts
 * @property {{hall: boolean, fast: number, applause: number} | null} [signals]  how many people signal; the hall has applause alone
 *
 * @typedef {object} Commands
 * @property {{}} too-fast
 * @property {{}} applaud
 * @property {{on: boolean}} applause-on-hall
 */

const load = elementsLater({ signals: () => import('./signals.js') });

const buttons = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load('signals');
  return html`<orrery-signal slot=${slot} .view=${view}></orrery-signal>`;
};
const line = (/** @type {string} */ slot) => (/** @type {View} */ view) => {
  load('signals');
  return html`<orrery-signals slot=${slot} .view=${view}></orrery-signals>`;
};
const isOnHall = (/** @type {View} */ { room }) => room?.parts.signals?.hall ?? false;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'bottom', order: 12, pages: ['attendee'], forms: COLUMNS, render: buttons('') },
    { place: 'side', tab: 'room', order: 60, pages: ['attendee'], forms: SHEET, render: buttons('room') },
    { place: 'bottom', order: 12, pages: ['presenter'], forms: COLUMNS, render: line('') },
    { place: 'side', tab: 'stage', order: 57, pages: ['presenter'], forms: SHEET, render: line('stage') },
    {
      place: 'over',
      order: 9,
      pages: ['projector'],
      when: (view) => (view.room?.parts.signals?.applause ?? 0) > 0 && !view.room?.lobby,
      render: (view) => {
        load('signals');
        return html`<orrery-applause .view=${view}></orrery-applause>`;
      },
    },
  ],
  actions: {
    tooFast: inRoom((conductor) => conductor.command({ do: 'too-fast' })),
    applaud: inRoom((conductor) => conductor.command({ do: 'applaud' })),
    applauseOnHall: driving((conductor, on) => conductor.command({ do: 'applause-on-hall', on })),
  },
  predicts: {
    'applause-on-hall'({ parts }, { on }) {
      parts.signals = { fast: 0, applause: 0, ...parts.signals, hall: on };
    },
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    tooFast: { name: 'signals.tooFast', when: ({ page }) => page.page === 'attendee' },
    applaud: { name: 'signals.applaud', when: ({ page }) => page.page === 'attendee' },
    applauseOnHall: [
      { name: 'signals.onHall', value: true, when: ({ view }) => !isOnHall(view) },
      { name: 'signals.offHall', value: false, when: ({ view }) => isOnHall(view) },
    ],
  },
};
