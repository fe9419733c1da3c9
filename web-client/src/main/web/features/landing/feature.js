/** The landing page. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const landing = {
  name: 'landing',
  instead: (_, view) => (view.page === 'landing' ? html`<orrery-landing .view=${view}></orrery-landing>` : null),
};
