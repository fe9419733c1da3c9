/** The key that saves a picture of the scene. */

/** @type {import('../../ui/features.js').Feature} */
export const picture = {
  name: 'picture',
  keys: [{ action: 'picture', keys: ['p', 'P'], who: ['solo', 'presenter', 'attendee'] }],
};
