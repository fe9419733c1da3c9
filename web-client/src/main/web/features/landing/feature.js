/** The landing page. */
import { html } from 'lit';
import { Landing } from './landing.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const onLanding = {
  around(page, { name, form }) {
    if (name !== 'landing') return null;
    const headline = page.querySelector('orrery-landing')?.renderRoot?.querySelector('h1')?.getBoundingClientRect();
    if (form === 'sheet')
      return { top: 64, bottom: headline ? innerHeight - headline.top + 12 : Math.round(innerHeight * 0.6) };
    return { left: Math.round(innerWidth * 0.46), right: 24, top: 28, bottom: 28 };
  },
  elements: [Landing],
  instead: (_, view) => (view.page === 'landing' ? html`<orrery-landing .view=${view}></orrery-landing>` : null),
};
