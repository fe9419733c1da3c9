/** Actions that ask for the wheel, offer it and take it. */
import { inRoom } from '../../ui/acting.js';

/** @type {import('../../ui/features.js').Feature} */
export const driver = {
  name: 'driver',
  actions: {
    askForWheel: inRoom((conductor, on) => conductor.commands.askForWheel(on)),
    takeWheel: inRoom((conductor) => conductor.commands.takeWheel()),
    offerWheel: inRoom((conductor, to) => conductor.commands.offerWheel(to)),
  },
};
