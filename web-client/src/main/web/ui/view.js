/**
 * The view: a snapshot of the conductor and of this page that panels render. A new one is made after each change. Features
 * add members of their own.
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
 * @property {import('../live/conductor.js').Sampling} sampling   of the next tokens
 * @property {number} coming        tokens that are still to come
 * @property {import('../model/trace.js').TraceInfo | null} second   the same tokens read by a second model
 * @property {number | null} runOn   how many tokens "run on" asks for; null: until the text ends
 * @property {boolean} full         whether there is no room for another token
 * @property {import('../live/conductor.js').Status} status
 * @property {string} code          of the room; empty without one
 * @property {import('../live/room-conductor.js').People | null} people
 * @property {import('../live/room-conductor.js').Room | null} room   null without a room, and until its state has arrived
 * @property {number | null} beganAt      when the session began, ms of performance.now(); null before
 * @property {number | null} wheelFreeAt  when a wheel without a driver may be taken, ms of performance.now(); otherwise null
 * @property {boolean} computing    whether a computation is running that can be stopped
 * @property {boolean} pointing     whether this page has the driver's light on
 * @property {boolean} copy         whether the small copy of the hall's screen is shown
 * @property {boolean} looking      whether the person has taken the camera
 * @property {import('../features/answer/visibility.js').Visibility & {peeks: boolean}} [answer]  whether probabilities of the next token
 *   are shown, once that has loaded
 * @property {any} [draw]  the distribution of the protocol from which the next token is drawn; null without a draw and until it has arrived
 * @property {import('../model/frame.js').Tensor[] | null} weights
 * @property {import('../scene/layout/focus.js').Focus | null} focus   null without a scene
 * @property {import('../features/checkpoints/series.js').Series & {isOpen: boolean, asked: number, isScored: boolean,
 *   score: {right?: number, inputs?: number} | null} | null} [checkpoints]  for whoever moves the walk, once they are known; `asked`:
 *   the index of the point that was asked for last
 * @property {import('../features/training/training-alone.js').Course | null} [training]  of somebody who walks alone; null for none
 * @property {import('../features/training/update/update-look.js').Shown | null} [update]  of a training, which is looked at; null for none
 * @property {{changes: import('../model/changes.js').Change[], mode: string, factor: number, here: boolean, ended: boolean, found: boolean} | null} [whatIf]
 *   what is changed in the model, and how whoever moves the walk changes a part
 * @property {import('../features/why/question.js').Question | null} [why]  the question of why that is open; null for none
 * @property {number[]} [whyWords]  positions, from 0, of the words of the text that the open tool speaks of
 * @property {boolean} [whyInFront]  whether it is answered in front of the machine, and not in its place
 * @property {'a' | 'b'} [whyChooses]  what a pressed token becomes
 * @property {{room: string, headers: Record<string, string>} | null} [whyTurns]  in whose turns it is measured
 * @property {import('../features/gallery/gallery.js').Exhibition | null} [exhibition]  shown by the model gallery
 * @property {import('../features/tour/tour-state.js').Shown | null} [tour]  the guided tour; null for none
 * @property {import('../features/tour/act/act-part.js').TourAct | null} [tourAct]  the act of its beat
 * @property {import('../features/tour/check/check-part.js').Check | null} [tourCheck]  the questions of a chapter that has ended
 * @property {import('./signal.js').Signal<string | null>} over  name of the tensor whose block the pointer is over; changes without a new view
 * @property {import('./signal.js').Signal<Cell | null>} cell     under the pointer, or held; changes without a new view
 * @property {(word: string) => boolean} [isTerm]   whether the glossary has a word
 * @property {boolean} [heldByDriver]  whether that cell is held by the room's driver, for everyone
 * @property {string[]} [tensors]  that a pressed word of the step's card names
 * @property {string} [focusName]  of the part in focus, such as "Layer 1 · head 3"; empty if it is what the step is about
 * @property {(link: {role: string, word: string}) => string[]} blocksOf   names of tensors that a coloured word speaks of
 *
 * @typedef {{name: string, index: number[], held: boolean, explanation: any, failed: boolean, scale?: number,
 *   seen?: {range: [number, number][], value: number} | null}} Cell
 *   `explanation` of the server (docs/protocol.md), null until it has arrived; `failed`: it could not be fetched; `seen`: the
 *   cells for which its spot in the scene stands, if they are several, and their number
 */

import { writeTokensOf } from '../model/token-text.js';

/**
 * Makes a view: the members that every panel needs, and those of the features.
 *
 * @param {View['page']} page
 * @param {import('../live/conductor.js').Conductor} conductor
 * @param {object} own  the features' members
 * @returns {View}
 */
export function viewOf(page, conductor, own) {
  writeTokensOf(conductor.graph);
  const { graph, trace, step, playing, blank, mayDrive, generating, full, weights, sampling, second, coming } = conductor;
  const { room = null, people = null, isSilent = false } = /** @type {any} */ (conductor);
  // A line that answers nothing is lost for whoever looks at the page, although it may answer again.
  const status = isSilent ? 'lost' : conductor.status;
  const walk = { graph, trace, step, playing, blank, mayDrive, generating, full, status, weights, sampling, second, coming };
  return /** @type {any} */ ({ page, ...walk, room, people, ...own });
}
