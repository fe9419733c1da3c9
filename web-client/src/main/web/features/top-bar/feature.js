/** The bar above the scene, and the keys for theme and full screen. */
import { html } from 'lit';
import { COLUMNS } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const topBar = {
  name: 'top-bar',
  keys: [
    { action: 'theme', keys: ['t', 'T'], who: ['solo', 'presenter', 'attendee', 'projector'] },
    { action: 'fullscreen', keys: ['f', 'F'], who: ['solo', 'presenter', 'attendee', 'projector', 'landing', 'rooms'] },
  ],
  panels: [
    { place: 'top', forms: COLUMNS, render: (view) => html`<orrery-top-bar .view=${view}></orrery-top-bar>` },
  ],
};
