/** The lobby as attendees see it, before the session begins; presenter.js and screen.js are its variants for other pages. */
import { Lobby } from './lobby.js';

/** @type {import('../../ui/features.js').Feature} */
export const lobby = {
  name: 'lobby',
  attach: (page) => (page.code === '' ? null : /** @type {any} */ (new Lobby(page))),
  instead: (page, view) => page.attached('lobby')?.page(view) ?? null,
};
