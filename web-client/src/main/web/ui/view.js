/**
 * What panels are drawn from: a snapshot of the conductor and of this page, made anew at each change. Features add
 * members of their own.
 *
 * @typedef {object} View
 * @property {'landing'|'nowhere'|'solo'|'attendee'|'presenter'|'projector'} page
 * @property {import('../model/graph.js').Graph | null} graph
 * @property {import('../model/trace.js').Trace | null} trace
 * @property {string | null} step
 * @property {boolean} playing
 * @property {boolean} blank
 * @property {boolean} mayDrive
 * @property {boolean} generating
 * @property {import('../live/conductor.js').Sampling} sampling   how tokens are chosen
 * @property {number} coming        tokens that are still to come
 * @property {import('../model/trace.js').TraceInfo | null} second   the same tokens read by a second model
 * @property {boolean} full         there is no room for another token
 * @property {import('../live/conductor.js').Status} status
 * @property {string} code          of the room, or nothing
 * @property {import('../live/room-conductor.js').People | null} people
 * @property {import('../live/room-conductor.js').Room | null} room   null alone, and before the room has been heard of
 * @property {number | null} beganAt      when it began, ms of performance.now(); null before
 * @property {number | null} wheelFreeAt  when a wheel without a driver may be taken, ms of performance.now(); else null
 * @property {boolean} computing    something is being computed that can be stopped
 * @property {boolean} pointing     the driver's light is on, on this page
 * @property {boolean} copy         the small copy of the hall's screen is shown
 * @property {boolean} looking      the camera is the person's own
 * @property {import('../model/frame.js').Tensor[] | null} weights
 * @property {import('../scene/layout/focus.js').Focus | null} focus   null while there is no scene
 * @property {import('../features/gallery/gallery.js').Exhibition | null} [exhibition]  models that stand there to be walked past
 * @property {import('./signal.js').Signal<string | null>} over  name of the tensor whose block the pointer is over; changes without a new view
 * @property {import('./signal.js').Signal<Cell | null>} cell     under the pointer, or held; changes without a new view
 * @property {(link: {role: string, word: string}) => string[]} blocksOf   names of tensors that a coloured word speaks of
 *
 * @typedef {{name: string, index: number[], held: boolean, explanation: any, failed: boolean, scale?: number,
 *   seen?: {range: [number, number][], value: number} | null}} Cell
 *   `explanation` is what the server says of it (docs/protocol.md), null while it is not here; `failed`: it cannot be had;
 *   `seen`: what its spot in the scene stands for, from afar
 */

/**
 * What every panel needs of the walk; each feature adds its own members (features.js).
 *
 * @param {View['page']} page
 * @param {import('../live/conductor.js').Conductor} conductor
 * @param {object} own  further members
 * @returns {View}
 */
export function viewOf(page, conductor, own) {
  const { graph, trace, step, playing, blank, mayDrive, generating, full, status, weights, sampling, second, coming } = conductor;
  const { room = null, people = null } = /** @type {any} */ (conductor);
  const walk = { graph, trace, step, playing, blank, mayDrive, generating, full, status, weights, sampling, second, coming };
  return /** @type {any} */ ({ page, ...walk, room, people, ...own });
}
