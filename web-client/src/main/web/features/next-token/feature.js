/** The panel "What comes next?": the distribution of the next token, and the controls that choose one. */
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
      render: (view, { form }) => html`<orrery-next-panel slot="next" flat ?alone=${form === 'sheet'} .view=${view}></orrery-next-panel>`,
    },
  ],
};
