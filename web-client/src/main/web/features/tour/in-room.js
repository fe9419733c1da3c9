/**
 * The tour of a room: its state (docs/protocol.md, activity `tour`) and the commands of its driver.
 *
 * @typedef {{tour: string, route: number, beat: string, at: number, text?: {tokens: number[]}, began: number, beatBegan: number}} Said
 *   times in ms of the server's clock
 */

/** @param {any} conductor @returns {Said | null} null while no tour runs */
export const saidOf = (conductor) => conductor?.room?.parts.tour ?? null;

/**
 * @param {any} conductor of the driver @param {{tour: string, route: number, beat: string, at: number}} to
 * @param {1 | -1 | 0} beside whether it is the beat after the present one, or before it: then the room decides which that is, and `to` is the one expected
 */
export function sendBeat(conductor, { tour, route, beat, at }, beside) {
  // `at` is the command's own member: the last state that the page has seen
  const named = beside === 0 || conductor.status !== 'open';
  const command = named ? { do: 'beat', tour, route, beat, step: at } : { do: beside > 0 ? 'next' : 'back' };
  conductor.command(command, (/** @type {any} */ view) => {
    const now = view.parts.tour ?? {};
    view.lobby = false;
    view.parts = { ...view.parts, tour: { ...now, tour, route, beat, at } };
  });
}

/** @param {any} conductor of the driver */
export function sendEnd(conductor) {
  conductor.command({ do: 'tour-end' }, (/** @type {any} */ view) => {
    view.parts = { ...view.parts, tour: undefined };
  });
}

/** Marks a row of cells besides what is marked already. @param {any} conductor of the driver @param {{name: string, index: number[]}} row */
export function sendRow(conductor, row) {
  const marked = conductor.room?.marks ?? [];
  const isMarked = marked.some((/** @type {any} */ { name, index }) => name === row.name && index.join() === row.index.join());
  if (isMarked) return;
  const marks = [...marked, row];
  conductor.command({ do: 'mark', marks }, (/** @type {any} */ view) => {
    view.marks = marks;
  });
}
