/** What the scene says of cells, and what panels ask of one. */
import { CellInQuestion } from './cell-in-question.js';

/** @type {import('../../ui/features.js').Feature} */
export const cell = {
  name: 'cell',
  actions: {
    release: (page) => page.attached('cell').hold(null),
    cell: (page) => page.attached('cell').holdFirst(),
    hold: (page, place) => page.attached('cell').hold(place),
  },
  viewOf: (page) => ({ cell: page.attached('cell')?.cell ?? null }),
  attach: (page) => new CellInQuestion(/** @type {any} */ (page)),
};
