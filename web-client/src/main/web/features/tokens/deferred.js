/** The sheet with the whole text, and the action that opens it. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const tokens = {
  name: 'tokens',
  dialogs: ['orrery-text-sheet'],
  panels: [
    {
      place: 'over',
      order: 25,
      pages: ['solo', 'presenter', 'attendee'],
      render: (view) => html`<orrery-text-sheet .view=${view}></orrery-text-sheet>`,
    },
  ],
  actions: { text: (page) => page.element('orrery-text-sheet')?.toggle() },
};
