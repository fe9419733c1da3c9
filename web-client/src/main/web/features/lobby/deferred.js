/** Actions that begin the session, return to the lobby, choose the address of links, and rename an attendee. */
import { keepName } from '../../live/identity.js';
import { driving, inRoom } from '../../ui/acting.js';
import { toggleFullScreen } from '../../ui/full-screen.js';
import { shortened } from './name-length.js';

/** @type {import('../../ui/features.js').Feature} */
export const lobby = {
  name: 'lobby',
  actions: {
    begin: driving((conductor) => conductor.commands.gather(false)),
    gather: driving((conductor) => conductor.commands.gather(!conductor.room?.lobby)),
    start: driving((conductor) => {
      conductor.commands.gather(false);
      if (!document.fullscreenElement) toggleFullScreen();
    }),
    address: driving((conductor, address) => conductor.commands.address(address)),
    rename: inRoom((conductor, name, page) => {
      const short = shortened(name);
      keepName(page.code, short);
      conductor.rename(short);
    }),
  },
};
