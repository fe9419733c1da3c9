/** How a page without a room comes to its conductor: a walk of one's own. */
import { SoloConductor } from '../live/solo-conductor.js';
import { deferredSource } from './deferred-source.js';

/** A walk that leaves nothing behind: the landing page's. */
const NO_STORAGE = { getItem: () => null, setItem() {} };

/**
 * @param {import('../ui/view.js').View['page']} page
 * @param {import('./address.js').Shown} shown what its address asks for
 * @returns {SoloConductor | null} null for a page that shows no model
 */
export function walkOf(page, { preset, tokens, given, prompt, step }) {
  if (page === 'solo') return new SoloConductor({ source: deferredSource, wanted: definedOf({ preset, tokens, given, prompt, step }) });
  return page === 'landing' ? new SoloConductor({ source: deferredSource, storage: NO_STORAGE, begin: 'last' }) : null;
}

/** Without what is undefined. @template {object} T @param {T} all @returns {Partial<T>} */
function definedOf(all) {
  return /** @type {Partial<T>} */ (Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}
