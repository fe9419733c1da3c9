/**
 * The lobby as the presenter sees it: the checks, and how to join.
 *
 * @typedef {import('../../ui/view.js').View} View
 */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { Lobby } from './lobby.js';

/** Loads the modules that only the presenter's page needs. */
const load = () =>
  Promise.all([import('./preflight.js'), import('../audience/audience.js'), import('../driver/driver-control.js')]);

/** A lobby that asks the server how others can reach it, for as long as it is shown. */
export class PresentersLobby extends Lobby {
  #page;
  /** Set once its module has loaded. @type {import('../../live/reachability.js').ReachabilityPoll | null} */
  #reach = null;
  /** Whether an address was preselected; a choice made afterwards stays, whatever it is. */
  #isPreselected = false;

  /** @param {import('../../ui/features.js').WalkPage} page */
  constructor(page) {
    super(page, (view) => this.#preflight(view));
    this.#page = page;
    insist(load).then(([{ reachOf, preselected }]) => {
      this.#reach = reachOf(page.code);
      this.#reach.addEventListener('change', () => {
        this.#preselect(preselected);
        page.requestUpdate();
      });
      page.requestUpdate();
    });
  }

  /**
   * A presenter may have opened the page at an address that works on this computer only. The links must work for others.
   * @param {typeof import('./checks.js').preselected} preselected
   */
  #preselect(preselected) {
    const room = this.#page.conductor?.room;
    if (this.#isPreselected || !room?.lobby || !room.drives) return;
    const better = preselected(this.#reach?.known ?? null, room.parts.address || location.origin);
    if (better === null) return;
    this.#isPreselected = true;
    this.#page.act('address', better);
  }

  /** @param {View} view */
  page(view) {
    this.#reach?.want(view.room !== null && view.room.lobby && view.room.mayDrive);
    return super.page(view);
  }

  /** @param {import('../../ui/view.js').View} view */
  #preflight(view) {
    const rtt = this.#page.connection?.clock.rtt ?? null;
    return html`<orrery-preflight
      .view=${view}
      .reach=${this.#reach?.known ?? null}
      .clock=${rtt === null ? null : rtt / 2}
      ?loaded=${view.graph !== null && view.weights !== null}
      ?watching=${!view.mayDrive}
    ></orrery-preflight>`;
  }
}
