/** What a word of a card means, beside the word while it is touched. */
import { html } from 'lit';
import { words } from '../../ui/words.js';
import { Glossary } from './glossary.js';
import { termOf } from './terms.js';

/**
 * @typedef {object} Members  of the view
 * @property {(word: string) => boolean} [isTerm]   whether the glossary has a word
 */

/** @typedef {import('../../ui/features.js').Manifest} Manifest */

/** @type {Manifest} */
export const afterText = {
  order: -10,
  elements: [Glossary],
  viewOf: () => ({ isTerm: (/** @type {string} */ word) => termOf(word, words) !== null }),
  panels: [
    {
      place: 'over',
      order: 90,
      pages: ['solo', 'presenter', 'attendee', 'replay'],
      render: (view) => html`<orrery-glossary .view=${view}></orrery-glossary>`,
    },
  ],
  attach: (page) => ({ putAway: () => page.element('orrery-glossary')?.close() ?? false }),
};
