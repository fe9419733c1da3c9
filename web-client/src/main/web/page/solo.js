/** How a page without a room comes to its conductor: a walk of one's own. */
import { SoloConductor } from '../live/solo-conductor.js';
import { deferredSource } from './deferred-source.js';

/** A walk that leaves nothing behind: the landing page's. */
const NO_STORAGE = { getItem: () => null, setItem() {} };

/** @typedef {import('./address.js').Shown} Shown */

/**
 * Begins the walk.
 *
 * @param {any} page the page's element
 * @param {Shown} shown what its address asks for
 * @param {string[]} wrong what the address says in vain
 */
export async function walk(page, shown, wrong) {
  const conductor = conductorOf(page.page, shown);
  page.follow(conductor);
  try {
    const lost = await conductor.start();
    if (shown.past !== undefined) {
      await page.bring();
      if (!(await page.attached('gallery')?.show(shown.past))) lost.push('past');
    }
    page.regret([...wrong, ...lost]);
  } catch (problem) {
    // The landing page says all that it has to say without a model.
    if (page.page === 'landing') console.error(problem);
    else page.failure = problem;
  }
}

/** @param {string} page @param {Shown} shown */
function conductorOf(page, { preset, tokens, given, prompt, step }) {
  if (page === 'solo') return new SoloConductor({ source: deferredSource, wanted: definedOf({ preset, tokens, given, prompt, step }) });
  return new SoloConductor({ source: deferredSource, storage: NO_STORAGE, begin: 'last' });
}

/** Without what is undefined. @template {object} T @param {T} all @returns {Partial<T>} */
function definedOf(all) {
  return /** @type {Partial<T>} */ (Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)));
}
