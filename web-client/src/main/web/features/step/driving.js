/** The buttons that move the walk, for pages that can drive. */
import { html } from 'lit';
import { SHEET } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const stepDriving = {
  name: 'step-driving',
  panels: [
    {
      place: 'bar',
      order: -10,
      pages: ['presenter'],
      when: (view) => view.mayDrive && !view.tour && !view.update,
      render: (view) => html`<orrery-go keys .view=${view}></orrery-go>`,
    },
    {
      place: 'under',
      forms: SHEET,
      when: (view, tab) => view.mayDrive && tab !== 'cell' && !view.tour && !view.update,
      render: (view) => html`<orrery-go slot="under" .view=${view}></orrery-go>`,
    },
  ],
};
