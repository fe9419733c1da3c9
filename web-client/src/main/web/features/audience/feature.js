/** The people in a room, as the presenter sees them. */
import { html } from 'lit';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const audience = {
  name: 'audience',
  panels: [
    { place: 'side', order: 40, pages: ['presenter'], forms: WIDE, render: (view) => html`<orrery-audience .view=${view}></orrery-audience>` },
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
