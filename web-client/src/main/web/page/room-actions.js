/**
 * What panels and keys ask of a room besides moving its walk. What needs the wheel is refused by the room itself; here
 * it is left undone, so that no key does what its page does not offer.
 *
 * @typedef {import('./actions.js').Page} Page
 * @typedef {import('../live/driving-conductor.js').DrivingConductor} DrivingConductor
 */
import { keepName } from '../live/identity.js';
import { toggleFullScreen } from '../ui/full-screen.js';
import { FLIGHT } from '../features/gallery/gallery.js';
import { markOn } from '../features/presenter-tools/marking.js';

/** @type {Record<string, (conductor: DrivingConductor, value: any, page: Page) => void>} */
const ANYONES = {
  rename(conductor, name, page) {
    keepName(page.code, name);
    conductor.rename(name);
  },
  copy(_, __, page) {
    page.copy = !page.copy;
  },
};

/** @type {Record<string, (conductor: DrivingConductor, value: any) => void>} */
const WHO_MAY_DRIVE = {
  askForWheel: (conductor, on) => conductor.staging.askForWheel(on),
  takeWheel: (conductor) => conductor.staging.takeWheel(),
  offerWheel: (conductor, to) => conductor.staging.offerWheel(to),
  kick: (conductor, person) => conductor.staging.kick(person),
};

/** @type {Record<string, (conductor: DrivingConductor, value: any, page: Page) => void>} */
const DRIVERS = {
  begin: (conductor) => conductor.staging.gather(false),
  gather: (conductor) => conductor.staging.gather(!conductor.room?.lobby),
  start(conductor) {
    conductor.staging.gather(false);
    if (!document.fullscreenElement) toggleFullScreen();
  },
  address: (conductor, address) => conductor.staging.address(address),
  share(conductor, _, page) {
    conductor.staging.share(!conductor.room?.sharing);
    page.hall?.moved();
  },
  laser: (_, __, page) => page.hall?.toggleLight(),
  mark(conductor, _, page) {
    const { cell } = page.cell,
      axes = conductor.graph?.nodes.get(cell?.name ?? '')?.axes;
    if (!cell || !axes) {
      page.say({ key: 'stage.markWhat' });
      return;
    }
    const { marks, kind } = markOn(conductor.room?.marks ?? [], cell, axes);
    conductor.staging.mark(marks);
    page.say({ key: `stage.marked.${kind}` });
  },
  unmark: (conductor) => conductor.staging.mark([]),
  giants: (conductor, name) => conductor.staging.exhibit(name),
  flight: (conductor) => conductor.staging.exhibit(FLIGHT),
  flightAt: (conductor, seconds) => conductor.staging.exhibit(FLIGHT, seconds),
  leaveGiants: (conductor) => conductor.staging.leaveExhibit(),
  undo: (conductor) => conductor.undo(),
  stop: (conductor) => conductor.stop(),
  ready: (_, __, page) => page.ready?.toggle(),
};

/** @param {Page} page @param {string} action @param {any} value @returns {boolean} whether it is one of a room's */
export function actInRoom(page, action, value) {
  const conductor = /** @type {DrivingConductor} */ (page.conductor);
  if (!page.hall) return false;
  if (Object.hasOwn(ANYONES, action)) ANYONES[action](conductor, value, page);
  else if (Object.hasOwn(WHO_MAY_DRIVE, action)) WHO_MAY_DRIVE[action](conductor, value);
  else if (!Object.hasOwn(DRIVERS, action)) return false;
  else if (conductor.mayDrive) DRIVERS[action](conductor, value, page);
  return true;
}

/** Puts away what is nearest at hand. @param {Page} page */
export function putAway(page) {
  const conductor = /** @type {DrivingConductor} */ (page.conductor);
  if (conductor?.mayDrive && (conductor.computing || conductor.coming > 0)) conductor.stop();
  else if (page.hall?.lit) page.hall.toggleLight();
  else if (page.cell.cell) page.cell.hold(null);
}
