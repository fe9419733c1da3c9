/**
 * The language of this page: the one that its link asks for (`#lang=de`), else the one that this person chose last, else
 * what the browser prefers, else the first that the server has.
 */
import { words } from './words.js';

/** Where this browser keeps the choice. */
export const KEY = 'orrery.language';

/** All languages, by the names of their folders. The server writes them into the page. */
export const languages = () => (document.documentElement.dataset.languages ?? words.language).split(' ');

/**
 * @param {string[]} wanted language tags, the most wanted first
 * @param {string[]} there
 * @returns {string} the first that there is, itself or less exactly (`de` for `de-AT`); else the first of all
 */
export function chooseLanguage(wanted, there) {
  for (const tag of wanted)
    for (let part = tag.toLowerCase(); part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('-')))) {
      const found = there.find((each) => each.toLowerCase() === part);
      if (found) return found;
    }
  return there[0];
}

export function chosenLanguage() {
  const link = new URLSearchParams(location.hash.slice(1)).get('lang');
  return chooseLanguage([link ?? '', kept(), ...navigator.languages], languages());
}

/** Tells the browser, and readers of the screen, which language the page is in. */
export function declareLanguage() {
  Object.assign(document.documentElement, { lang: words.locale, dir: words.table.direction });
}

function kept() {
  try {
    return localStorage.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}
