/**
 * The operator's requests about rooms: open, list, renew keys, close. The operator's key is sent in a header and nowhere
 * else. It is forgotten with the page, unless the operator has it kept in this tab.
 *
 * @typedef {{code: string, people: number, house: boolean, node?: string}} Room  `node` is the server that decides about it; empty while none does
 * @typedef {{node: string, host: string, rooms: number, people: number, leaseMs: number, appendMs: number, tripMs: number}} Server
 *   one of several that share their rooms: since when its lease was not renewed, how long 99 of 100 changes took to be stored, and how long a message to NATS and back takes
 * @typedef {{rooms: Room[], limit: number, servers?: Server[]}} List
 * @typedef {{code: string, audience: string, screen: string, presenter: string, coPresenter: string}} Links
 */
import { getJson, request } from './http.js';

const KEPT = 'orrery.operator';

export class Hosting {
  /** @type {string | null} */
  #key;
  #storage;

  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null} storage of this tab; null without one */
  constructor(storage = tabStorage()) {
    this.#storage = storage;
    this.#key = storage?.getItem(KEPT) ?? null;
  }

  /** The operator's key; empty if the page does not have it. */
  get key() {
    return this.#key ?? '';
  }

  /** Whether the page has the operator's key. */
  get hasKey() {
    return this.#key !== null;
  }

  /**
   * Uses a key from now on, if it is the operator's.
   *
   * @param {string} key @param {boolean} keep it in this tab until that is closed
   * @returns {Promise<List>} the list, which only the operator may read
   * @throws {import('./http.js').Problem} if it is not the operator's
   */
  async use(key, keep) {
    const list = await this.list(key);
    this.#key = key;
    if (keep) this.#storage?.setItem(KEPT, key);
    else this.#storage?.removeItem(KEPT);
    return list;
  }

  forget() {
    this.#key = null;
    this.#storage?.removeItem(KEPT);
  }

  /** Whether everybody may open rooms, and the models to choose from. */
  async offer() {
    /** @type {[{openRooms: string}, {presets: import('./model-source.js').Preset[]}]} */
    const [{ openRooms }, { presets }] = await Promise.all([
      getJson('/api/hosting'),
      getJson('/api/presets?prompts=false'),
    ]);
    return { openToAnyone: openRooms === 'anyone', models: presets };
  }

  /** @returns {Promise<List>} */
  async list(key = this.#key) {
    return (await this.#request('/api/rooms', { key })).json();
  }

  /** @param {string} model the room's first model @returns {Promise<Links>} */
  async open(model) {
    return (await this.#request('/api/rooms', { method: 'POST', body: { model } })).json();
  }

  /** Replaces a link; the former one becomes invalid. @param {string} code @param {'presenter' | 'co-presenter'} role */
  async renew(code, role) {
    const { link } = await (
      await this.#request(`/api/rooms/${encodeURIComponent(code)}/keys`, { method: 'POST', body: { role } })
    ).json();
    return /** @type {string} */ (link);
  }

  /** Lets another server decide about a room. @param {string} code @param {string} node */
  async move(code, node) {
    await this.#request(`/api/rooms/${encodeURIComponent(code)}/move`, { method: 'POST', body: { node } });
  }

  /** Closes a room for good. @param {string} code */
  async close(code) {
    await this.#request(`/api/rooms/${encodeURIComponent(code)}`, { method: 'DELETE' });
  }

  /** @param {string} path @param {{method?: string, key?: string | null, body?: object}} [how] */
  #request(path, { method = 'GET', key = this.#key, body } = {}) {
    /** @type {Record<string, string>} */
    const headers = key === null ? {} : { Authorization: `Bearer ${key}` };
    if (body) headers['Content-Type'] = 'application/json';
    return request(path, { method, headers, cache: 'no-store', ...(body ? { body: JSON.stringify(body) } : {}) });
  }
}

/** This tab's storage; null if it is forbidden. */
function tabStorage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
