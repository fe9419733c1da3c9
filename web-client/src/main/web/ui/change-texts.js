/** Changes the language or the level of a page that is open, at once. */
import { declareLanguage, kept, linked } from './language.js';
import { keyOf } from './level.js';
import { words } from './words.js';

/** @param {string} [language] @param {string} [level] what is not named stays, or becomes what was chosen a moment before @returns {Promise<void>} rejects, without a change, if the texts cannot be loaded */
export async function changeTexts(language, level) {
  await words.change(language, level);
  declareLanguage();
  redraw(document.body);
}

/** Renders every element again with the present texts. @param {ParentNode} root */
export function redraw(root) {
  for (const element of /** @type {NodeListOf<import('lit').LitElement>} */ (root.querySelectorAll('*'))) {
    element.requestUpdate?.();
    if (element.shadowRoot) redraw(element.shadowRoot);
  }
}

/**
 * Stores a person's choice, and removes its part of the link, which would take precedence.
 * @param {string} key of the storage @param {string} part of the fragment @param {string} choice
 */
export function keepChoice(key, part, choice) {
  try {
    localStorage.setItem(key, choice);
  } catch {
    // Storage can be forbidden; the choice then lasts as long as the page.
  }
  const fragment = location.hash.replace(new RegExp(`(^#|&)${part}=[^&]*&?`), '$1').replace(/[#&]$/, '');
  if (fragment !== location.hash)
    history.replaceState(history.state, '', location.pathname + location.search + fragment);
}

/** The levels that a person has chosen for a page, the first of which counts; empty for none. @param {string} page */
export const ownLevels = (page) => [linked('level'), kept(keyOf(page))];
