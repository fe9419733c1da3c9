/** The landing page. */
import { html } from 'lit';
import { Landing } from './landing.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const onLanding = {
  elements: [Landing],
  instead: (_, view) => (view.page === 'landing' ? html`<orrery-landing .view=${view}></orrery-landing>` : null),
};
