/**
 * The pieces that this browser has recorded and the server does not have yet. They are kept in the browser's own store, so that neither a lost
 * line nor a reload loses them, and sent one after the other, the oldest first.
 *
 * @typedef {object} Row  a piece as it is stored, by its recording and part
 * @property {string} key
 * @property {string} recording
 * @property {string} code       of the room
 * @property {number} part
 * @property {number} length
 * @property {string} type
 * @property {Blob} blob
 * @property {boolean} whole
 * @property {number} at         when it was kept last, ms since 1970
 */
import { request } from '../../live/http.js';
import { delayAfter } from '../../live/retry.js';

const NAME = 'orrery-voice';
const PIECES = 'pieces';
/** Three hours of pieces without a line; what comes then is not kept, and the page says so. */
const MOST = 600;
/** A piece that is not whole belongs to a page that is gone if nothing was added for so long, ms. If it does not, its whole is sent once more. */
const GONE_MS = 4000;

/** The voice's address. @param {string} recording @param {number} part */
export const voicePath = (recording, part) => `/api/recordings/${encodeURIComponent(recording)}/voice/${part}`;

/** Storage of pieces. @typedef {{put: (row: Row) => Promise<void>, remove: (key: string) => Promise<void>, all: () => Promise<Row[]>}} Store */

/** This browser's store; in memory where it is forbidden. @returns {Promise<Store>} */
export async function browserStore() {
  try {
    return storeIn(await opened());
  } catch {
    return memoryStore();
  }
}

/** @returns {Store} */
export function memoryStore() {
  /** @type {Map<string, Row>} */
  const rows = new Map();
  return {
    put: async (row) => void rows.set(row.key, row),
    remove: async (key) => void rows.delete(key),
    all: async () => [...rows.values()],
  };
}

/** @returns {Promise<IDBDatabase>} */
function opened() {
  const opening = indexedDB.open(NAME, 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore(PIECES, { keyPath: 'key' });
  return done(opening);
}

/** @param {IDBDatabase} database @returns {Store} */
function storeIn(database) {
  const pieces = (/** @type {IDBTransactionMode} */ mode) => database.transaction(PIECES, mode).objectStore(PIECES);
  return {
    put: async (row) => void (await done(pieces('readwrite').put(row))),
    remove: async (key) => void (await done(pieces('readwrite').delete(key))),
    all: () => done(pieces('readonly').getAll()),
  };
}

/** @template Result @param {IDBRequest<Result>} asked @returns {Promise<Result>} */
const done = (asked) =>
  new Promise((resolve, reject) => {
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });

export class KeptVoice {
  #store;
  #keyOf;
  #changed;
  #after;
  #now;
  #send;
  #isSending = false;
  /** Whether pieces of a page that is gone are looked for in a while. */
  #isLooking = false;
  /** What is being written, in order. */
  #writing = Promise.resolve();
  /** How many pieces wait, with the one that is recorded. */
  waiting = 0;
  /** Why the last piece could not be sent, or is not kept; null if all is well. @type {import('../../live/http.js').Problem | 'full' | null} */
  problem = null;

  /**
   * @param {Store} store
   * @param {(code: string) => string | null} keyOf  the presenter's key of a room; a room's pieces without one wait
   * @param {() => void} changed
   * @param {{after?: (fn: () => void, ms: number) => unknown, now?: () => number, send?: typeof request}} [outside]
   */
  constructor(store, keyOf, changed, { after = (fn, ms) => setTimeout(fn, ms), now = Date.now, send = request } = {}) {
    this.#store = store;
    this.#keyOf = keyOf;
    this.#changed = changed;
    this.#after = after;
    this.#now = now;
    this.#send = send;
  }

  /**
   * Keeps what a piece has so far.
   *
   * @param {string} recording
   * @param {string} code of the room
   * @param {import('./voice-recorder.js').Kept} piece
   */
  async keep(recording, code, { t, length, type, blob, whole }) {
    const part = Math.floor(t);
    const key = `${recording}/${part}`;
    const row = { key, recording, code, part, length: Math.ceil(length), type, blob, whole, at: this.#now() };
    this.#writing = this.#writing.then(() => this.#write(row)).catch(() => this.#fail('full'));
    await this.#writing;
    if (whole) await this.send();
  }

  /** @param {Row} row */
  async #write(row) {
    const rows = await this.#store.all();
    if (rows.length >= MOST && !rows.some(({ key }) => key === row.key)) this.#fail('full');
    else await this.#store.put(row);
  }

  /** @param {NonNullable<KeptVoice['problem']>} problem */
  #fail(problem) {
    this.problem = problem;
    this.#changed();
  }

  /** Sends what can be sent, until nothing is left; goes on by itself while the line is lost. */
  async send() {
    if (this.#isSending) return;
    this.#isSending = true;
    let failures = 0;
    for (let row = await this.#oldest(); row; row = await this.#oldest()) {
      try {
        await this.#upload(row);
        await this.#store.remove(row.key);
        failures = 0;
        this.problem = null;
      } catch (problem) {
        const { status = 0 } = /** @type {import('../../live/http.js').Problem} */ (problem);
        this.problem = /** @type {import('../../live/http.js').Problem} */ (problem);
        // the server will not take it another time either
        if (REFUSED.includes(status)) await this.#store.remove(row.key);
        else await new Promise((soon) => this.#after(() => soon(undefined), delayAfter(failures++)));
      }
      this.#changed();
    }
    this.#isSending = false;
    this.#changed();
  }

  /** The oldest piece that can be sent. Those that may still grow are looked at again. */
  async #oldest() {
    const rows = await this.#store.all();
    this.waiting = rows.length;
    const now = this.#now();
    const mine = rows.filter(({ code }) => this.#keyOf(code) !== null).sort((a, b) => a.at - b.at);
    const oldest = mine.find(({ whole, at }) => whole || now - at > GONE_MS);
    if (!oldest && mine.length > 0 && !this.#isLooking) {
      this.#isLooking = true;
      this.#after(() => {
        this.#isLooking = false;
        this.send();
      }, GONE_MS);
    }
    return oldest;
  }

  /** @param {Row} row */
  #upload({ recording, code, part, length, type, blob }) {
    const headers = { 'Content-Type': type, Authorization: `Bearer ${this.#keyOf(code)}` };
    return this.#send(`${voicePath(recording, part)}?length=${length}`, { method: 'PUT', headers, body: blob });
  }
}

/** Statuses with which the server refuses a piece for good. */
const REFUSED = [400, 401, 403, 404, 409, 413, 415, 422];
