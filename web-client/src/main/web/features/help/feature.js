/** The sheet of keys, a dialog. */
import { html } from 'lit';
import { HelpSheet } from './help-sheet.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  dialogs: ['orrery-help'],
  panels: [
    {
      place: 'over',
      order: 20,
      render: (view) => html`<orrery-help .page=${view.page}></orrery-help>`,
    },
  ],
  actions: { help: (page) => page.element('orrery-help')?.toggle() },
};

/** @type {Manifest} */
export const withMachine = { elements: [HelpSheet] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    help: { name: 'bar.help' },
  },
};
