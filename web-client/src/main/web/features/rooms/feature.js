/** The page of all rooms. */
import { html } from 'lit';
import { RoomsPage } from './rooms-page.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const onRooms = {
  elements: [RoomsPage],
  standIn: ({ page }) => (page === 'rooms' ? html`<orrery-rooms></orrery-rooms>` : null),
};
