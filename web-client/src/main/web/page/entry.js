/**
 * How a page comes to its conductor: a walk of one's own, or a room over a socket.
 *
 * @typedef {import('../live/conductor.js').Conductor} Conductor
 * @typedef {import('../panels/view.js').View['page']} PageName
 */
import { Connection } from '../live/connection.js';
import { keepMe, keptName, me, takePresenterKey } from '../live/identity.js';
import { server } from '../live/model-source.js';
import { RoomConductor } from '../live/room-conductor.js';
import { SoloConductor } from '../live/solo-conductor.js';
import { words } from '../panels/words.js';
import { seen } from './milestones.js';

/** A walk that leaves nothing behind: the landing page's. */
const NO_STORAGE = { getItem: () => null, setItem() {} };

/** The server, asked for numbers only once there is text: it needs none of them. */
const patient = {
  ...server,
  weights: (/** @type {import('../model/graph.js').Graph} */ graph) => seen('text').then(() => server.weights(graph)),
  frame: (/** @type {string} */ path) => seen('text').then(() => server.frame(path)),
};

/**
 * @param {PageName} page
 * @param {import('./address.js').Shown} shown what its address asks for
 * @returns {SoloConductor | null} null for a page of a room
 */
export function walkOf(page, { preset, tokens, given, prompt, step }) {
  if (page === 'solo') return new SoloConductor({ source: patient, wanted: definedOf({ preset, tokens, given, prompt, step }) });
  return page === 'landing' ? new SoloConductor({ source: patient, storage: NO_STORAGE, begin: 'last' }) : null;
}

/**
 * @param {PageName} page
 * @param {string} code the room's
 * @returns {{connection: Connection, conductor: RoomConductor} | null} null while the presenter's key is missing; the
 *   connection is not started
 */
export function roomOf(page, code) {
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
  });
  return { connection, conductor: new RoomConductor(connection, { source: patient, alone: page !== 'attendee', beside: besideOf(page, code) }) };
}

/** Without what is undefined. @template {object} T @param {T} all @returns {Partial<T>} */
function definedOf(all) {
  return /** @type {Partial<T>} */ (Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}

/**
 * The presenter's and the hall's page in one browser go on together while the server is away.
 * @param {PageName} page @param {string} code
 */
function besideOf(page, code) {
  return page === 'attendee' || !('BroadcastChannel' in window) ? null : new BroadcastChannel(`orrery.room.${code}`);
}

/** What an attendee is called: as that person asked to be, else after the device. @param {string} code */
export function nameOf(code) {
  return keptName(code) || words.text(`people.device.${device()}`);
}

/** What kind of thing this page is seen on, so that the presenter's list is not a list of guests. */
function device() {
  if (!matchMedia('(pointer: coarse)').matches) return 'laptop';
  return Math.min(screen.width, screen.height) < 600 ? 'phone' : 'tablet';
}
