/** The dialog with a link to the current view. */

/** @type {import('../../ui/features.js').Feature} */
export const link = {
  name: 'link',
  dialogs: ['orrery-link'],
};
