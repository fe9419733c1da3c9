/** How the presenter's page and the hall's screen get their conductor, which can move the room. */
import { takePresenterKey } from '../live/presenter-key.js';
import { DrivingConductor } from '../live/driving-conductor.js';
import { postJson } from '../live/http.js';
import { deferredSource } from './deferred-source.js';
import { entered } from './room.js';

/**
 * The presenter's and the hall's page in one browser are connected by a channel, and so move together while the server is
 * away.
 * @param {import('./room.js').PageName} page @param {string} code @param {object} [more] as in {@link entered}
 * @returns {{connection: import('../live/connection.js').Connection, conductor: DrivingConductor} | null} null while the
 *   presenter's key is missing
 */
export function roomOf(page, code, more = {}) {
  // A screen that the presenter's tab has opened has the key, too, and with it enters a locked or full room.
  const key = takePresenterKey(code);
  if (page === 'presenter' && key === null) return null;
  const siblings = 'BroadcastChannel' in window ? new BroadcastChannel(`orrery.room.${code}`) : null;
  const source = key === null ? deferredSource : { ...deferredSource, run: runFor(code, key) };
  return entered(
    page,
    code,
    (connection) => new DrivingConductor(connection, { source, siblings }),
    key === null ? more : Object.assign(more, { key }),
  );
}

/**
 * Requests traces in the name of a room: its text comes before those of visitors.
 *
 * @param {string} code @param {string} key
 * @returns {typeof deferredSource.run}
 */
const runFor = (code, key) => (recipe, signal) =>
  postJson(`/api/traces?room=${encodeURIComponent(code)}`, recipe, signal, key);
