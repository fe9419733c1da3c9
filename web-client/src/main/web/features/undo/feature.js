/** Undoes the last command, and cancels a computation. */
import { driving } from '../../ui/guards.js';

/**
 * @typedef {object} Members  of the view
 * @property {boolean} computing    whether a computation is running that can be stopped
 *
 * @typedef {object} Parts
 * @property {string} [undo]  the command that `undo` would undo
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const forDriving = {
  viewOf: ({ conductor }) => ({ computing: conductor?.computing ?? false }),
};

/** @type {Manifest} */
export const afterText = {
  order: -9,
  actions: {
    undo: driving((conductor) => conductor.undo()),
    stop: driving((conductor) => conductor.stop()),
  },
  attach: ({ conductor }) => ({
    putAway() {
      if (!conductor?.mayDrive || !(conductor.computing || conductor.coming > 0)) return false;
      conductor.stop();
      return true;
    },
  }),
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    undo: { can: ({ view }) => Boolean(view.room?.parts.undo), not: 'undo' },
    stop: { name: 'bar.stop', can: ({ view }) => view.computing, not: 'computing' },
  },
};
