/** The key that undoes the last command of a room. */

/** @type {import('../../ui/features.js').Feature} */
export const undo = {
  name: 'undo',
  keys: [{ action: 'undo', keys: ['z', 'Z', 'Backspace'], who: ['presenter'] }],
  viewOf: ({ conductor }) => ({ computing: conductor.computing ?? conductor.generating }),
};
