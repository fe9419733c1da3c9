/** Keeps the device's screen on in a room, and tells people whose browser cannot how to do it themselves. */
import { Awake } from './awake.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @typedef {Pick<RoomAwake, 'kept'>} Ports */

/** The lock of this page, and a hint for people who come after the lobby, which gives the same advice. */
class RoomAwake {
  #page;
  #awake = new Awake();
  /** Whether the browser has answered the first request. */
  #answered = false;
  #hinted = false;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
    this.#awake.addEventListener('change', () => page.requestUpdate());
    this.#awake.start().then(() => {
      this.#answered = true;
      page.requestUpdate();
    });
  }

  /** Whether the device's screen is kept on; null until the browser has answered. */
  get kept() {
    return this.#answered ? this.#awake.kept : null;
  }

  /** @param {import('../../ui/view.js').View} view */
  drawn({ page, room, status }) {
    if (this.#hinted || !this.#answered || page !== 'attendee' || status !== 'open' || !room) return;
    this.#hinted = true;
    const sleeps = matchMedia('(pointer: coarse)').matches;
    if (sleeps && !room.lobby && !this.kept) this.#page.say({ key: 'awake.short' });
  }
}

/** @type {Manifest} */
export const withMachine = {
  attach: (page) => (page.code === '' ? null : new RoomAwake(page)),
};
