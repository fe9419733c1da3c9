/**
 * Who may take an action. A room refuses what a person may not do; here it is left undone, so that no key does what its
 * page does not offer.
 *
 * @typedef {import('./features.js').Action} Action
 * @typedef {import('./features.js').Page} Page
 * @typedef {(conductor: any, value: any, page: Page) => void} Act
 */

/** Anyone in a room. @param {Act} act @returns {Action} */
export const inRoom = (act) => (page, value) => {
  if (page.code !== '' && page.conductor) act(page.conductor, value, page);
};

/** The person who drives a room. @param {Act} act @returns {Action} */
export const driving = (act) =>
  inRoom((conductor, value, page) => {
    if (conductor.mayDrive) act(conductor, value, page);
  });

/** The person who moves the walk: alone, or driving a room. @param {Act} act @returns {Action} */
export const moving = (act) => (page, value) => {
  if (page.conductor?.mayDrive) act(page.conductor, value, page);
};

/** As {@link moving}, and a hall's screen that has lost the server, which goes on by itself. @param {Act} act @returns {Action} */
export const movingOrAlone = (act) => (page, value) => {
  const { conductor } = page;
  if (conductor?.mayDrive || conductor?.goesAlone) act(conductor, value, page);
};
