/** The dialog with a link to the current view. */
import { html } from 'lit';
import { LinkSheet } from './link-sheet.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  dialogs: ['orrery-link'],
  panels: [
    {
      place: 'over',
      order: 30,
      pages: ['solo', 'presenter', 'attendee', 'replay'],
      render: () => html`<orrery-link></orrery-link>`,
    },
  ],
  actions: {
    async link(page) {
      const { address } = page;
      try {
        await navigator.clipboard.writeText(address);
      } catch {
        page.element('orrery-link')?.show(address);
        return;
      }
      page.say({ key: page.code === '' ? 'link.copied' : 'link.copiedInRoom' });
    },
  },
};

/** @type {Manifest} */
export const withMachine = { elements: [LinkSheet] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    link: {},
  },
};
