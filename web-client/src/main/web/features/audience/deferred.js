/** The presenter's actions on a person. */
import { inRoom } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const audience = {
  name: 'audience',
  actions: { kick: inRoom((conductor, person) => conductor.commands.kick(person)) },
};
