/** Watches an element's own size while it is on the page. */
export class OwnSize {
  #host;
  #observer;

  /** @param {import('lit').ReactiveElement} host @param {() => void} changed */
  constructor(host, changed) {
    this.#host = host;
    this.#observer = new ResizeObserver(changed);
    host.addController(this);
  }

  hostConnected() {
    this.#observer.observe(this.#host);
  }

  hostDisconnected() {
    this.#observer.disconnect();
  }
}
