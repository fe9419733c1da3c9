/** A booth or a museum: `/solo#kiosk=TOUR` loops a tour as a film, lets a visitor take over, and begins anew when nobody is there any more. */
import { html } from 'lit';
import { insist } from '../../../live/retry.js';
import { name } from '../../../ui/address-members.js';
import { changeTexts } from '../../../ui/change-texts.js';
import { words } from '../../../ui/words.js';
import { linkedTour } from '../list/tour-list.js';

/**
 * @typedef {object} Members  of the view
 * @property {import('./kiosk.js').Shown | null} [kiosk]  what stands in place of the panels; null while a visitor has taken over, and elsewhere
 */

/**
 * @typedef {object} Address
 * @property {string} [kiosk]  id of the tour that is looped
 */

/** @typedef {import('../../../ui/features.js').Manifest} Manifest */

/** @typedef {import('../../../ui/features.js').Page} Page */
/** @typedef {KioskHolder} Ports */

class KioskHolder {
  /** @type {import('./kiosk.js').Kiosk | null} */
  part = null;
  #page;

  /** @param {import('../../../ui/features.js').WalkPage} page */
  constructor(page) {
    this.#page = page;
  }

  /** @param {import('../../../page/address.js').AddressFields} asked @returns {Promise<string[]>} */
  async beginAsked({ kiosk, route }) {
    if (kiosk !== undefined) await this.#begin(kiosk, route);
    return [];
  }

  /** @param {string} tour @param {number} [route] */
  async #begin(tour, route) {
    const [{ Kiosk }, own] = await Promise.all([insist(() => import('./kiosk.js')), linkedTour(tour, words.language)]);
    this.part = new Kiosk(this.#page, { tour: own, route }, changeTexts);
    await this.part.begin();
  }

  inAddress() {
    return this.part?.inAddress() ?? null;
  }

  drawn() {
    this.part?.drawn();
  }
}

/** @type {Manifest} */
export const withMachine = {
  // behind the tour, whose members of the address it replaces
  order: 3,
  address: { kiosk: name },
  attach: (page) => (page.page === 'solo' ? /** @type {any} */ (new KioskHolder(page)) : null),
  viewOf: (page) => ({ kiosk: page.ports.tourKiosk?.part?.shown ?? null }),
  around: (page) => {
    const kiosk = /** @type {HTMLElement | null} */ (page.querySelector('orrery-kiosk'));
    return kiosk ? { top: 8, bottom: kiosk.offsetHeight + 8 } : null;
  },
  instead: (_, view) => (view.kiosk ? html`<orrery-kiosk .view=${view}></orrery-kiosk>` : null),
};
