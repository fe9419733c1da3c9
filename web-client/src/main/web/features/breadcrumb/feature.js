/** The breadcrumb with its small map. */
import { html } from 'lit';
import { Breadcrumb } from './breadcrumb.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  covers: [{ selector: '.breadcrumb', head: true, late: true }],
  panels: [
    { place: 'map', render: (view) => html`<orrery-breadcrumb class="breadcrumb" .view=${view}></orrery-breadcrumb>` },
  ],
};

/** @type {Manifest} */
export const withMachine = { elements: [Breadcrumb] };
