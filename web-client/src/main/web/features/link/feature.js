/** A link to what is shown. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const link = {
  name: 'link',
  keys: [{ action: 'link', keys: ['u', 'U'], who: ['solo', 'presenter', 'attendee'] }],
  dialogs: ['orrery-link'],
  panels: [{ place: 'over', order: 30, pages: ['solo', 'presenter', 'attendee'], render: () => html`<orrery-link></orrery-link>` }],
};
