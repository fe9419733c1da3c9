/**
 * How an embedded page gets its conductor: in a room as one who only follows, or with the presenter's key of this tab; and alone.
 *
 * @typedef {import('./room.js').PageName} PageName
 */
import { forgetPresenterKey } from '../live/presenter-key.js';
import { read, write } from '../live/identity.js';
import { server } from '../live/model-source.js';
import { insist } from '../live/retry.js';
import { RoomConductor } from '../live/room-conductor.js';
import { deferredSource } from './deferred-source.js';
import { seen } from './milestones.js';
import { entered } from './room.js';
import { sharedSocket } from './shared-socket.js';

/** Close code: the key is wrong, or was withdrawn. */
const NOT_ALLOWED = 4403;
/** The name by which what a room gives this page is kept apart from what it gives others; nothing reads it. */
const OWN = 'embed';
/** The hello of a page that is nobody in its room. */
const NOBODY = { view: 'embed', name: undefined };
/** Numbers of whole steps, which only the machine draws, come after the figure, which asks for its own. */
const SOURCE = {
  ...deferredSource,
  frame: (/** @type {string} */ path) => seen('figure').then(() => server.frame(path)),
};

/** @param {string} code @param {boolean} drives @returns {Promise<import('./app.js').Way>} */
export async function wayOf(code, drives) {
  if (code === '') {
    const { walk } = await insist(() => import('./solo.js'));
    return { walk: (page, shown, wrong, others) => walk(page, shown, wrong, withoutOwn(others), SOURCE) };
  }
  // Of whoever reads the site around it: several are open at once, and none takes over from another. So what the room knows its person by
  // is this page's alone.
  const own = { me: /** @type {string | undefined} */ (undefined) };
  const { roomOf } = drives ? await insist(() => import('./driven-room.js')) : { roomOf: nobody };
  return {
    roomOf: () => {
      const made = roomOf(OWN, code, Object.assign(own, drives ? { view: 'presenter' } : NOBODY));
      made?.connection.on('welcome', ({ me }) => {
        if (me) own.me = me;
      });
      made?.connection.on('ended', ({ code: why }) => leave(code, why));
      return made;
    },
  };
}

/** @param {PageName} page @param {string} code @param {object} own fields of the hello */
const nobody = (page, code, own) =>
  entered(page, code, (connection) => new RoomConductor(connection, { source: SOURCE }), own, sharedSocket);

/** Members of an address for which the deferred modules load: all but `panels`, which this page has read. @param {URLSearchParams} others */
function withoutOwn(others) {
  const rest = new URLSearchParams(others);
  rest.delete('panels');
  return rest;
}

/** A room that cannot be entered: a wrong key is forgotten, and else the page walks alone. @param {string} code @param {number} why */
function leave(code, why) {
  if (why === NOT_ALLOWED && read(`orrery.key.${code}`, window) !== null) {
    forgetPresenterKey(code);
    write('orrery.embed.refused', 'key', window);
    location.reload();
  } else if (why >= 4400) location.replace(`/embed/solo${location.hash}`);
}
