/** The sheet of keys. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const help = {
  name: 'help',
  keys: [{ action: 'help', keys: ['?', 'h', 'H'], who: ['solo', 'presenter', 'attendee', 'projector'] }],
  dialogs: ['orrery-help'],
  panels: [
    {
      place: 'over',
      order: 20,
      render: (view, { features }) => html`<orrery-help .page=${view.page} .keys=${features.keys}></orrery-help>`,
    },
  ],
};
