/**
 * Guards of actions by the person's rights. The server refuses forbidden commands itself; these guards prevent them from
 * being sent, so that no key does more than the page offers.
 *
 * @typedef {import('./features.js').Page} Page
 */
/** @template Value @typedef {import('./features.js').Action<Value>} Action */
/** @template Value @typedef {(conductor: import('./features.js').AnyConductor, value: Value, page: Page) => void} Act */

/** @template Value @param {(page: Page) => boolean} may @param {Act<Value>} act @returns {Action<Value>} */
const guarded = (may, act) =>
  Object.assign(
    (/** @type {Page} */ page, /** @type {Value} */ value) => {
      if (page.conductor && may(page)) act(page.conductor, value, page);
    },
    { may },
  );

const isInRoom = (/** @type {Page} */ { code, conductor }) => code !== '' && Boolean(conductor);
const mayMove = (/** @type {Page} */ { conductor }) => Boolean(conductor?.mayDrive);

/** For everyone in a room. @template Value @param {Act<Value>} act */
export const inRoom = (act) => guarded(isInRoom, act);

/** For the driver of a room. @template Value @param {Act<Value>} act */
export const driving = (act) => guarded((page) => isInRoom(page) && mayMove(page), act);

/** For the person who moves the walk: alone, or as the driver of a room. @template Value @param {Act<Value>} act */
export const moving = (act) => guarded(mayMove, act);

/** As {@link moving}, and for a hall's screen that has lost the server and is driven at its own keyboard. @template Value @param {Act<Value>} act */
export const movingOrAlone = (act) => guarded((page) => mayMove(page) || Boolean(page.conductor?.goesAlone), act);

/** On a page without a room, and there for the driver. @template Value @param {Act<Value>} there @param {Act<Value>} alone */
export const movingEither = (there, alone) =>
  moving((conductor, /** @type {Value} */ value, page) => (page.code === '' ? alone : there)(conductor, value, page));
