/**
 * Sends the places of the driver's pointer and camera to the room.
 *
 * @typedef {import('./room-conductor.js').CellMark} CellMark
 * @typedef {import('../scene/camera/shared-camera.js').SharedPose} SharedPose
 */

/** Interval at which places of the pointer and the camera are sent, ms: short enough to be seen as motion. */
const POINT_MS = 70;

export class PointerSender {
  #say;
  #now;
  #after;
  #pointedAt = -Infinity;
  #planned = false;
  /** @type {{cell: CellMark | null, pose: SharedPose | null}} */
  #point = { cell: null, pose: null };
  /** Whether the last place could not be sent. */
  #unheard = false;

  /**
   * @param {(message: object) => boolean} say sends a message that is not repeated; false without a connection
   * @param {{now: () => number, after: (fn: () => void, ms: number) => unknown}} time
   */
  constructor(say, { now, after }) {
    this.#say = say;
    this.#now = now;
    this.#after = after;
  }

  /** Puts the pointer on a cell; null turns it off. @param {CellMark | null} cell */
  point(cell) {
    this.#point.cell = cell;
    this.#sendSoon();
  }

  /** Sends the camera's pose. @param {SharedPose | null} pose */
  pose(pose) {
    this.#point.pose = pose;
    this.#sendSoon();
  }

  /** Sends the place again after a reconnect: messages in between were lost, and a restarted room has no pointer. */
  again() {
    if (this.#unheard || this.#point.cell !== null) this.#sendSoon();
  }

  /** Sends the newest place, not more often than {@link POINT_MS}. */
  #sendSoon() {
    if (this.#planned) return;
    this.#planned = true;
    this.#after(
      () => {
        this.#planned = false;
        this.#pointedAt = this.#now();
        const { cell, pose } = this.#point;
        this.#unheard = !this.#say({ type: 'point', ...(cell && { cell }), ...(pose && { pose }) });
      },
      Math.max(0, this.#pointedAt + POINT_MS - this.#now()),
    );
  }
}
