/**
 * The lobby: a room's page before the session begins. It keeps the device's screen on, also after the lobby has closed.
 */
import { html } from 'lit';
import { Awake } from '../../live/awake.js';
import './lobby-sheet.js';
import { words } from '../../ui/words.js';
import { nameOf } from './attendee-name.js';

/**
 * @typedef {import('../../ui/view.js').View} View
 * @typedef {(view: View, lobby: Lobby) => unknown} Screen  renders the lobby
 */

/** @type {Screen} */
const sheet = (view, { code, awake }) => html`<orrery-lobby-sheet
  role="region"
  aria-label=${words.text('lobby.label')}
  .view=${view}
  name=${nameOf(code)}
  ?awake=${awake}
></orrery-lobby-sheet>`;

export class Lobby {
  #page;
  #screen;
  #awake = new Awake();
  #hinted = false;

  /** @param {import('../../ui/features.js').Page} page @param {Screen} [screen] an attendee's by default */
  constructor(page, screen = sheet) {
    this.#page = page;
    this.#screen = screen;
    this.#awake.addEventListener('change', () => page.requestUpdate());
    this.#awake.start();
  }

  /** The room's code. */
  get code() {
    return this.#page.code;
  }

  /** Whether the device's screen is kept on. */
  get awake() {
    return this.#awake.kept;
  }

  /** @param {View} view @returns {unknown} null once the session has begun */
  page(view) {
    const gathers = view.room?.lobby ?? false;
    if (!gathers) {
      this.#hintOnce(view);
      return null;
    }
    this.#hinted = true;
    return this.#screen(view, this);
  }

  /** Tells latecomers, who have not seen the lobby, how to keep their screen on. @param {View} view */
  #hintOnce(view) {
    if (this.#hinted || view.page !== 'attendee' || view.status !== 'open') return;
    this.#hinted = true;
    const sleeps = matchMedia('(pointer: coarse)').matches;
    // Not while the page renders: a notice renders it again.
    if (sleeps && !this.awake) setTimeout(() => this.#page.say({ key: 'awake.short' }));
  }
}
