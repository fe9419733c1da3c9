/** A room before it begins. */
import { Lobby } from './lobby.js';

/** @type {import('../../ui/features.js').Feature} */
export const lobby = {
  name: 'lobby',
  keys: [
    { action: 'gather', keys: ['q', 'Q'], who: ['presenter'] },
    { action: 'start', keys: ['F5'], who: ['presenter'] },
  ],
  attach: (page) => (page.code === '' ? null : /** @type {any} */ (new Lobby(/** @type {any} */ (page), page))),
  instead: (page, view) => page.attached('lobby')?.page(view) ?? null,
};
