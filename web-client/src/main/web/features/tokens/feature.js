/** The strip of tokens as the bar above the scene, for narrow windows, and the sheet with the whole text. */
import { html } from 'lit';
import { SHEET } from '../../ui/window-form.js';
import { TextSheet } from './text-sheet.js';
import { TextView } from './text-view.js';
import { TokenStrip } from './token-strip.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withText = {
  elements: [TokenStrip],
  panels: [
    {
      place: 'top',
      forms: SHEET,
      render: (view) =>
        html`<orrery-text .view=${view}><orrery-token-strip .view=${view}></orrery-token-strip></orrery-text>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  dialogs: ['orrery-text-sheet'],
  panels: [
    {
      place: 'over',
      order: 25,
      pages: ['solo', 'presenter', 'attendee', 'replay'],
      render: (view) => html`<orrery-text-sheet .view=${view}></orrery-text-sheet>`,
    },
  ],
  actions: { text: (page) => page.element('orrery-text-sheet')?.toggle() },
};

/** @type {Manifest} */
export const withMachine = { elements: [TextSheet, TextView] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    text: { name: 'running.all' },
  },
};
