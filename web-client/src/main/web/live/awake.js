/**
 * Keeps the screen on while the page is seen, where the browser allows it: over https, and never on a plain address of a
 * local network. Emits `change` when {@link Awake.kept} did.
 */
export class Awake extends EventTarget {
  /** Whether the screen stays on by itself. */
  kept = false;
  #navigator;
  #document;

  /** @param {{navigator?: any, document?: Document}} [outside] */
  constructor({ navigator: nav = navigator, document: doc = document } = {}) {
    super();
    this.#navigator = nav;
    this.#document = doc;
  }

  /** A browser lets go of the lock whenever the page is hidden, so it is asked for each time it is seen again. */
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
      // A battery that runs low forbids it; then the page says how else.
      this.#become(false);
    }
  }

  #become(kept) {
    if (this.kept === kept) return;
    this.kept = kept;
    this.dispatchEvent(new Event('change'));
  }
}
