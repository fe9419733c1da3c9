/**
 * Loads a step's tensors: the step's own first, then those of the steps before it, then those of the next ones, all but the
 * first at the resolution of their frames, so that a step never waits for detail. A page that must go on without the server
 * loads all steps. In a room the server sends frames by itself, so the page waits a moment before it requests them.
 *
 * @typedef {import('../model/graph.js').Graph} Graph
 * @typedef {import('../model/trace.js').Trace} Trace
 */
import { stepsAround, visitedSteps } from '../model/graph.js';
import { insist } from './retry.js';

const AT_ONCE = 4;

export class Loader {
  #after;
  #failed;
  #wanted = 0;
  #ahead;

  /**
   * @param {(problem: import('./http.js').Problem) => void} failed  called once for each step that cannot be loaded; it keeps trying
   * @param {(fn: () => void, ms: number) => unknown} after
   * @param {number} ahead how many of the next steps are loaded, too
   */
  constructor(failed, after, ahead = 1) {
    this.#ahead = ahead;
    this.#failed = failed;
    this.#after = after;
  }

  /**
   * @param {Graph} graph
   * @param {Trace} trace
   * @param {string} step
   * @param {number} grace ms to wait for the room's own frame
   */
  async want(graph, trace, step, grace) {
    const wanted = ++this.#wanted;
    const current = () => wanted === this.#wanted;
    if (grace > 0) await this.#pause(grace);
    if (!current()) return;
    const steps = stepsAround(graph, step).map(({ id }) => id);
    const before = steps.slice(0, steps.indexOf(step)).reverse();
    const visited = visitedSteps(graph, step, trace.info.visits).map(({ id }) => id);
    // a page that may have to go on without the server needs the others, too
    const onward = this.#ahead === Infinity ? steps : visited;
    const queue = [step, ...before, ...onward.slice(onward.indexOf(step) + 1).slice(0, this.#ahead)];
    let told = false;
    const failed = (/** @type {import('./http.js').Problem} */ problem) => {
      if (!told) this.#failed(problem);
      told = true;
    };
    const worker = async () => {
      for (let id = queue.shift(); id !== undefined && current(); id = queue.shift()) {
        const loading = id;
        await insist(() => (loading === step ? trace.loadStep(loading) : trace.glanceAt(loading)), {
          failed,
          wanted: current,
          after: this.#after,
        });
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, worker));
  }

  /** Stops loading. */
  stop() {
    this.#wanted++;
  }

  /** @param {number} ms */
  #pause(ms) {
    return new Promise((resolve) => this.#after(() => resolve(undefined), ms));
  }
}
