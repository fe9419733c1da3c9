/** The sheet of keys, and the action that opens and closes it. */
import { html } from 'lit';

/** @type {import('../../ui/features.js').Feature} */
export const help = {
  name: 'help',
  panels: [
    {
      place: 'over',
      order: 20,
      render: (view) => html`<orrery-help .page=${view.page}></orrery-help>`,
    },
  ],
  actions: { help: (page) => page.element('orrery-help')?.toggle() },
};
