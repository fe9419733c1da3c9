/**
 * Keeps the device's screen on while the page is visible, if the browser allows it: over https, but not at a plain http
 * address of a local network. Emits `change` when {@link Awake.kept} has changed.
 */
export class Awake extends EventTarget {
  /** Whether the screen is kept on. */
  kept = false;
  #navigator;
  #document;

  /** @param {{navigator?: any, document?: Document}} [outside] */
  constructor({ navigator: nav = navigator, document: doc = document } = {}) {
    super();
    this.#navigator = nav;
    this.#document = doc;
  }

  /** Requests the lock now and whenever the page becomes visible again: a browser releases it when the page is hidden. */
  start() {
    this.#document.addEventListener('visibilitychange', () => this.#ask());
    return this.#ask();
  }

  async #ask() {
    if (!this.#navigator.wakeLock || this.#document.visibilityState !== 'visible') return;
    try {
      const lock = await this.#navigator.wakeLock.request('screen');
      lock.addEventListener('release', () => this.#become(false));
      this.#become(true);
    } catch {
      // A low battery can forbid it; the page then explains how to keep the screen on.
      this.#become(false);
    }
  }

  /** @param {boolean} kept */
  #become(kept) {
    if (this.kept === kept) return;
    this.kept = kept;
    this.dispatchEvent(new Event('change'));
  }
}
