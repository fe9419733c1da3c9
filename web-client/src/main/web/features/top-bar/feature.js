/** The bar above the scene, the page's own tools, and their actions: theme and full screen. */
import { html } from 'lit';
import { toggleFullScreen } from '../../ui/full-screen.js';
import { KEY, useTheme } from '../../ui/theme.js';
import { COLUMNS, SHEET } from '../../ui/window-form.js';
import { PageTools } from './page-tools.js';
import { TopBar } from './top-bar.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const withText = {
  elements: [TopBar],
  panels: [{ place: 'top', forms: COLUMNS, render: (view) => html`<orrery-top-bar .view=${view}></orrery-top-bar>` }],
};

/** @type {Manifest} */
export const afterText = {
  panels: [
    {
      place: 'side',
      tab: 'steps',
      order: 51,
      forms: SHEET,
      render: () => html`<orrery-page-tools slot="steps" find></orrery-page-tools>`,
    },
  ],
  actions: {
    theme(page) {
      page.theme = otherTheme(page.theme);
      useTheme(page.theme);
    },
    fullscreen: () => toggleFullScreen(),
  },
};

/** @param {import('../../ui/theme.js').Theme} theme @returns {import('../../ui/theme.js').Theme} the other one, stored for the next page */
function otherTheme(theme) {
  // the hall's screen stays light or dark by its address
  if (theme.startsWith('hall')) return theme === 'hall' ? 'hall-light' : 'hall';
  const other = theme === 'light' ? 'dark' : 'light';
  try {
    localStorage.setItem(KEY, other);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
  return other;
}

/** @type {Manifest} */
export const withMachine = { elements: [PageTools] };

/** @type {Manifest} */
export const whenFinding = {
  finds: {
    theme: {},
    fullscreen: {},
  },
};
