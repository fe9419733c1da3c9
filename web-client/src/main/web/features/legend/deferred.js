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
      // it keeps its place under an open tool, which has colours of its own
      render: (view, { theme }) => html`<orrery-legend class="legend" style=${view.why ? 'visibility:hidden' : ''} .view=${view} .theme=${theme}></orrery-legend>`,
    },
  ],
};
