/**
 * How people join a room: the address that the presenter chose.
 *
 * @typedef {import('./view.js').View} View
 */
/** Scheme, host and port; this page's own until the presenter has chosen. @param {View} view */
export const addressOf = (view) => view.room?.parts.address || location.origin;

/** The address without its scheme, to be read aloud and typed. @param {View} view */
export const hostOf = (view) => addressOf(view).replace(/^https?:\/\//, '');

/** The audience's link. @param {View} view */
export const audienceLink = (view) => `${addressOf(view)}/r/${view.code}`;
