/**
 * How a room's page comes to its conductor, over a socket, and what there is besides: the page before it begins.
 *
 * @typedef {import('../ui/view.js').View['page']} PageName
 */
import { Connection } from '../live/connection.js';
import { keepMe, me, takePresenterKey } from '../live/identity.js';
import { RoomConductor } from '../live/room-conductor.js';
import { localId } from '../ui/step-texts.js';
import { words } from '../ui/words.js';
import { nameOf } from '../features/lobby/attendee-name.js';
import { deferredSource } from './deferred-source.js';

/**
 * @param {PageName} page
 * @param {string} code the room's
 * @returns {{connection: Connection, conductor: RoomConductor} | null} null while the presenter's key is missing; the
 *   connection is not started
 */
export function roomOf(page, code) {
  return entered(page, code, (connection) => new RoomConductor(connection, { source: deferredSource }));
}

/**
 * @template {RoomConductor} Conducts
 * @param {PageName} page @param {string} code @param {(connection: Connection) => Conducts} conductorOf
 * @returns {{connection: Connection, conductor: Conducts} | null} as {@link roomOf}
 */
export function entered(page, code, conductorOf) {
  const key = page === 'presenter' ? takePresenterKey(code) : null;
  if (page === 'presenter' && key === null) return null;
  const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws/rooms/${encodeURIComponent(code)}`;
  // A screen within the presenter's page is nobody's.
  const isCopy = page === 'projector' && window.parent !== window;
  const hello = () => {
    const known = me(code, page);
    const name = page === 'projector' ? '' : nameOf(code);
    return { view: isCopy ? 'copy' : page, ...(name === '' ? {} : { name }), ...(key === null ? {} : { key }), ...(known === null ? {} : { me: known }) };
  };
  const connection = new Connection(() => new WebSocket(address), hello);
  connection.addEventListener('welcome', (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    if (detail.me) keepMe(code, page, detail.me);
    // It is asked for together with the model's graph.
    if (!detail.state.lobby) words.loadStep(localId(detail.state.cursor.step));
  });
  return { connection, conductor: conductorOf(connection) };
}
