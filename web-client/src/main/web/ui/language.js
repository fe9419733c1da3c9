/**
 * The language of this page: what a room's presenter has set for all, or else the link's (`#lang=de`), or else the person's last choice, or else the browser's preference, or
 * else the server's first.
 */
import { words } from './words.js';

/** What a room's presenter has set for everyone's texts; empty where each person chooses. */
export const textSettings = { level: '', language: '' };

/** Storage key of the choice. */
export const KEY = 'orrery.language';

/** The names of all languages' folders, which the server writes into the page. */
export const languages = () => (document.documentElement.dataset.languages ?? words.language).split(' ');

/**
 * @param {string[]} wanted language tags, the most wanted first
 * @param {string[]} there
 * @returns {string} the first wanted one that is there, exactly or more generally (`de` for `de-AT`); or else the first one
 *   there
 */
export function chooseLanguage(wanted, there) {
  for (const tag of wanted)
    for (let part = tag.toLowerCase(); part !== ''; part = part.slice(0, Math.max(0, part.lastIndexOf('-')))) {
      const found = there.find((each) => each.toLowerCase() === part);
      if (found) return found;
    }
  return there[0];
}

/** The only function that decides the language. */
export function chosenLanguage() {
  return chooseLanguage([textSettings.language, linked('lang'), kept(KEY), ...navigator.languages], languages());
}

/** Declares the page's language and direction to the browser and to screen readers. */
export function declareLanguage() {
  Object.assign(document.documentElement, { lang: words.locale, dir: words.table.direction });
}

/** What the page's link says of it; empty if nothing. @param {string} part a name of the fragment */
export const linked = (part) => new URLSearchParams(location.hash.slice(1)).get(part) ?? '';

/** The person's last choice on this device; empty if there is none. @param {string} key of the storage */
export function kept(key) {
  try {
    return localStorage.getItem(key) ?? '';
  } catch {
    return '';
  }
}
