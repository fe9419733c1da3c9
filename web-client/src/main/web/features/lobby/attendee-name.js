/** The name under which a person appears in a room. */
import { keptName } from '../../live/identity.js';
import { words } from '../../ui/words.js';

/** The name that the person chose for this room, or else one after the kind of device. @param {string} code */
export function nameOf(code) {
  return keptName(code) || words.text(`people.device.${device()}`);
}

/** The kind of device. It tells unnamed attendees apart in the presenter's list. */
function device() {
  if (!matchMedia('(pointer: coarse)').matches) return 'laptop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}
