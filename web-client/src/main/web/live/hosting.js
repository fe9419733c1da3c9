/**
 * Rooms as who runs the server sees them: opened, listed, given new keys, closed. The operator's key goes in a header and
 * nowhere else. It is forgotten with the page, unless its holder wishes this tab to keep it.
 *
 * @typedef {{code: string, people: number, house: boolean}} Room
 * @typedef {{code: string, audience: string, screen: string, presenter: string, coPresenter: string}} Links
 */
import { ask, getJson } from './http.js';

const KEPT = 'orrery.operator';

export class Hosting {
  /** @type {string | null} */
  #key;
  #storage;

  /** @param {Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null} storage of this tab; null where there is none */
  constructor(storage = tabStorage()) {
    this.#storage = storage;
    this.#key = storage?.getItem(KEPT) ?? null;
  }

  /** Whether somebody has shown the operator's key on this page. */
  get hasKey() {
    return this.#key !== null;
  }

  /**
   * Goes on with a key, if it is the operator's.
   *
   * @param {string} key @param {boolean} keep in this tab, until it is closed
   * @returns {Promise<{rooms: Room[], limit: number}>} what only the operator may know
   * @throws {import('./http.js').Problem} if it is not
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

  /** Whether rooms are opened by anyone, and which models there are. */
  async offer() {
    const [{ openRooms }, { presets }] = await Promise.all([getJson('/api/hosting'), getJson('/api/presets')]);
    return { openToAnyone: openRooms === 'anyone', models: presets.map(({ id, title }) => ({ id, title })) };
  }

  /** @returns {Promise<{rooms: Room[], limit: number}>} */
  async list(key = this.#key) {
    return (await this.#ask('/api/rooms', { key })).json();
  }

  /** @param {string} model that it begins with @returns {Promise<Links>} */
  async open(model) {
    return (await this.#ask('/api/rooms', { method: 'POST', body: { model } })).json();
  }

  /** A new link in place of a lost one, which ends. @param {string} code @param {'presenter' | 'co-presenter'} role */
  async renew(code, role) {
    const { link } = await (await this.#ask(`/api/rooms/${encodeURIComponent(code)}/keys`, { method: 'POST', body: { role } })).json();
    return /** @type {string} */ (link);
  }

  /** For good. @param {string} code */
  async close(code) {
    await this.#ask(`/api/rooms/${encodeURIComponent(code)}`, { method: 'DELETE' });
  }

  /** @param {string} path @param {{method?: string, key?: string | null, body?: object}} [how] */
  #ask(path, { method = 'GET', key = this.#key, body } = {}) {
    /** @type {Record<string, string>} */
    const headers = key === null ? {} : { Authorization: `Bearer ${key}` };
    if (body) headers['Content-Type'] = 'application/json';
    return ask(path, { method, headers, cache: 'no-store', ...(body ? { body: JSON.stringify(body) } : {}) });
  }
}

/** Storage can be forbidden. */
function tabStorage() {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
