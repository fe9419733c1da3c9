/** A training of the room's model: a panel on every screen, and the driver's actions. */
import { html } from 'lit';
import { driving } from '../../ui/acting.js';
import { courseOf } from './course.js';

/** @param {string} name of a command without fields */
const give = (name) => driving((conductor) => conductor.command({ do: name }));

/** @type {import('../../ui/features.js').Feature} */
export const training = {
  name: 'training',
  panels: [
    {
      place: 'over',
      order: 6,
      when: (view) => courseOf(view) !== null && !view.room?.lobby,
      render: (view) => html`<orrery-training class=${view.page} .view=${view}></orrery-training>`,
    },
  ],
  actions: {
    train: driving((conductor) => conductor.command({ do: 'train' })),
    trainAgain: driving((conductor, _, page) => {
      const seed = courseOf(/** @type {any} */ (page.conductor))?.seed ?? 0;
      conductor.command({ do: 'train', seed: seed + 1 });
    }),
    trainOn: give('train-on'),
    trainPause: give('train-pause'),
    trainStep: give('train-step'),
    trainStop: give('train-stop'),
    trainSpeed: driving((conductor, perSecond) => conductor.command({ do: 'train-speed', perSecond })),
  },
};
