/** A second model beside the first. */
import { moving } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const compare = {
  name: 'compare',
  actions: { compare: moving((conductor, model) => conductor.compare(model)) },
};
