import { stepNodes } from '../model/graph.js';

/** Reports once when a step's tensors have arrived and are drawn: to the room, and to a callback. */
export class DrawWatcher {
  #stop = () => {};
  #drawn;

  /** @param {(trace: import('../model/trace.js').Trace, step: string) => void} drawn */
  constructor(drawn) {
    this.#drawn = drawn;
  }

  /**
   * @param {import('../live/conductor.js').Show} show
   * @param {import('../live/conductor.js').Conductor} conductor reports to the room
   */
  watch({ trace, step }, conductor) {
    this.#stop();
    // the room may show another model's step by now
    const nodes = conductor.graph?.byId.has(step) ? stepNodes(conductor.graph, step) : [];
    let waiting = true;
    const check = () => {
      // what the room withholds is not waited for
      const isHere = nodes.every(({ name, derived }) => derived || trace.isWithheld(name) || trace.shows(name));
      if (!waiting || !isHere) return;
      stop();
      requestAnimationFrame(() => {
        conductor.painted({ trace: trace.id, step });
        this.#drawn(trace, step);
      });
    };
    const stop = () => {
      waiting = false;
      trace.removeEventListener('change', check);
    };
    this.#stop = stop;
    trace.addEventListener('change', check);
    check();
  }
}
