/** Actions that add tokens, take them back, and set the sampling. */
import { html } from 'lit';
import { WIDE } from '../../ui/window-form.js';
import { moving } from '../../ui/acting.js';
import { Draw } from './draw.js';
import { RunOn } from './run-on.js';

/** @type {import('../../ui/features.js').Feature} */
export const nextToken = {
  name: 'next-token',
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
  viewOf: (page) => ({ runOn: page.attached('next-token')?.tokens ?? null }),
  actions: {
    generate: moving((conductor) => conductor.generate()),
    runOn: moving((_, __, page) => page.attached('next-token').press()),
    runOnFor: moving((_, tokens, page) => page.attached('next-token').choose(tokens)),
    append: moving((conductor, token) => conductor.append([token])),
    takeBack: moving((conductor) => conductor.takeBack()),
    sample: moving((conductor, sampling) => conductor.sample(sampling)),
  },
};

/** @type {import('../../ui/features.js').Feature} */
export const draw = {
  name: 'draw',
  attach: (page) => /** @type {any} */ (new Draw(page)),
  viewOf: (page) => ({ draw: page.attached('draw')?.distribution ?? null }),
};
