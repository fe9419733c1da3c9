/** The breadcrumb with its small map. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const breadcrumb = {
  name: 'breadcrumb',
  panels: [{ place: 'map', render: (view) => html`<orrery-breadcrumb class="breadcrumb" .view=${view}></orrery-breadcrumb>` }],
};
