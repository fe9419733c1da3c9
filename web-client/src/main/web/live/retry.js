/** The policy for everything that is tried again: the delay doubles from one failure to the next, up to a limit. */
const FIRST_MS = 1000;
const LONGEST_MS = 10_000;

/** Delay before the next attempt, ms. @param {number} failures before the last one @param {number} [first] ms */
export const delayAfter = (failures, first = FIRST_MS) => Math.min(LONGEST_MS, first * 2 ** failures);

/**
 * Repeats a task until it succeeds, since a lost network comes back.
 *
 * @template Done
 * @param {() => Promise<Done>} task
 * @param {{failed?: (problem: import('./http.js').Problem) => void, wanted?: () => boolean, after?: (fn: () => void, ms: number) => unknown}} [options]
 *   `failed` is called after each failure, and gives up by throwing; `wanted` says whether to go on after a failure
 * @returns {Promise<Done>} undefined if the result is no longer wanted
 */
export async function insist(task, { failed = console.warn, wanted = () => true, after = setTimeout } = {}) {
  for (let failures = 0; ; failures++) {
    try {
      return await task();
    } catch (problem) {
      if (wanted()) {
        failed(/** @type {import('./http.js').Problem} */ (problem));
        await new Promise((soon) => after(() => soon(undefined), delayAfter(failures)));
      }
    }
    if (!wanted()) return /** @type {any} */ (undefined);
  }
}
