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
  askForWheel: (conductor, on) => conductor.commands.askForWheel(on),
  takeWheel: (conductor) => conductor.commands.takeWheel(),
  offerWheel: (conductor, to) => conductor.commands.offerWheel(to),
  kick: (conductor, person) => conductor.commands.kick(person),
};

/** @type {Record<string, (conductor: DrivingConductor, value: any, page: Page) => void>} */
const DRIVERS = {
  begin: (conductor) => conductor.commands.gather(false),
  gather: (conductor) => conductor.commands.gather(!conductor.room?.lobby),
  start(conductor) {
    conductor.commands.gather(false);
    if (!document.fullscreenElement) toggleFullScreen();
  },
  address: (conductor, address) => conductor.commands.address(address),
  share(conductor, _, page) {
    conductor.commands.share(!conductor.room?.sharing);
    page.roomScene?.moved();
  },
  laser: (_, __, page) => page.roomScene?.toggleLight(),
  mark(conductor, _, page) {
    const { cell } = page.cell,
      axes = conductor.graph?.nodes.get(cell?.name ?? '')?.axes;
    if (!cell || !axes) {
      page.say({ key: 'stage.markWhat' });
      return;
    }
    const { marks, kind } = markOn(conductor.room?.marks ?? [], cell, axes);
    conductor.commands.mark(marks);
    page.say({ key: `stage.marked.${kind}` });
  },
  unmark: (conductor) => conductor.commands.mark([]),
  giants: (conductor, name) => conductor.commands.exhibit(name),
  flight: (conductor) => conductor.commands.exhibit(FLIGHT),
  flightAt: (conductor, seconds) => conductor.commands.exhibit(FLIGHT, seconds),
  leaveGiants: (conductor) => conductor.commands.leaveExhibit(),
  undo: (conductor) => conductor.undo(),
  stop: (conductor) => conductor.stop(),
  ready: (_, __, page) => page.ready?.toggle(),
};

/** @param {Page} page @param {string} action @param {any} value @returns {boolean} whether it is one of a room's */
export function actInRoom(page, action, value) {
  const conductor = /** @type {DrivingConductor} */ (page.conductor);
  if (!page.roomScene) return false;
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
  else if (page.roomScene?.lit) page.roomScene.toggleLight();
  else if (page.cell.cell) page.cell.hold(null);
}
