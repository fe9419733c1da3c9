/**
 * The level of the texts that teach, which is each person's own unless a room's presenter has set one for all: the link's (`#level=simple`), or else the person's last choice
 * on this device, or else the developer's. All of a page's texts are of one level (words.js).
 *
 * @typedef {'developer' | 'simple' | 'expert'} Level
 */
import { chooseLanguage, kept, linked, textSettings } from './language.js';

/** All levels, the default first. @type {Level[]} */
export const LEVELS = ['developer', 'simple', 'expert'];

/** Storage key of the choice. The hall's screen has its own: a presenter's browser often shows both. @param {string} page */
export const keyOf = (page) => (page === 'projector' ? 'orrery.level.hall' : 'orrery.level');

/** The only function that decides the level. @param {string[]} wanted the most wanted first @returns {Level} the first of them that is a level */
export const decideLevel = (...wanted) => /** @type {Level} */ (chooseLanguage(wanted, LEVELS));

/** @param {string} page */
export const chosenLevel = (page) => decideLevel(textSettings.level, linked('level'), kept(keyOf(page)));
