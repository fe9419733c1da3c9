/** Actions that show the driver's pointer, marks and camera to the room. */
import { driving } from '../../ui/guards.js';
import { words } from '../../ui/words.js';
import { markOn, markWords } from './marking.js';
import { SharedScene } from './shared-scene.js';

/**
 * @typedef {object} Members  of the view
 * @property {boolean} pointing     whether this page has the driver's pointer on
 *
 * @typedef {object} Parts
 * @property {boolean} sharing  whether screens that follow use the driver's camera
 * @property {import('./marking.js').CellMark[]} [marks]
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} share
 * @property {{marks: import('./marking.js').CellMark[]}} mark
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {SharedScene} Ports */
/** @param {import('../../ui/features.js').Page} page */
const partOf = (page) => page.ports.sharedScene;

/** @type {Manifest} */
export const afterText = {
  order: -8,
  actions: {
    share: driving((conductor, _, page) => {
      conductor.command({ do: 'share', on: !conductor.room?.parts.sharing });
      partOf(page)?.moved();
    }),
    laser: driving((_, __, page) => partOf(page)?.toggleLight()),
    mark: driving((conductor, _, page) => {
      const cell = page.ports.cell?.cell,
        { graph } = conductor,
        axes = graph?.nodes.get(cell?.name ?? '')?.axes;
      if (!cell || !graph || !axes) {
        page.say({ key: 'stage.markWhat' });
        return;
      }
      const { marks, kind, mark } = markOn(conductor.room?.parts.marks ?? [], cell, axes);
      conductor.command({ do: 'mark', marks });
      page.say({
        key: `stage.marked.${kind}`,
        ...(mark && { values: { what: markWords(graph, mark, conductor.trace, words) } }),
      });
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
  viewOf: (page) => ({ pointing: partOf(page)?.lit ?? false }),
  attach(page) {
    const { conductor } = page;
    return conductor && 'pointer' in conductor ? new SharedScene(page, conductor) : null;
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    share: {},
    laser: {},
    mark: { can: ({ view }) => view.cell.value !== null, not: 'point' },
    unmark: { can: ({ view }) => (view.room?.parts.marks?.length ?? 0) > 0, not: 'marks' },
  },
};
