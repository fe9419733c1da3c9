/** How a page without a room gets its conductor. */
import { SoloConductor } from '../live/solo-conductor.js';
import { words } from '../ui/words.js';
import { deferredSource } from './deferred-source.js';

/** Storage of the landing page, which stores nothing. */
const NO_STORAGE = { getItem: () => null, setItem() {} };

/**
 * @typedef {import('./address.js').AddressFields} AddressFields
 * @typedef {import('../ui/features.js').Page & {follow: (conductor: SoloConductor) => void,
 *   controller: import('./page-controller.js').PageController | null}} Walker
 */

/**
 * Begins the walk.
 *
 * @param {Walker} page the page's element
 * @param {AddressFields} shown the state in its address
 * @param {string[]} wrong names of the address's invalid members
 * @param {URLSearchParams} others the address, of which features read their members
 * @param {typeof deferredSource} [source]
 */
export async function walk(page, shown, wrong, others, source = deferredSource) {
  const conductor = conductorOf(page.page, shown, source);
  page.follow(conductor);
  try {
    const lost = await conductor.start();
    if (String(others) !== '') {
      await page.loadDeferred();
      lost.push(...((await page.controller?.begin(shown)) ?? []));
    }
    page.reportWrong([...wrong, ...lost]);
  } catch (problem) {
    // The landing page works without a model.
    if (page.page === 'landing') console.error(problem);
    else page.failure = problem instanceof Error ? problem : new Error(String(problem));
  }
}

/** @param {string} page @param {AddressFields} shown @param {typeof deferredSource} source */
function conductorOf(page, { preset, tokens, given, prompt, changes, step }, source) {
  const { language } = words;
  if (page === 'solo')
    return new SoloConductor({
      source,
      language,
      wanted: definedOf({ preset, tokens, given, prompt, changes: changes?.split(';'), step }),
    });
  return new SoloConductor({ source, language, storage: NO_STORAGE, begin: 'last' });
}

/** The members that are defined. @template {object} T @param {T} all @returns {Partial<T>} */
function definedOf(all) {
  return /** @type {Partial<T>} */ (Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}
