/** The bar above the scene. */
import { html } from 'lit';
import { COLUMNS } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const topBar = {
  name: 'top-bar',
  panels: [
    { place: 'top', forms: COLUMNS, render: (view) => html`<orrery-top-bar .view=${view}></orrery-top-bar>` },
  ],
};
