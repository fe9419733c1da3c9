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
      render: (view, { theme }) => html`<orrery-legend class="legend" .view=${view} .theme=${theme}></orrery-legend>`,
    },
  ],
};
