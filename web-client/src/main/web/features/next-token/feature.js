/** What comes next: the distribution of the next token, and how one is chosen. */
import { html } from 'lit';
import { NOT_WIDE } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const nextToken = {
  name: 'next-token',
  panels: [
    {
      place: 'side',
      tab: 'next',
      order: 20,
      forms: NOT_WIDE,
      render: (view) => html`<orrery-next-panel slot="next" flat .view=${view}></orrery-next-panel>`,
    },
  ],
};
