/** The lobby: a room's page before the session begins. */
import { html } from 'lit';
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
  .awake=${awake}
></orrery-lobby-sheet>`;

export class Lobby {
  #page;
  #screen;

  /** @param {import('../../ui/features.js').WalkPage} page @param {Screen} [screen] an attendee's by default */
  constructor(page, screen = sheet) {
    this.#page = page;
    this.#screen = screen;
  }

  /** The room's code. */
  get code() {
    return this.#page.code;
  }

  /** Whether the device's screen is kept on; null until that is known. */
  get awake() {
    return this.#page.ports.awake?.kept ?? null;
  }

  /** Going on begins the session. @returns {import('../../ui/keys.js').States | null} */
  keyStates() {
    return this.#page.conductor?.room?.lobby ? { lobby: { instead: { next: ['begin'] } } } : null;
  }

  /** @param {View} view @returns {unknown} null once the session has begun */
  page(view) {
    return view.room?.lobby ? this.#screen(view, this) : null;
  }
}
