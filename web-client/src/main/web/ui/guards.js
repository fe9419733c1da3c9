/**
 * Guards of actions by the person's rights. The server refuses forbidden commands itself; these guards prevent them from
 * being sent, so that no key does more than the page offers.
 *
 * @typedef {import('./features.js').Action} Action
 * @typedef {import('./features.js').Page} Page
 * @typedef {(conductor: any, value: any, page: Page) => void} Act
 */

/** For everyone in a room. @param {Act} act @returns {Action} */
export const inRoom = (act) => (page, value) => {
  if (page.code !== '' && page.conductor) act(page.conductor, value, page);
};

/** For the driver of a room. @param {Act} act @returns {Action} */
export const driving = (act) =>
  inRoom((conductor, value, page) => {
    if (conductor.mayDrive) act(conductor, value, page);
  });

/** For the person who moves the walk: alone, or as the driver of a room. @param {Act} act @returns {Action} */
export const moving = (act) => (page, value) => {
  if (page.conductor?.mayDrive) act(page.conductor, value, page);
};

/** As {@link moving}, and for a hall's screen that has lost the server and is driven at its own keyboard. @param {Act} act @returns {Action} */
export const movingOrAlone = (act) => (page, value) => {
  const { conductor } = page;
  if (conductor?.mayDrive || conductor?.goesAlone) act(conductor, value, page);
};
