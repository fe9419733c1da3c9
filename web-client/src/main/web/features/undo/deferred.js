/** Actions that undo the last command and cancel a computation. */
import { driving } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const undo = {
  name: 'undo',
  actions: {
    undo: driving((conductor) => conductor.undo()),
    stop: driving((conductor) => conductor.stop()),
  },
  attach: ({ conductor }) => ({
    putAway() {
      if (!conductor.mayDrive || !(conductor.computing || conductor.coming > 0)) return false;
      conductor.stop();
      return true;
    },
  }),
};
