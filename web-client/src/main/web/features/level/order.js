/** The order of the levels on the switch. Pure. */

/** From the easiest to the hardest. @type {import('../../ui/level.js').Level[]} */
export const ORDER = ['simple', 'developer', 'expert'];

/** @param {string} level @returns {string} the next one; after the hardest the easiest */
export const levelAfter = (level) => ORDER[(ORDER.indexOf(/** @type {any} */ (level)) + 1) % ORDER.length];
