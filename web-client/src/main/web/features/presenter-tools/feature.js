/** The toolbar of the presenter and of the solo page. */
import { html } from 'lit';
import { moving } from '../../ui/guards.js';
import { SHEET } from '../../ui/window-form.js';
import { Tools } from './tools.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const forDriving = {
  elements: [Tools],
  panels: [
    {
      place: 'bar',
      order: 10,
      when: (view) => view.mayDrive,
      render: (view) => html`<orrery-tools .view=${view}></orrery-tools>`,
    },
    {
      place: 'top',
      order: 10,
      pages: ['presenter'],
      forms: SHEET,
      when: (view) => view.mayDrive,
      render: (view) => html`<orrery-tools only="ready" .view=${view}></orrery-tools>`,
    },
    {
      place: 'side',
      tab: 'steps',
      order: 50,
      pages: ['solo'],
      forms: SHEET,
      render: (view) => html`<orrery-tools slot="steps" .view=${view}></orrery-tools>`,
    },
    {
      place: 'side',
      tab: 'stage',
      order: 61,
      pages: ['presenter'],
      forms: SHEET,
      when: (view) => view.mayDrive,
      render: (view) => html`<orrery-tools slot="stage" all .view=${view}></orrery-tools>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  actions: { blank: moving((conductor) => conductor.darken(!conductor.blank)) },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    blank: { when: ({ page }) => page.code !== '' },
  },
};
