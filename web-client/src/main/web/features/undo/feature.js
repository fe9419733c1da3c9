/** Whether a computation runs that can be cancelled. */

/** @type {import('../../ui/features.js').Feature} */
export const undo = {
  name: 'undo',
  viewOf: ({ conductor }) => ({ computing: conductor.computing ?? conductor.generating }),
};
