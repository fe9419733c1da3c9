/** The key that copies a link to the current view. */

/** @type {import('../../ui/features.js').Feature} */
export const link = {
  name: 'link',
  keys: [{ action: 'link', keys: ['u', 'U'], who: ['solo', 'presenter', 'attendee'] }],
  dialogs: ['orrery-link'],
};
