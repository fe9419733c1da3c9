/** A picture of the scene, to keep. */

/** @type {import('../../ui/features.js').Feature} */
export const picture = {
  name: 'picture',
  keys: [{ action: 'picture', keys: ['p', 'P'], who: ['solo', 'presenter', 'attendee'] }],
};
