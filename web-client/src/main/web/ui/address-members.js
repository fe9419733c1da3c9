/** Readers of members of a page's address. Each takes the member's text, and returns undefined for an invalid one. */

export const MOST_NAME = 200;

/** @param {string} text */
export const some = (text) => (text === '' ? undefined : text);

/** @param {string} text */
export const name = (text) => (text !== '' && text.length <= MOST_NAME ? text : undefined);

/** @param {string} text */
export const whole = (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined);
