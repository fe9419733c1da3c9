/** Tells a room once when what a step computes is here and drawn. */
export class Painted {
  #stop = () => {};

  /**
   * @param {import('../live/conductor.js').Show} show
   * @param {import('../live/conductor.js').Conductor} conductor who is told
   */
  tell({ trace, step }, conductor) {
    this.#stop();
    const nodes = conductor.graph?.byId.get(step)?.nodes ?? [];
    let waiting = true;
    const check = () => {
      if (!waiting || !nodes.every((name) => trace.shows(name) || conductor.graph?.nodes.get(name)?.derived)) return;
      stop();
      requestAnimationFrame(() => conductor.painted({ trace: trace.id, step }));
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
