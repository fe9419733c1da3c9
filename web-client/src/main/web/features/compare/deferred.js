/** Compares the model with a second one. */
import { moving } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const compare = {
  name: 'compare',
  actions: { compare: moving((conductor, model) => conductor.compare(model)) },
};
