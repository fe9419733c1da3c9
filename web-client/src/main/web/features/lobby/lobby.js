/**
 * A room's page before it begins, in each view: the way in, the checks, the name; and what those need to know. Also keeps
 * the screen on, from then until the end.
 */
import { html } from 'lit';
import { Awake } from '../../live/awake.js';
import { takePresenterKey } from '../../live/identity.js';
import './lobby-sheet.js';
import { words } from '../../ui/words.js';
import { insist } from '../../live/retry.js';
import { nameOf } from './attendee-name.js';

/** What an attendee reads is here already; each other page asks for its own alone. */
const PANELS = {
  attendee: async () => null,
  async presenter() {
    const [{ Reach }] = await Promise.all([
      import('../../live/reach.js'),
      import('../audience/audience.js'),
      import('./preflight.js'),
      import('../prompt/ready-sheet.js'),
      import('../driver/driver-control.js'),
    ]);
    return Reach;
  },
  async projector() {
    const [hall] = await Promise.all([import('../hall/hall-window.js'), import('./lobby-screen.js')]);
    hall.fillWhenPressed();
    return null;
  },
};

export class Lobby {
  #page;
  #room;
  #awake = new Awake();
  /** How others can come in; on the presenter's page, once that is known. @type {import('../../live/reach.js').Reach | null} */
  #reach = null;
  #told = false;

  /**
   * @param {import('lit').ReactiveControllerHost & {page: string, code: string,
   *   say: (notice: import('../../live/conductor.js').Notice) => void}} page
   * @param {{connection: import('../../live/connection.js').Connection,
   *   conductor: import('../../live/room-conductor.js').RoomConductor}} room
   */
  constructor(page, room) {
    this.#page = page;
    this.#room = room;
    const again = () => page.requestUpdate();
    this.#awake.addEventListener('change', again);
    this.#awake.start();
    insist(PANELS[page.page]).then((Reach) => {
      if (Reach) {
        this.#reach = new Reach(page.code, () => takePresenterKey(page.code));
        this.#reach.addEventListener('change', again);
      }
      again();
    });
  }

  /** @param {import('../../ui/view.js').View} view @returns {unknown} null once it has begun */
  page(view) {
    const gathers = view.room?.lobby ?? false;
    this.#reach?.want(gathers && (view.room?.mayDrive ?? false));
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
        .reach=${this.#reach?.known ?? null}
        .clock=${rtt === null ? null : rtt / 2}
        ?loaded=${view.graph !== null && view.weights !== null}
        ?watching=${!view.mayDrive}
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
