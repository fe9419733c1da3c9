/** Writes the state of the view as an address, and into the address bar. */
import { MOST_TOKENS, PARTS, readAddress } from './address.js';

/** Members that stand behind those of the features. */
const LAST = ['theme', 'lang', 'level', 'camera'];

/** @param {import('./address.js').AddressFields} shown @param {string[]} [ofFeatures] names of their members, in order @returns {string} with its #; empty for the defaults */
export function fragmentOf(shown, ofFeatures = []) {
  const params = new URLSearchParams(),
    members = new Map(Object.entries(shown)),
    length = shown.tokens?.length ?? 0;
  for (const part of [...Object.keys(PARTS).filter((each) => !LAST.includes(each)), ...ofFeatures, ...LAST]) {
    const value = part === 'camera' ? shown.camera?.map(short) : members.get(part);
    if (value === undefined || (part === 'tokens' && length > MOST_TOKENS)) continue;
    if (part === 'given' && (value === shown.tokens?.length || length > MOST_TOKENS)) continue;
    params.set(part, String(value));
  }
  // Commas, colons and slashes need no escape in a fragment, and people read addresses.
  const text = params.toString().replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%2F', '/');
  return text === '' ? '' : `#${text}`;
}

/**
 * @param {import('./address.js').AddressFields} shown replaces the state in the address bar, except for its language and level
 * @param {string[]} ofFeatures names of their members, in order
 */
export function writeAddress(shown, ofFeatures) {
  const { lang, level } = readAddress(location.hash).shown;
  const address = location.pathname + location.search + fragmentOf({ ...shown, lang, level }, ofFeatures);
  if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, '', address);
}

/** Rounds to four decimals, which is less than a pixel at any distance. @param {number} n */
function short(n) {
  return Number(n.toFixed(4));
}
