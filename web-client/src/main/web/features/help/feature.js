/** The sheet of keys is a dialog. */

/** @type {import('../../ui/features.js').Feature} */
export const help = {
  name: 'help',
  dialogs: ['orrery-help'],
};
