/** What adds tokens, takes them back, and says how they are chosen. */
import { html } from 'lit';
import { WIDE } from '../../ui/window-form.js';
import { moving } from '../../ui/acting.js';

/** Tokens that "run on" asks for: as many as a text of this length needs, until it ends or is stopped. */
const RUN_ON = 40;

/** @type {import('../../ui/features.js').Feature} */
export const nextToken = {
  name: 'next-token',
  panels: [
    {
      place: 'side',
      order: 20,
      forms: WIDE,
      when: (view) => view.cell.value === null,
      render: (view) => html`<orrery-next-panel .view=${view}></orrery-next-panel>`,
    },
  ],
  actions: {
    generate: moving((conductor) => conductor.generate()),
    runOn: moving((conductor) => (conductor.coming > 0 ? conductor.stop() : conductor.generate(RUN_ON))),
    append: moving((conductor, token) => conductor.append([token])),
    takeBack: moving((conductor) => conductor.takeBack()),
    sample: moving((conductor, sampling) => conductor.sample(sampling)),
  },
};
