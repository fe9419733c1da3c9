/** The lobby, before the session begins: as attendees, the presenter and the hall's screen see it; and the actions that begin the session, return to the lobby, choose the address of links, and rename an attendee. */
import { html } from 'lit';
import { keepName } from '../../live/identity.js';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/acting.js';
import { toggleFullScreen } from '../../ui/full-screen.js';
import { words } from '../../ui/words.js';
import { Lobby } from './lobby.js';
import { shortened } from './name-length.js';
import { PresentersLobby } from './presenters-lobby.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withText = {
  attach: (page) => (page.code === '' ? null : /** @type {any} */ (new Lobby(page))),
  instead: (page, view) => page.attached('lobby')?.page(view) ?? null,
};

/** @type {Manifest} */
export const forDriving = {
  attach: (page) => (page.code === '' ? null : /** @type {any} */ (new PresentersLobby(page))),
};

/** @type {import('./lobby.js').Screen} */
const screen = (view) =>
  html`<orrery-lobby-screen role="region" aria-label=${words.text('lobby.label')} .view=${view}></orrery-lobby-screen>`;

/** @type {Manifest} */
export const onHall = {
  attach(page) {
    insist(() => Promise.all([import('../hall/hall-window.js'), import('./lobby-screen.js')])).then(([hall]) => {
      hall.fillWhenPressed();
      page.requestUpdate();
    });
    return /** @type {any} */ (new Lobby(page, screen));
  },
};

/** @type {Manifest} */
export const afterText = {
  actions: {
    begin: driving((conductor) => conductor.commands.gather(false)),
    gather: driving((conductor) => conductor.commands.gather(!conductor.room?.lobby)),
    start: driving((conductor) => {
      conductor.commands.gather(false);
      if (!document.fullscreenElement) toggleFullScreen();
    }),
    address: driving((conductor, address) => conductor.commands.address(address)),
    rename: inRoom((conductor, name, page) => {
      const short = shortened(name);
      keepName(page.code, short);
      conductor.rename(short);
    }),
  },
};
