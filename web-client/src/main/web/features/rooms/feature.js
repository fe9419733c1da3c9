/** The page of all rooms. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const rooms = {
  name: 'rooms',
  standIn: ({ page }) => (page === 'rooms' ? html`<orrery-rooms></orrery-rooms>` : null),
};
