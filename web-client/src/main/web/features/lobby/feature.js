/** The lobby, before the session begins: as attendees, the presenter and the hall's screen see it; and the actions that begin the session, return to the lobby, choose the address of links, and rename an attendee. */
import { html } from 'lit';
import { keepName } from '../../live/identity.js';
import { insist } from '../../live/retry.js';
import { driving, inRoom } from '../../ui/guards.js';
import { toggleFullScreen } from '../../ui/full-screen.js';
import { words } from '../../ui/words.js';
import { aroundLobby } from './around-lobby.js';
import { Lobby } from './lobby.js';
import { shortened } from './name-length.js';
import { PresentersLobby } from './presenters-lobby.js';

/**
 * @typedef {import('../../ui/features.js').Manifest} Manifest
 *
 * @typedef {object} Parts
 * @property {string} address   of the room, for links; empty until the presenter's page has reported it
 *
 * @typedef {object} Commands
 * @property {{on: boolean}} lobby
 * @property {{address: string}} address
 *
 * @typedef {Lobby} Ports
 */

/** @type {Manifest} */
export const withText = {
  attach: (page) => (page.code === '' ? null : new Lobby(page)),
  instead: (page, view) => page.ports.lobby?.page(view) ?? null,
};

/** @type {Manifest} */
export const forDriving = {
  attach: (page) => (page.code === '' ? null : new PresentersLobby(page)),
};

/** @type {import('./lobby.js').Screen} */
const screen = (view) =>
  html`<orrery-lobby-screen role="region" aria-label=${words.text('lobby.label')} .view=${view}></orrery-lobby-screen>`;

/** @type {Manifest} */
export const onHall = {
  attach(page) {
    insist(() => import('./lobby-screen.js')).then(({ fillWhenPressed }) => {
      fillWhenPressed();
      page.requestUpdate();
    });
    return new Lobby(page, screen);
  },
};

/** Returns to the lobby, or begins the session. @param {import('../../live/conductor.js').Conductor} conductor @param {boolean} on */
const gather = (conductor, on) => conductor.command({ do: 'lobby', on });

/** @type {Manifest} */
export const afterText = {
  around: aroundLobby,
  predicts: {
    lobby(view, { on }) {
      view.lobby = on;
      if (on) view.playing = false;
      view.parts.exhibit = undefined;
    },
    address(view, { address }) {
      view.parts.address = address;
    },
  },
  actions: {
    begin: driving((conductor) => gather(conductor, false)),
    gather: driving((conductor) => gather(conductor, !conductor.room?.lobby)),
    start: driving((conductor) => {
      gather(conductor, false);
      if (!document.fullscreenElement) toggleFullScreen();
    }),
    address: driving((conductor, address) => conductor.command({ do: 'address', address })),
    rename: inRoom((conductor, name, page) => {
      const short = shortened(name);
      keepName(page.code, short);
      conductor.rename(short);
    }),
  },
};

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    begin: { name: 'preflight.begin', when: ({ view }) => view.room?.lobby ?? false },
    gather: {},
    start: { when: ({ view }) => view.room?.lobby ?? false },
    address: null,
    rename: null,
  },
};
