/**
 * The page's identity in a room. A person has the same identity in all tabs of this browser: a second tab takes over from
 * the first. Only a hall's screen has one per tab, since a computer may show a room on several screens.
 */

/** A room's code as in addresses: capitals, without spaces. @param {string} text */
export function normalCode(text) {
  return text.replace(/[\s-]+/g, '').toUpperCase();
}

/** A room's code as it is displayed and read aloud: in groups of three. @param {string} code */
export function spokenCode(code) {
  return normalCode(code).replace(/(.{3})(?=.)/g, '$1 ');
}

/** The secret by which the room recognises this person. @param {string} code @param {string} view */
export function me(code, view, page = window) {
  return read(`orrery.me.${code}.${view}`, page, placeOf(view));
}

/** @param {string} code @param {string} view @param {string} secret */
export function keepMe(code, view, secret, page = window) {
  write(`orrery.me.${code}.${view}`, secret, page, placeOf(view));
}

/** @param {string} view @returns {'localStorage' | 'sessionStorage'} */
const placeOf = (view) => (view === 'projector' ? 'sessionStorage' : 'localStorage');

/** The name that this person chose in a room; null for none. @param {string} code */
export function keptName(code, page = window) {
  return read(`orrery.name.${code}`, page, 'localStorage');
}

/** @param {string} code @param {string} name */
export function keepName(code, name, page = window) {
  write(`orrery.name.${code}`, name, page, 'localStorage');
}

/** Substitute for storage, which can be forbidden; it lasts as long as the page. @type {Map<string, string>} */
const memory = new Map();

/** Where a value is stored: for the whole browser, or for this tab. @typedef {'localStorage' | 'sessionStorage'} Place */
/** @typedef {Record<Place, Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>>} Tab  a window */

/** @param {string} name @param {Tab} page @param {Place} [place] @returns {string | null} */
export function read(name, page, place = 'sessionStorage') {
  try {
    return page[place].getItem(name) ?? memory.get(name) ?? null;
  } catch {
    return memory.get(name) ?? null;
  }
}

/** @param {string} name @param {string | null} value @param {Tab} page @param {Place} [place] */
export function write(name, value, page, place = 'sessionStorage') {
  if (value === null) memory.delete(name);
  else memory.set(name, value);
  try {
    if (value === null) page[place].removeItem(name);
    else page[place].setItem(name, value);
  } catch {
    // Kept in memory above.
  }
}
