/** The keys by which the driver shares a light, marks and the camera with the room. */
const PRESENTER = ['presenter'];

/** @type {import('../../ui/features.js').Feature} */
export const sharedScene = {
  name: 'shared-scene',
  keys: [
    { action: 'laser', keys: ['l', 'L'], who: PRESENTER },
    { action: 'mark', keys: ['m'], who: PRESENTER },
    { action: 'unmark', keys: ['M'], who: PRESENTER },
    { action: 'share', keys: ['v', 'V'], who: PRESENTER },
  ],
};
