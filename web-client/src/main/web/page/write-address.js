/** Writes the state of the view into the address bar. */
import { fragmentOf, readAddress } from './address.js';

/**
 * @param {import('./address.js').Shown} shown replaces the state in the address bar, except for its language and level
 */
export function writeAddress(shown) {
  const { lang, level } = readAddress(location.hash).shown;
  const address = location.pathname + location.search + fragmentOf({ ...shown, lang, level });
  if (address !== location.pathname + location.search + location.hash) history.replaceState(history.state, '', address);
}
