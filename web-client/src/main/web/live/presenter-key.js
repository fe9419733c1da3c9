/**
 * The presenter's key. It is stored for this tab and removed from the address bar at once, before anyone can project, copy or
 * log it.
 */
import { normalCode, read, write } from './identity.js';

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
    // The rest of the fragment, such as the language, stays.
    const rest = page.location.hash.slice(match[0].length + 1);
    page.history.replaceState(
      page.history.state,
      '',
      page.location.pathname + page.location.search + (rest && `#${rest}`),
    );
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

/** Decodes a key. A damaged link becomes a wrong key, which the page reports, and not an exception. @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The path of a presenter's link on this server, whatever the link's host.
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
