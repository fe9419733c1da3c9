/** Raised hands, as a page knows them. */
import { words } from '../../ui/words.js';

/** @typedef {import('./feature.js').Hand} Hand */

/** @param {Pick<import('../../ui/view.js').View, 'room'> | null} view @returns {import('./feature.js').Hands} */
export const handsOf = (view) => view?.room?.parts.hands ?? {};

/** The name beside a hand. @param {Hand} hand */
export const nameOn = ({ name }) => name || words.text('hands.unnamed');
