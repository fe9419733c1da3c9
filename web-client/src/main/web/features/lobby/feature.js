/** A room before it begins, as an attendee sees it; presenter.js and screen.js have it for the other pages. */
import { Lobby } from './lobby.js';

/** @type {import('../../ui/features.js').Feature} */
export const lobby = {
  name: 'lobby',
  attach: (page) => (page.code === '' ? null : /** @type {any} */ (new Lobby(page))),
  instead: (page, view) => page.attached('lobby')?.page(view) ?? null,
};
