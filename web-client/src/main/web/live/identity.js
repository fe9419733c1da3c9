/**
 * Who this page is to a room. A person is known again in any tab of this browser: a second one takes over from the first.
 * Only a hall's screen is one to each tab, for a machine may show a room on several. The presenter's key lives in the
 * tab's own storage, and leaves the address bar at once, before anyone can project, copy or log it.
 */

/** A room's code as it stands in addresses: capitals, without spaces. @param {string} text */
export function normalCode(text) {
  return text.replace(/[\s-]+/g, '').toUpperCase();
}

const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/;

/** Whether an address leads to the very machine that opens it. @param {string} address scheme, host and port */
export const isLoopback = (address) => LOOPBACK.test(new URL(address).hostname);

/** A room's code as it is read aloud: in groups of three. @param {string} code */
export function spokenCode(code) {
  return normalCode(code).replace(/(.{3})(?=.)/g, '$1 ');
}

/**
 * Moves a key from the address (`#key=…`) into this tab's storage.
 *
 * @param {string} code of the room
 * @returns {string | null} the key, from the address or from an earlier load of this tab
 */
export function takePresenterKey(code, page = window) {
  const match = /^#key=([^&]+)/.exec(page.location.hash);
  if (match) {
    write(`orrery.key.${code}`, decoded(match[1]), page);
    // What else the address says stays: the language.
    const rest = page.location.hash.slice(match[0].length + 1);
    page.history.replaceState(page.history.state, '', page.location.pathname + page.location.search + (rest && `#${rest}`));
  }
  return read(`orrery.key.${code}`, page);
}

/** @param {string} code @param {string} text the key, or the whole link that ends with it */
export function keepPresenterKey(code, text, page = window) {
  const link = /#key=([^\s&]+)/.exec(text.trim());
  write(`orrery.key.${code}`, link ? decoded(link[1]) : text.trim(), page);
}

/** @param {string} code */
export function forgetPresenterKey(code, page = window) {
  write(`orrery.key.${code}`, null, page);
}

/** The secret by which the room knows this person again. @param {string} code @param {string} view */
export function me(code, view, page = window) {
  return read(`orrery.me.${code}.${view}`, page, placeOf(view));
}

/** @param {string} code @param {string} view @param {string} secret */
export function keepMe(code, view, secret, page = window) {
  write(`orrery.me.${code}.${view}`, secret, page, placeOf(view));
}

/** @param {string} view @returns {'localStorage' | 'sessionStorage'} */
const placeOf = (view) => (view === 'projector' ? 'sessionStorage' : 'localStorage');

/** What this person asked to be called in a room. @param {string} code */
export function keptName(code, page = window) {
  return read(`orrery.name.${code}`, page, 'localStorage');
}

/** @param {string} code @param {string} name */
export function keepName(code, name, page = window) {
  write(`orrery.name.${code}`, name, page, 'localStorage');
}

/** Storage can be forbidden; then all of this lasts as long as the page. @type {Map<string, string>} */
const memory = new Map();

/** A link that lost a character on its way is a wrong key, not a page that stays empty. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Where a name is kept: in this browser, or in this tab alone. @typedef {'localStorage' | 'sessionStorage'} Place */

/** @param {Place} [place] */
function read(name, page, place = 'sessionStorage') {
  try {
    return page[place].getItem(name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

/** @param {Place} [place] */
function write(name, value, page, place = 'sessionStorage') {
  if (value === null) memory.delete(name);
  else memory.set(name, value);
  try {
    if (value === null) page[place].removeItem(name);
    else page[place].setItem(name, value);
  } catch {
    // Kept in memory above.
  }
}

/**
 * Where a presenter's link leads on this server, whichever address it was copied from.
 *
 * @param {string} text a whole link, or a key alone
 * @param {string} code the room's code, needed with a key alone
 * @returns {string | null} a path with the key in its fragment, or null if something is missing
 */
export function presenterPath(text, code) {
  const link = /\/r\/([^/\s?#]+)\/present\/?#key=([^\s&]+)/.exec(text.trim());
  if (link) return `/r/${normalCode(link[1])}/present#key=${link[2]}`;
  const key = text.trim();
  if (key === '' || /[\s/#]/.test(key) || normalCode(code) === '') return null;
  return `/r/${encodeURIComponent(normalCode(code))}/present#key=${encodeURIComponent(key)}`;
}
