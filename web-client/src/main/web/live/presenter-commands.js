/**
 * How the machine is put before the audience, and who drives: what a room's page may ask for besides moving the walk.
 *
 * @typedef {import('./room-conductor.js').RoomView} RoomView
 * @typedef {import('./room-conductor.js').Mark} Mark
 * @typedef {(what: object, foretell?: (view: RoomView) => void) => void} Order
 */

/** ms between two places of the light or the camera that are sent: as many as a person sees as motion. */
const POINT_MS = 70;

export class PresenterCommands {
  #order;
  #say;
  #now;
  #after;
  #pointedAt = -Infinity;
  #planned = false;
  /** @type {{cell: Mark | null, pose: object | null}} */
  #point = { cell: null, pose: null };
  /** Whether the room may not know where this page points. */
  #unheard = false;

  /**
   * @param {Order} order gives a command, which is foretold to this page's panels
   * @param {(message: object) => boolean} say sends what may be lost; false where there is no line
   * @param {{now: () => number, after: (fn: () => void, ms: number) => any}} time
   */
  constructor(order, say, { now, after }) {
    this.#order = order;
    this.#say = say;
    this.#now = now;
    this.#after = after;
  }

  /** Shows the way in, or begins. @param {boolean} on */
  gather(on) {
    this.#order({ do: 'lobby', on }, (view) => {
      view.lobby = on;
      view.exhibit = null;
      if (on) view.playing = false;
    });
  }

  /** Where links and the QR code lead. @param {string} address scheme, host and port */
  address(address) {
    this.#order({ do: 'address', address }, (view) => {
      view.address = address;
    });
  }

  /** All that is marked for everyone from here on. @param {Mark[]} marks */
  mark(marks) {
    this.#order({ do: 'mark', marks }, (view) => {
      view.marks = marks;
    });
  }

  /** Whether screens that follow take this camera. @param {boolean} on */
  share(on) {
    this.#order({ do: 'share', on }, (view) => {
      view.sharing = on;
    });
  }

  /**
   * Shows models to walk past to everyone. The room says when it begins.
   * @param {string} subject a model's name, or the flight's
   * @param {number} [seconds] from the flight's beginning
   */
  exhibit(subject, seconds) {
    this.#order({ do: 'exhibit', subject, ...(seconds !== undefined && { seconds }) });
  }

  /** Back to the model that runs. */
  leaveExhibit() {
    this.#order({ do: 'exhibit' }, (view) => {
      view.exhibit = null;
    });
  }

  undo() {
    this.#order({ do: 'undo' });
  }

  stop() {
    this.#order({ do: 'stop' });
  }

  /** @param {string} person */
  kick(person) {
    this.#order({ do: 'kick', person });
  }

  /** @param {boolean} on */
  askForWheel(on) {
    this.#order({ do: 'ask-wheel', on });
  }

  /** @param {string} to a party's id; nothing takes the offer back */
  offerWheel(to) {
    this.#order({ do: 'offer-wheel', to });
  }

  takeWheel() {
    this.#order({ do: 'take-wheel' });
  }

  /** Puts the light on a cell, or away. @param {Mark | null} cell */
  light(cell) {
    this.#point.cell = cell;
    this.#soon();
  }

  /** Where this camera stands now. @param {object} pose */
  pose(pose) {
    this.#point.pose = pose;
    this.#soon();
  }

  /** The line is back: what was said meanwhile was lost, and a room that was away may have forgotten the rest. */
  again() {
    if (this.#unheard || this.#point.cell !== null) this.#soon();
  }

  /** The newest place goes, not more often than a person sees. */
  #soon() {
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
