/** The hall's screen, and a small copy of it on the presenter's page. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const hall = {
  name: 'hall',
  viewOf: ({ copy }) => ({ copy }),
  instead: (_, view) => (view.page === 'projector' ? html`<orrery-projector .view=${view}></orrery-projector>` : null),
  panels: [
    {
      place: 'over',
      order: 60,
      when: (view) => view.copy && view.room !== null && !view.room.lobby,
      render: (view, { form }) => html`<orrery-hall-copy .code=${view.code} form=${form}></orrery-hall-copy>`,
    },
  ],
};
