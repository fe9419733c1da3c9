/** The legend of cell colours. */
import { html } from 'lit';
import { COLUMNS } from '../../ui/window-form.js';
import { Legend } from './legend.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  covers: [{ selector: '.legend', over: false, foot: 4 }],
  panels: [
    {
      place: 'map',
      forms: COLUMNS,
      // it keeps its place under an open tool, which has colours of its own
      render: (view, { theme }) =>
        html`<orrery-legend class="legend" style=${view.why ? 'visibility:hidden' : ''} .view=${view} .theme=${theme}></orrery-legend>`,
    },
  ],
};

/** @type {Manifest} */
export const withMachine = { elements: [Legend] };
