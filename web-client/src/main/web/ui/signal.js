/**
 * A value that changes often, and the elements that are drawn from it. A pointer moves over dozens of cells a second: what
 * is said of them must not draw the whole page again.
 */

/** @template T */
export class Signal extends EventTarget {
  #value;

  /** @param {T} value */
  constructor(value) {
    super();
    this.#value = value;
  }

  get value() {
    return this.#value;
  }

  /** Emits `change` where it is another value than before. */
  set value(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * Draws an element again when the part of a signal that it reads has changed.
 *
 * @template T
 */
export class Watch {
  #host;
  #signalOf;
  #read;
  /** @type {Signal<T> | null | undefined} */
  #signal = null;
  /** What the element was drawn with last. @type {unknown} */
  #drawn;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => Signal<T> | null | undefined} signalOf the signal that the host watches, as its properties have it
   * @param {(value: T) => unknown} read what the host draws of it, compared by identity
   */
  constructor(host, signalOf, read) {
    this.#host = host;
    this.#signalOf = signalOf;
    this.#read = read;
    host.addController(this);
  }

  hostUpdate() {
    this.#follow(this.#signalOf());
  }

  hostUpdated() {
    if (this.#signal) this.#drawn = this.#read(this.#signal.value);
  }

  hostConnected() {
    this.#follow(this.#signalOf());
    this.#check();
  }

  hostDisconnected() {
    this.#follow(null);
  }

  /** @param {Signal<T> | null | undefined} signal */
  #follow(signal) {
    if (signal === this.#signal) return;
    this.#signal?.removeEventListener?.('change', this.#check);
    this.#signal = signal;
    // what stands in the place of a signal until the scene is there never changes
    signal?.addEventListener?.('change', this.#check);
  }

  #check = () => {
    if (this.#signal && this.#read(this.#signal.value) !== this.#drawn) this.#host.requestUpdate();
  };
}
