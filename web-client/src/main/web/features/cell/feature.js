/** The card of the selected cell, and the actions on cells. */
import { html } from 'lit';
import { Signal } from '../../ui/signal.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';
import { InspectedCell } from './inspected-cell.js';
import { Inspector } from './inspector.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withText = {
  // until there is a cell to inspect
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

const NONE = new Signal(null);

/** @type {Manifest} */
export const afterText = {
  order: -7,
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

/** @type {Manifest} */
export const withMachine = { elements: [Inspector] };
