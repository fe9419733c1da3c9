/** Requests that have a place in the server's line. */

/**
 * Repeats a request while others are first: the server keeps its place, and says when its turn comes.
 *
 * @template Done
 * @param {() => Promise<Done>} ask
 * @param {{signal: AbortSignal, told: (problem: import('./http.js').Problem) => void, after?: (fn: () => void, ms: number) => unknown}} options
 *   `signal` gives up; `told` is called with each place in line
 * @returns {Promise<Done>}
 * @throws {import('./http.js').Problem} every other problem, and the last place in line if it was given up
 */
export async function inTurn(ask, { signal, told, after = setTimeout }) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      const problem = /** @type {import('./http.js').Problem} */ (error);
      if (problem.code !== 'in-line' || signal.aborted) throw problem;
      told(problem);
      await new Promise((soon) => after(() => soon(undefined), problem.retryAfter * 1000));
      if (signal.aborted) throw problem;
    }
  }
}
