/** The lobby as the hall's screen shows it: how to join. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { words } from '../../ui/words.js';
import { lobby as attendees } from './feature.js';
import { Lobby } from './lobby.js';

/** @type {import('./lobby.js').Screen} */
const screen = (view) =>
  html`<orrery-lobby-screen role="region" aria-label=${words.text('lobby.label')} .view=${view}></orrery-lobby-screen>`;

/** @type {import('../../ui/features.js').Feature} */
export const lobby = {
  ...attendees,
  attach(page) {
    insist(() => Promise.all([import('../hall/hall-window.js'), import('./lobby-screen.js')])).then(([hall]) => {
      hall.fillWhenPressed();
      page.requestUpdate();
    });
    return /** @type {any} */ (new Lobby(page, screen));
  },
};
