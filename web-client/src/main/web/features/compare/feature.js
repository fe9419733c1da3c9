/** Compares the model with a second one. */
import { moving } from '../../ui/guards.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  actions: { compare: moving((conductor, model) => conductor.compare(model)) },
};
