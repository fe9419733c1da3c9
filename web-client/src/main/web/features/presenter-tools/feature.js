/** The toolbar of the presenter and of the solo page. */
import { html } from 'lit';
import { SHEET } from '../../ui/window-form.js';

/** @type {import('../../ui/features.js').Feature} */
export const presenterTools = {
  name: 'presenter-tools',
  panels: [
    { place: 'bar', order: 10, when: (view) => view.mayDrive, render: (view) => html`<orrery-tools .view=${view}></orrery-tools>` },
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
