/**
 * A room's page before it begins, in each view: the way in, the checks, the name; and what those need to know. Also keeps
 * the screen on, from then until the end.
 */
import { html } from 'lit';
import { Awake } from '../live/awake.js';
import { takePresenterKey } from '../live/identity.js';
import { Reach } from '../live/reach.js';
import { words } from '../panels/words.js';
import { nameOf } from './person.js';

/** Each page asks for its own alone: a phone on a bad line waits for nothing that it does not show. */
const PANELS = {
  attendee: () => import('../panels/lobby-sheet.js'),
  presenter: () => Promise.all([import('../panels/audience.js'), import('../panels/preflight.js'), import('../panels/ready-sheet.js'), import('../panels/wheel.js')]),
  projector: () => Promise.all([import('../panels/lobby-screen.js'), import('./hall-window.js').then((hall) => hall.fillWhenPressed())]),
};

export class Lobby {
  #page;
  #room;
  #awake = new Awake();
  #reach;
  #told = false;

  /**
   * @param {import('lit').ReactiveControllerHost & {page: string, code: string,
   *   say: (notice: import('../live/conductor.js').Notice) => void}} page
   * @param {{connection: import('../live/connection.js').Connection,
   *   conductor: import('../live/room-conductor.js').RoomConductor}} room
   */
  constructor(page, room) {
    this.#page = page;
    this.#room = room;
    this.#reach = new Reach(page.code, () => takePresenterKey(page.code));
    const again = () => page.requestUpdate();
    this.#awake.addEventListener('change', again);
    this.#reach.addEventListener('change', again);
    this.#awake.start();
    PANELS[page.page]().then(again);
  }

  /** @param {import('../panels/view.js').View} view @returns {unknown} null once it has begun */
  page(view) {
    const gathers = view.room?.lobby ?? false;
    this.#reach.want(gathers && (view.room?.mayDrive ?? false));
    if (!gathers) {
      this.#tellOnce(view);
      return null;
    }
    this.#told = true;
    if (view.page === 'projector') return html`<orrery-lobby-screen role="region" aria-label=${words.text('lobby.label')} .view=${view}></orrery-lobby-screen>`;
    if (view.page === 'presenter') {
      const { rtt } = this.#room.connection.clock;
      return html`<orrery-preflight
        .view=${view}
        .reach=${this.#reach.known}
        .clock=${rtt === null ? null : rtt / 2}
        ?loaded=${view.graph !== null && view.weights !== null}
        ?beside=${!view.mayDrive}
      ></orrery-preflight>`;
    }
    return html`<orrery-lobby-sheet
      role="region"
      aria-label=${words.text('lobby.label')}
      .view=${view}
      name=${nameOf(this.#page.code)}
      ?awake=${this.#awake.kept}
    ></orrery-lobby-sheet>`;
  }

  /** Who comes late has not seen the page that says how the screen stays awake. */
  #tellOnce(view) {
    if (this.#told || view.page !== 'attendee' || view.status !== 'open') return;
    this.#told = true;
    const sleeps = matchMedia('(pointer: coarse)').matches;
    // After this page has been drawn: a notice draws it again.
    if (sleeps && !this.#awake.kept) setTimeout(() => this.#page.say({ key: 'awake.short' }));
  }
}
