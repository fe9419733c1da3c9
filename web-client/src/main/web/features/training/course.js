/** The training that is watched, the phases of a look at one of its updates, and their panels, which load when the first one is watched. */
import { insist } from '../../live/retry.js';

/** The training that is watched: the room's, or one's own; null for none. @param {{room: import('../../ui/view.js').View['room'], training?: import('../../ui/view.js').View['training']} | null} view */
export const courseOf = (view) => view?.room?.parts.training?.course ?? view?.training ?? null;

/** @type {Promise<typeof import('./panels.js')> | null} */
let panels = null;

export const loadPanels = () => (panels ??= insist(() => import('./panels.js')));

/** The phases of a look at an update, as the server names them (docs/protocol.md). */
export const PHASES = ['forward', 'loss', 'gradients', 'change'];

/** In place of a phase: ends the look, and shows the new weights. */
export const END = 'end';

/** The phase before or after another; null before the first, {@link END} after the last. @param {string} phase @param {number} by −1 or 1 */
export function beside(phase, by) {
  const at = PHASES.indexOf(phase) + by;
  return at < 0 ? null : (PHASES[at] ?? END);
}
