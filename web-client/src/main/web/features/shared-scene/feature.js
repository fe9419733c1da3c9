/** Actions that show the driver's light, marks and camera to the room. */
import { driving } from '../../ui/acting.js';
import { words } from '../../ui/words.js';
import { markOn, markWords } from './marking.js';
import { SharedScene } from './shared-scene.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  order: -8,
  actions: {
    share: driving((conductor, _, page) => {
      conductor.command({ do: 'share', on: !conductor.room?.parts.sharing });
      page.attached('shared-scene').moved();
    }),
    laser: driving((_, __, page) => page.attached('shared-scene').toggleLight()),
    mark: driving((conductor, _, page) => {
      const { cell } = page.attached('cell'),
        axes = conductor.graph?.nodes.get(cell?.name ?? '')?.axes;
      if (!cell || !axes) {
        page.say({ key: 'stage.markWhat' });
        return;
      }
      const { marks, kind, mark } = markOn(conductor.room?.parts.marks ?? [], cell, axes);
      conductor.command({ do: 'mark', marks });
      page.say({ key: `stage.marked.${kind}`, ...(mark && { values: { what: markWords(conductor.graph, mark, conductor.trace, words) } }) });
    }),
    unmark: driving((conductor) => conductor.command({ do: 'mark', marks: [] })),
  },
  predicts: {
    share(view, { on }) {
      view.parts.sharing = on;
    },
    mark(view, { marks }) {
      view.parts.marks = marks;
    },
  },
  viewOf: (page) => ({ pointing: page.attached('shared-scene')?.lit ?? false }),
  attach: (page) => (page.code === '' ? null : new SharedScene(/** @type {any} */ (page), page.conductor)),
};
