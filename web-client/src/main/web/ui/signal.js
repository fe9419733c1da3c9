/**
 * A value that changes often, and the elements that render it. A pointer moves over dozens of cells a second, and the page
 * must not render for each of them.
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

  /** Emits `change` if the value differs. */
  set value(value) {
    if (value === this.#value) return;
    this.#value = value;
    this.dispatchEvent(new Event('change'));
  }
}

/**
 * Until the scene has loaded, a constant without events takes the place of a signal.
 * @template T
 * @typedef {{readonly value: T} & Partial<Pick<EventTarget, 'addEventListener' | 'removeEventListener'>>} Watchable
 */

/**
 * A Lit controller that renders its element again when the part of a signal that it reads has changed.
 *
 * @template T
 */
export class SignalController {
  #host;
  #signalOf;
  #read;
  /** @type {Watchable<T> | null | undefined} */
  #signal = null;
  /** The part of the value with which the element was last rendered. @type {unknown} */
  #drawn;

  /**
   * @param {import('lit').ReactiveControllerHost} host
   * @param {() => Watchable<T> | null | undefined} signalOf the signal to watch, read from the host's properties
   * @param {(value: T) => unknown} read the part of the value that the host renders, compared by identity
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

  /** @param {Watchable<T> | null | undefined} signal */
  #follow(signal) {
    if (signal === this.#signal) return;
    this.#signal?.removeEventListener?.('change', this.#check);
    this.#signal = signal;
    signal?.addEventListener?.('change', this.#check);
  }

  #check = () => {
    if (this.#signal && this.#read(this.#signal.value) !== this.#drawn) this.#host.requestUpdate();
  };
}
