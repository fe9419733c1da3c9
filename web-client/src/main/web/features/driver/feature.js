/** Control over who drives the room. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const driver = {
  name: 'driver',
  viewOf: ({ conductor }) => ({ wheelFreeAt: conductor.wheelFreeAt ?? null }),
  panels: [
    {
      place: 'over',
      order: 10,
      pages: ['presenter', 'attendee'],
      when: (view) => view.room?.mayDrive ?? false,
      render: (view) => html`<orrery-driver-control .view=${view}></orrery-driver-control>`,
    },
  ],
};
