/** The step's card, the rail of all steps, and the bar below the scene. */
import { html } from 'lit';
import { COLUMNS, SHEET } from '../../ui/window-form.js';
import { look } from './bottom-bar.js';

/** A tour, and an update that is looked at, have a card and a timeline of their own in these places. @param {import('../../ui/view.js').View} view */
const when = (view) => !(view.tour ?? view.update);
/** While a tool of why is open, the card speaks of the tool. @param {import('../../ui/view.js').View} view */
const isStepTold = (view) => when(view) && !view.why;

/** @type {import('../../ui/features.js').Feature} */
export const step = {
  name: 'step',
  // deferred.js replaces it.
  viewOf: () => ({ blocksOf: () => [] }),
  panels: [
    {
      place: 'left',
      forms: COLUMNS,
      when: isStepTold,
      render: (view) => html`<orrery-step-card .view=${view} ?buttons=${view.page === 'solo'}></orrery-step-card>`,
    },
    {
      place: 'side',
      tab: 'tour',
      order: 10,
      forms: SHEET,
      when: isStepTold,
      render: (view) => html`<orrery-step-card slot="tour" flat .view=${view}></orrery-step-card>`,
    },
    {
      place: 'side',
      tab: 'steps',
      order: 52,
      forms: SHEET,
      render: (view) => html`<orrery-step-rail slot="steps" list .view=${view}></orrery-step-rail>`,
    },
    {
      place: 'bottom',
      forms: COLUMNS,
      render: (view, layout) => html`<orrery-bottom-bar .view=${view} .layout=${layout}></orrery-bottom-bar>`,
    },
    { place: 'bar', when, render: (view) => html`<orrery-step-rail .view=${view}></orrery-step-rail>` },
    { place: 'bar', order: 10, when: (view) => !view.mayDrive, render: look },
  ],
};
