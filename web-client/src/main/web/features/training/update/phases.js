/** The phases of a look at an update, as the server names them (docs/protocol.md). Pure. */
export const PHASES = ['forward', 'loss', 'gradients', 'change'];

/** In place of a phase: ends the look, and shows the new weights. */
export const END = 'end';

/** The phase before or after another; null before the first, {@link END} after the last. @param {string} phase @param {number} by −1 or 1 */
export function beside(phase, by) {
  const at = PHASES.indexOf(phase) + by;
  return at < 0 ? null : (PHASES[at] ?? END);
}
