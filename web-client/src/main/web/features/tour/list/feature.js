/** The list of tours, in a walk alone and for the driver of a room. */
import { html } from 'lit';
import { moving } from '../../../ui/guards.js';
import { progress } from '../progress.js';

/** @typedef {import('../../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withMachine = {
  dialogs: ['orrery-tours'],
  panels: [
    {
      place: 'over',
      order: 42,
      pages: ['solo', 'presenter'],
      when: (view) => view.mayDrive,
      render: (view) => html`<orrery-tours .view=${view} .progress=${progress}></orrery-tours>`,
    },
  ],
  actions: {
    tours: moving(async (_, __, page) => {
      await import('./tours-sheet.js');
      page.element('orrery-tours')?.toggle();
    }),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    tours: {},
  },
};
