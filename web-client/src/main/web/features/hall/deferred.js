/** The action that shows or hides the small copy of the hall's screen. */
import { inRoom } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const hall = {
  name: 'hall',
  actions: {
    copy: inRoom((_, __, page) => {
      page.copy = !page.copy;
    }),
  },
};
