/**
 * The commands of a room's page other than those that move the walk: presenting to the audience, and who drives.
 *
 * @typedef {import('./room-conductor.js').RoomView} RoomView
 * @typedef {import('./room-conductor.js').Mark} Mark
 * @typedef {(command: object, predict?: (view: RoomView) => void) => void} Send
 */

/** Interval at which places of the light and the camera are sent, ms: short enough to be seen as motion. */
const POINT_MS = 70;

export class PresenterCommands {
  #send;
  #say;
  #now;
  #after;
  #pointedAt = -Infinity;
  #planned = false;
  /** @type {{cell: Mark | null, pose: object | null}} */
  #point = { cell: null, pose: null };
  /** Whether the last place could not be sent. */
  #unheard = false;

  /**
   * @param {Send} send sends a command, with a prediction for this page's panels
   * @param {(message: object) => boolean} say sends a message that is not repeated; false without a connection
   * @param {{now: () => number, after: (fn: () => void, ms: number) => any}} time
   */
  constructor(send, say, { now, after }) {
    this.#send = send;
    this.#say = say;
    this.#now = now;
    this.#after = after;
  }

  /** Returns to the lobby, or begins the session. @param {boolean} on */
  gather(on) {
    this.#send({ do: 'lobby', on }, (view) => {
      view.lobby = on;
      view.exhibit = null;
      if (on) view.playing = false;
    });
  }

  /** Sets the address to which links and the QR code lead. @param {string} address scheme, host and port */
  address(address) {
    this.#send({ do: 'address', address }, (view) => {
      view.address = address;
    });
  }

  /** Replaces the marks. @param {Mark[]} marks */
  mark(marks) {
    this.#send({ do: 'mark', marks }, (view) => {
      view.marks = marks;
    });
  }

  /** Whether following screens take over this page's camera. @param {boolean} on */
  share(on) {
    this.#send({ do: 'share', on }, (view) => {
      view.sharing = on;
    });
  }

  /**
   * Opens the model gallery for everyone. The room decides when it begins.
   * @param {string} subject name of a model or of the flight
   * @param {number} [seconds] time of the flight at which to begin
   */
  exhibit(subject, seconds) {
    this.#send({ do: 'exhibit', subject, ...(seconds !== undefined && { seconds }) });
  }

  /** Closes the model gallery. */
  leaveExhibit() {
    this.#send({ do: 'exhibit' }, (view) => {
      view.exhibit = null;
    });
  }

  undo() {
    this.#send({ do: 'undo' });
  }

  stop() {
    this.#send({ do: 'stop' });
  }

  /** @param {string} person */
  kick(person) {
    this.#send({ do: 'kick', person });
  }

  /**
   * Replaces what everyone has in focus.
   * @param {{trace: string, step: string}} cursor the step for which it is chosen
   * @param {{on: object, cell: Mark | null, tensors: string[]}} choice
   */
  focus(cursor, { on, cell, tensors }) {
    this.#send({ do: 'focus', cursor, on, ...(cell && { cell }), ...(tensors.length > 0 && { tensors }) }, (view) => {
      view.parts = { ...view.parts, focus: { step: cursor.step, on, cell, tensors } };
    });
  }

  /** @param {boolean} on */
  askForWheel(on) {
    this.#send({ do: 'ask-wheel', on });
  }

  /** @param {string} to id of a person; empty withdraws the offer */
  offerWheel(to) {
    this.#send({ do: 'offer-wheel', to });
  }

  takeWheel() {
    this.#send({ do: 'take-wheel' });
  }

  /** Puts the light on a cell; null turns it off. @param {Mark | null} cell */
  light(cell) {
    this.#point.cell = cell;
    this.#sendSoon();
  }

  /** Sends the camera's pose. @param {object} pose */
  pose(pose) {
    this.#point.pose = pose;
    this.#sendSoon();
  }

  /** Sends the place again after a reconnect: messages in between were lost, and a restarted room has no light. */
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
