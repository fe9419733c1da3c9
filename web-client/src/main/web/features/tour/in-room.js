/**
 * The tour of a room: its state (docs/protocol.md, activity `tour`) and the commands of its driver.
 *
 * @typedef {{tour: string, route: number, beat: string, at: number, level?: string, text?: {tokens: number[]}, began?: number, beatBegan?: number,
 *   asked?: Record<string, import('../prediction/asked.js').Poll>}} Said  times in ms of the server's clock, absent until the room has answered; `asked`: by the beats of their questions
 * @typedef {{tour: string, route: number, beat: string, step: number, level?: string}} ToBeat
 * @typedef {import('../../live/conductor.js').Conductor} Conductor
 * @typedef {import('../../live/room-conductor.js').Predictions} Predictions
 */

/** @param {Pick<Conductor, 'room'> | null} conductor @returns {Said | null} null while no tour runs */
export const saidOf = (conductor) => conductor?.room?.parts.tour ?? null;

/**
 * @param {Conductor} conductor of the driver @param {{tour: string, route: number, beat: string, at: number, level: string}} to  `level`: of texts, chosen on this page
 * @param {1 | -1 | 0} beside whether it is the beat after the present one, or before it: then the room decides which that is, and `to` is the one expected
 */
export function sendBeat(conductor, { tour, route, beat, at, level }, beside) {
  // `at` is the command's own member: the last state that the page has seen
  const named = beside === 0 || conductor.status !== 'open';
  const expected = { tour, route, beat, step: at };
  if (named) conductor.command({ do: 'beat', ...expected, level });
  else conductor.command({ do: beside > 0 ? 'next' : 'back', level }, expected);
}

/** @param {Conductor} conductor of the driver */
export function sendEnd(conductor) {
  conductor.command({ do: 'tour-end' });
}

/** Marks a row of cells besides what is marked already. @param {Conductor} conductor of the driver @param {{name: string, index: number[]}} row */
export function sendRow(conductor, row) {
  const marked = conductor.room?.parts.marks ?? [];
  const isMarked = marked.some(({ name, index }) => name === row.name && index.join() === row.index.join());
  if (!isMarked) conductor.command({ do: 'mark', marks: [...marked, row] });
}

/** The beat that a command leads to. @param {import('../../live/room-conductor.js').RoomView} view @param {{} | ToBeat} to */
const toBeat = (view, to) => {
  if (!('beat' in to)) return;
  const { tour, route, beat, step: at } = to;
  view.lobby = false;
  view.parts.tour = { ...view.parts.tour, tour, route, beat, at };
};

/** What the room shows until it answers. @type {Predictions} */
export const PREDICTIONS = {
  beat: toBeat,
  next: toBeat,
  back: toBeat,
  'tour-end'({ parts }) {
    parts.tour = undefined;
  },
};
