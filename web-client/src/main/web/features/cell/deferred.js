/** The wide window's cell card, and the actions on cells. */
import { html } from 'lit';
import { Signal } from '../../ui/signal.js';
import { WIDE } from '../../ui/window-form.js';
import { InspectedCell } from './inspected-cell.js';

const NONE = new Signal(null);

/** @type {import('../../ui/features.js').Feature} */
export const cell = {
  name: 'cell',
  panels: [
    {
      place: 'side',
      order: 30,
      forms: WIDE,
      when: (view) => view.cell.value !== null,
      render: (view) => html`<orrery-inspector .view=${view}></orrery-inspector>`,
    },
  ],
  actions: {
    release: (page) => page.attached('cell').hold(null),
    cell: (page) => page.attached('cell').holdLit(),
    cellBy: (page, by) => page.attached('cell').moveBy(by),
    hold: (page, place) => page.attached('cell').hold(place),
  },
  viewOf: (page) => ({ cell: page.attached('cell')?.fresh ?? NONE, heldByDriver: page.attached('cell')?.isOthers ?? false }),
  attach: (page) => new InspectedCell(/** @type {any} */ (page)),
};
