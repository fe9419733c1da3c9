/** The key that opens the sheet of keys. */

/** @type {import('../../ui/features.js').Feature} */
export const help = {
  name: 'help',
  keys: [{ action: 'help', keys: ['?', 'h', 'H'], who: ['solo', 'presenter', 'attendee', 'projector'], inDialogs: true }],
  dialogs: ['orrery-help'],
};
