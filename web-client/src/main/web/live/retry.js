/** ms between two tries. */
const AGAIN_MS = 2000;

/**
 * Does something until it succeeds: a line that was lost comes back.
 *
 * @template Done
 * @param {() => Promise<Done>} task
 * @param {(fn: () => void, ms: number) => any} [after]
 * @returns {Promise<Done>}
 */
export async function insist(task, after = setTimeout) {
  for (;;) {
    try {
      return await task();
    } catch (problem) {
      console.warn(problem);
      await new Promise((soon) => after(() => soon(undefined), AGAIN_MS));
    }
  }
}
