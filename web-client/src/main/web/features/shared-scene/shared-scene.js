/**
 * Connects this page's scene with the room: shows the lights of the audience, marks, the driver's pointer and camera, and the
 * model gallery; on the driver's page it sends the pointer and the camera to the room.
 *
 * @typedef {import('../../live/room-conductor.js').RoomConductor | import('../../live/driving-conductor.js').DrivingConductor} RoomConductor
 * @typedef {{name: string, index: number[]}} Cell
 * @typedef {import('../../ui/features.js').Machine} Machine
 */
import { isLoopback } from '../../live/loopback.js';
import { insist } from '../../live/retry.js';

export class SharedScene {
  /** Whether this page has the driver's pointer on. */
  lit = false;
  #page;
  /** @type {RoomConductor} */
  #conductor;
  /** @type {Cell | null} */
  #pointedAt = null;
  /** What the machine was told last. @type {{machine: Machine | null, marks: Cell[] | null, lights: number, pose: object | null, lobby: boolean}} */
  #known = { machine: null, marks: null, lights: -1, pose: null, lobby: false };
  /** The room's exhibit, as this page shows it; `start` in ms of the server's clock. @type {{subject: string, start: number} | null} */
  #exhibit = null;

  /**
   * @param {import('../../ui/features.js').WalkPage} page
   * @param {RoomConductor} conductor
   */
  constructor(page, conductor) {
    this.#page = page;
    this.#conductor = conductor;
    conductor.addEventListener('pointer', () => this.#takePointer());
    conductor.addEventListener('change', () => this.#sendAddress());
    this.#sendAddress();
  }

  /** Sends the pointer and the camera; null on a page that cannot drive. */
  get #pointing() {
    return 'pointing' in this.#conductor ? this.#conductor.pointing : null;
  }

  /** Sends this page's origin as the address of links, unless one is chosen that others can reach. */
  #sendAddress() {
    const { room, status } = this.#conductor;
    if (!room?.drives || status !== 'open') return;
    const { origin } = location;
    const { address } = room.parts;
    if (!address || (isLoopback(address) && !isLoopback(origin)))
      this.#conductor.command({ do: 'address', address: origin });
  }

  /** After the page has rendered: updates the scene where the room has changed. */
  drawn() {
    this.#showExhibit();
    const { machine } = this.#page,
      { room, people } = this.#conductor,
      known = this.#known;
    if (!machine || !room) return;
    if (known.machine !== machine) Object.assign(known, { machine, marks: null, lights: -1, pose: null });
    const { marks = [] } = room.parts;
    if (known.marks !== marks && JSON.stringify(known.marks) !== JSON.stringify(marks)) machine.mark(marks);
    known.marks = marks;
    const lights = room.lobby ? (people?.count ?? 0) : 0;
    if (known.lights !== lights) machine.audience(lights);
    known.lights = lights;
    if (!room.drives && this.lit) this.lit = false;
    if (room.lobby && !known.lobby) this.#showWhole();
    known.lobby = room.lobby;
    this.#takePointer();
    this.#sendLight();
  }

  /** In the lobby the scene shows the whole machine: releases the cell and the camera. */
  #showWhole() {
    this.#page.ports.cell?.hold(null);
    this.#page.ports.cell?.hover(null);
    this.#page.machine?.follow();
    this.#page.lookAround(false);
  }

  /** Opens the room's exhibit on this page, or closes it. */
  async #showExhibit() {
    const wanted = this.#conductor.room?.parts.exhibit ?? null,
      shown = this.#exhibit;
    if (wanted?.subject === shown?.subject && wanted?.start === shown?.start) return;
    this.#exhibit = wanted;
    this.#page.lookAround(false);
    if (wanted === null) {
      this.#page.ports.gallery?.leave();
      return;
    }
    await insist(
      async () =>
        this.#page.ports.gallery?.show(wanted.subject, () =>
          this.#conductor.toLocal(this.#conductor.room?.parts.exhibit?.start),
        ),
      {
        failed: (problem) => this.#page.say({ problem }),
        wanted: () => this.#exhibit === wanted,
      },
    );
  }

  #takePointer() {
    const { machine } = this.#page,
      { room, pointer } = this.#conductor;
    if (!machine || !room) return;
    if (!room.drives || !this.lit) machine.showPointer(pointer.cell);
    const follows = room.parts.sharing && !room.drives && !room.lobby && !this.#page.looking;
    const pose = follows ? pointer.pose : null,
      known = this.#known;
    if (this.#page.looking) {
      // The person has taken the camera: do not move it.
      known.pose = null;
      return;
    }
    if (pose !== known.pose) machine.lead(pose);
    known.pose = pose;
  }

  /** Turns the pointer on or off. */
  toggleLight() {
    this.lit = !this.lit;
    if (this.lit) this.#sendLight();
    else this.#clearPointer();
    this.#page.requestUpdate();
  }

  /** Also turns off a pointer that another page shows: it outlives that page in the room. */
  #clearPointer() {
    this.#pointedAt = null;
    this.#page.machine?.showPointer(null);
    this.#pointing?.point(null);
  }

  /** Sends the inspected cell, hovered or held, as the pointer's place. */
  #sendLight() {
    if (!this.lit) return;
    const cell = this.#page.ports.cell?.cell;
    this.#point(cell ? { name: cell.name, index: cell.index } : null);
  }

  /** The inspected cell has changed. */
  cellChanged() {
    if (this.#page.machine && this.#conductor.room) this.#sendLight();
  }

  /** @param {Cell | null} cell */
  #point(cell) {
    if (JSON.stringify(cell) === JSON.stringify(this.#pointedAt)) return;
    this.#pointedAt = cell;
    this.#page.machine?.showPointer(cell);
    this.#pointing?.point(cell);
  }

  /** Turns the pointer off. @returns {boolean} whether it was on */
  putAway() {
    if (!this.lit) return false;
    this.toggleLight();
    return true;
  }

  /** This page's camera has moved. */
  moved() {
    const { room } = this.#conductor;
    if (room?.drives && room.parts.sharing && this.#page.machine) this.#pointing?.pose(this.#page.machine.sharedPose);
  }
}
