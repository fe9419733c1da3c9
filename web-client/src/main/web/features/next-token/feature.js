/** The panel "What comes next?": the distribution of the next token, the controls that choose one, and actions that add tokens and take them back. */
import { html } from 'lit';
import { moving } from '../../ui/guards.js';
import { NOT_WIDE, WIDE } from '../../ui/window-form.js';
import { NextPanel } from './next-panel.js';
import { RunOn } from './run-on.js';

/**
 * @typedef {object} Members  of the view
 * @property {number | null} runOn   how many tokens "run on" asks for; null: until the text ends
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {RunOn} Ports */
/** @param {import('../../ui/features.js').Page} page */
const partOf = (page) => page.ports.nextToken;

/** @type {Manifest} */
export const withText = {
  panels: [
    {
      place: 'side',
      tab: 'next',
      order: 20,
      forms: NOT_WIDE,
      render: (view, { form }) =>
        html`<orrery-next-panel slot="next" flat ?alone=${form === 'sheet'} .view=${view}></orrery-next-panel>`,
    },
  ],
};

/** @type {Manifest} */
export const afterText = {
  panels: [
    {
      place: 'side',
      order: 20,
      forms: WIDE,
      // What the room is asked takes its place on the page of those who may drive.
      when: (view) => view.cell.value === null && !(view.room?.mayDrive && view.room.parts.prediction),
      render: (view) => html`<orrery-next-panel .view=${view}></orrery-next-panel>`,
    },
  ],
  attach: (page) => new RunOn(page),
  viewOf: (page) => ({ runOn: partOf(page)?.tokens ?? null }),
  actions: {
    generate: moving((conductor) => conductor.generate()),
    runOn: moving((_, __, page) => partOf(page)?.press()),
    runOnFor: moving((_, tokens, page) => partOf(page)?.choose(tokens)),
    append: moving((conductor, token) => conductor.append([token])),
    takeBack: moving((conductor) => conductor.takeBack()),
    sample: moving((conductor, sampling) => conductor.sample(sampling)),
  },
};

/** @type {Manifest} */
export const withMachine = { elements: [NextPanel] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    generate: { can: ({ view }) => !view.full && !view.generating, not: 'full' },
    runOn: { can: ({ view }) => !view.full || view.coming > 0, not: 'full' },
    runOnFor: null,
    append: null,
    takeBack: { name: 'next.takeBack', can: ({ view }) => (view.trace?.positions ?? 0) > 1, not: 'first' },
    sample: [
      { name: 'sampling.greedy', value: { temperature: 0 }, when: ({ view }) => view.sampling.temperature > 0 },
      { name: 'sampling.chance', value: { temperature: 1 }, when: ({ view }) => view.sampling.temperature === 0 },
    ],
  },
};
