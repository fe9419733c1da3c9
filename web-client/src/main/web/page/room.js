/**
 * How a room's page gets its conductor, over a socket.
 *
 * @typedef {import('../ui/features.js').PageName} PageName
 */
import { Connection } from '../live/connection.js';
import { keepMe, me, read, write } from '../live/identity.js';
import { RoomConductor } from '../live/room-conductor.js';
import { localId } from '../ui/step-texts.js';
import { words } from '../ui/words.js';
import { nameOf } from '../features/lobby/attendee-name.js';
import { deferredDecoder, deferredSource } from './deferred-source.js';

/**
 * @param {PageName} page
 * @param {string} code the room's
 * @returns {{connection: Connection, conductor: RoomConductor}} the connection is not started
 */
export function roomOf(page, code) {
  // of a moderator's link; the page writes its address anew without it
  const place = `orrery.key.${code}`,
    linked = /^#key=([^&]+)/.exec(location.hash)?.[1];
  if (linked) write(place, linked, window);
  return entered(page, code, (connection) => new RoomConductor(connection, { source: deferredSource }), {
    key: read(place, window) ?? undefined,
  });
}

/**
 * @template {RoomConductor} Conducts
 * @param {PageName} page @param {string} code @param {(connection: Connection) => Conducts} conductorOf
 * @param {object} [more] further fields of the hello, or others in place of those of the page @param {(address: string) => WebSocket} [open]
 * @returns {{connection: Connection, conductor: Conducts}} as {@link roomOf}
 */
export function entered(page, code, conductorOf, more = {}, open = (address) => new WebSocket(address)) {
  // http becomes ws, and https wss
  const address = `${location.origin.replace('http', 'ws')}/ws/rooms/${encodeURIComponent(code)}`;
  // The copy of the hall's screen in the presenter's page does not count as a screen.
  const isCopy = page === 'projector' && window.parent !== window;
  const hello = () => {
    // what is undefined is not sent
    return {
      view: isCopy ? 'copy' : page,
      name: (page !== 'projector' && nameOf(code)) || undefined,
      me: me(code, page) ?? undefined,
      ...more,
    };
  };
  const connection = new Connection(() => open(address), hello, undefined, deferredDecoder);
  connection.on('welcome', ({ me: secret, state }) => {
    if (secret) keepMe(code, page, secret);
    // Loads the step's texts at the same time as the model's graph.
    if (!state.lobby) words.loadStep(localId(state.cursor.step));
  });
  return { connection, conductor: conductorOf(connection) };
}
