/** The card of the selected cell. */
import { html } from 'lit';
import { NOT_WIDE } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const cell = {
  name: 'cell',
  // deferred.js replaces it.
  viewOf: () => ({ cell: { value: null } }),
  panels: [
    {
      place: 'side',
      tab: 'cell',
      order: 30,
      forms: NOT_WIDE,
      comesForward: (view) => view.cell.value?.held === false,
      render: (view) => html`<orrery-inspector slot="cell" flat .view=${view}></orrery-inspector>`,
    },
  ],
};
