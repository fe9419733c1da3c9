/** The legend of cell colours. */
import { html } from 'lit';
import { COLUMNS } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const legend = {
  name: 'legend',
  panels: [
    {
      place: 'map',
      forms: COLUMNS,
      // it keeps its place while words are shown in the machine's, which have colours of their own
      render: (view, { theme }) => html`<orrery-legend class="legend" style=${view.why && !view.whyInFront ? 'visibility:hidden' : ''} .view=${view} .theme=${theme}></orrery-legend>`,
    },
  ],
};
