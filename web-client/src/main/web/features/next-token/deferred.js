/** Actions that add tokens, take them back, and set the sampling. */
import { html } from 'lit';
import { WIDE } from '../../ui/window-form.js';
import { moving } from '../../ui/acting.js';

/** The number of tokens that "run on" asks for; it stops earlier if the text ends or somebody stops it. */
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
