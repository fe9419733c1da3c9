/** Delay between two attempts, ms. */
const AGAIN_MS = 2000;

/**
 * Repeats a task until it succeeds, since a lost network comes back.
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
