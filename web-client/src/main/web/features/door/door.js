/** @typedef {import('./feature.js').Door} Door */

/** The door of a room to which everybody may come. @type {Door} */
export const OPEN = { locked: false, capacity: 0, keptOut: 0 };
