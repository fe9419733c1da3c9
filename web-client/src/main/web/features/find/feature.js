/** *Find anything*: one field for every action, step, beat, tool, text, model and person. Its list is made of the features' manifests. */
import { html } from 'lit';
import { keyCap, keyCaps } from '../../ui/key-caps.js';
import { KEYS } from '../../ui/keys.js';

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/**
 * What the sheet needs of keys. It does not import it itself: shared by one more module, these would be files of their own, which pages would load
 * before their text.
 */
const KEYBOARD = { KEYS, keyCap, keyCaps };
/** @typedef {typeof KEYBOARD} Keyboard */

/**
 * @typedef {object} Members  of the view
 * @property {(action: string) => string[]} [capsOf]  what the key of an action is called; empty for one without
 */

/** @param {string} action @returns {string[]} */
function capsOf(action) {
  const { keys = [] } = KEYS.find((row) => row.action === action) ?? {};
  return keyCaps(keys.slice(0, 1)).map(keyCap);
}

const READERS = ['solo', 'presenter', 'attendee', 'replay'];

/** @type {Manifest} */
export const withMachine = {
  viewOf: () => ({ capsOf }),
  dialogs: ['orrery-find'],
  panels: [
    { place: 'over', order: 95, pages: READERS, render: (view) => html`<orrery-find .view=${view}></orrery-find>` },
  ],
  actions: {
    async find(page) {
      if (!READERS.includes(page.page)) return;
      try {
        await Promise.all([import('./find-sheet.js'), page.loadDeferred()]);
      } catch (problem) {
        page.say({ problem });
      }
      page.element('orrery-find')?.toggle?.(page, KEYBOARD);
    },
  },
};

/** @type {Manifest} */
export const whenFinding = { finds: { find: null, escape: {} } };
