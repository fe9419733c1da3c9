/** Who looks at a room's page, as the room is told. */
import { keptName } from '../../live/identity.js';
import { words } from '../../ui/words.js';

/** What an attendee is called: as that person asked to be, else after the device. @param {string} code */
export function nameOf(code) {
  return keptName(code) || words.text(`people.device.${device()}`);
}

/** What kind of thing this page is seen on, so that the presenter's list is not a list of guests. */
function device() {
  if (!matchMedia('(pointer: coarse)').matches) return 'laptop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}
