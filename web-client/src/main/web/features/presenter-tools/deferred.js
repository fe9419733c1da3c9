/** The action that blanks the audience's screens. */
import { moving } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const presenterTools = {
  name: 'presenter-tools',
  actions: { blank: moving((conductor) => conductor.darken(!conductor.blank)) },
};
