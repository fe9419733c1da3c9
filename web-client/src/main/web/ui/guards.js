/**
 * Guards of actions by the person's rights. The server refuses forbidden commands itself; these guards prevent them from
 * being sent, so that no key does more than the page offers.
 *
 * @typedef {import('./features.js').Page} Page
 */
/** @template Value @typedef {import('./features.js').Action<Value>} Action */
/** @template Value @typedef {(conductor: import('./features.js').AnyConductor, value: Value, page: Page) => void} Act */

/** For everyone in a room. @template Value @param {Act<Value>} act @returns {Action<Value>} */
export const inRoom = (act) => (page, value) => {
  if (page.code !== '' && page.conductor) act(page.conductor, value, page);
};

/** For the driver of a room. @template Value @param {Act<Value>} act @returns {Action<Value>} */
export const driving = (act) =>
  inRoom((conductor, value, page) => {
    if (conductor.mayDrive) act(conductor, value, page);
  });

/** For the person who moves the walk: alone, or as the driver of a room. @template Value @param {Act<Value>} act @returns {Action<Value>} */
export const moving = (act) => (page, value) => {
  if (page.conductor?.mayDrive) act(page.conductor, value, page);
};

/** As {@link moving}, and for a hall's screen that has lost the server and is driven at its own keyboard. @template Value @param {Act<Value>} act @returns {Action<Value>} */
export const movingOrAlone = (act) => (page, value) => {
  const { conductor } = page;
  if (conductor?.mayDrive || conductor?.goesAlone) act(conductor, value, page);
};
