/** The card of the selected cell, and the actions on cells. */
import { html } from 'lit';
import { Signal } from '../../ui/signal.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';
import { InspectedCell } from './inspected-cell.js';
import { Inspector } from './inspector.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('../../ui/signal.js').Watchable<import('../../ui/view.js').Cell | null>} cell     under the pointer, or held; changes without a new view
 * @property {boolean} [heldByDriver]  whether that cell is held by the room's driver, for everyone
 */

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

/** @typedef {Pick<InspectedCell, 'cell' | 'hold' | 'hover'>} Ports */

/** @param {import('../../ui/features.js').Page} page */
const cellOf = (page) => /** @type {InspectedCell | undefined} */ (page.ports.cell);

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
    release: (page) => cellOf(page)?.hold(null),
    cell: (page) => cellOf(page)?.holdLit(),
    cellBy: (page, by) => cellOf(page)?.moveBy(by),
    hold: (page, place) => cellOf(page)?.hold(place),
  },
  viewOf: (page) => ({ cell: cellOf(page)?.fresh ?? NONE, heldByDriver: cellOf(page)?.isOthers ?? false }),
  attach: (page) => new InspectedCell(page),
};

/** @type {Manifest} */
export const withMachine = { elements: [Inspector] };

const isHeld = (/** @type {import('../../ui/features.js').Place} */ { view }) => view.cell.value?.held ?? false;

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    release: { name: 'cell.release', can: isHeld, not: 'cell' },
    cell: {},
    cellBy: [
      { value: [-1, 0], more: '←', can: isHeld, not: 'cell' },
      { value: [1, 0], more: '→', can: isHeld, not: 'cell' },
      { value: [0, -1], more: '↑', can: isHeld, not: 'cell' },
      { value: [0, 1], more: '↓', can: isHeld, not: 'cell' },
    ],
    hold: null,
  },
};
