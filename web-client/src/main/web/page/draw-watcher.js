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
    let waiting = true;
    const check = () => {
      if (!waiting || !trace.showsStep(step)) return;
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
