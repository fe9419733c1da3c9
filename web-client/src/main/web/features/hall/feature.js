/** A small copy of the hall's screen on the presenter's page. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const hall = {
  name: 'hall',
  viewOf: ({ copy }) => ({ copy }),
  panels: [
    {
      place: 'over',
      order: 60,
      when: (view) => view.copy && view.room !== null && !view.room.lobby,
      render: (view, { form }) => html`<orrery-hall-copy .code=${view.code} form=${form}></orrery-hall-copy>`,
    },
  ],
};
