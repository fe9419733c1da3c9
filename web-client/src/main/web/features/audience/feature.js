/** The people in a room, as the presenter sees them, and what the presenter does with one. */
import { html } from 'lit';
import { inRoom } from '../../ui/guards.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';
import { peopleOf } from './people-names.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 *
 * @typedef {object} Commands
 * @property {{person: string}} kick
 */

/** @type {Manifest} */
export const forDriving = {
  panels: [
    {
      place: 'side',
      order: 40,
      pages: ['presenter'],
      forms: WIDE,
      render: (view) => html`<orrery-audience .view=${view}></orrery-audience>`,
    },
    {
      place: 'side',
      tab: 'people',
      order: 40,
      pages: ['presenter'],
      forms: MIDDLE,
      render: (view) => html`<orrery-audience slot="people" flat .view=${view}></orrery-audience>`,
    },
    {
      place: 'side',
      tab: 'stage',
      order: 62,
      pages: ['presenter'],
      forms: SHEET,
      render: (view) => html`<orrery-audience slot="stage" flat .view=${view}></orrery-audience>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  actions: { kick: inRoom((conductor, person) => conductor.command({ do: 'kick', person })) },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    kick: ({ view, words }) =>
      view.room?.mayDrive
        ? peopleOf(view).map(({ id, name }) => ({
            kind: 'person',
            name,
            value: id,
            more: words.text('people.kick', { name }),
            sure: words.text('people.kickSure', { name }),
          }))
        : [],
  },
};
