/** The breadcrumb with its small map. */
import { html } from 'lit';
import { Breadcrumb } from './breadcrumb.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** So long after somebody who looks around has moved, the room is told where that person stands, ms. */
const LOOK_MS = 3000;

/** @type {Manifest} */
export const afterText = {
  covers: [{ selector: '.breadcrumb', head: true, late: true }],
  panels: [
    { place: 'map', render: (view) => html`<orrery-breadcrumb class="breadcrumb" .view=${view}></orrery-breadcrumb>` },
  ],
};

/** @type {Manifest} */
export const withMachine = {
  elements: [Breadcrumb],
  attach(page) {
    if (page.page !== 'attendee') return null;
    let isPlanned = false;
    return {
      // the presenter's map shows where those stand who look around
      moved() {
        if (isPlanned || !page.looking) return;
        isPlanned = true;
        setTimeout(async () => {
          isPlanned = false;
          (await import('./sight.js')).tellSight(page);
        }, LOOK_MS);
      },
    };
  },
};
