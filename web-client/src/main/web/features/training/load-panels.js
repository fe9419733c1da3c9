/** Loads the panels of trainings when the first one is watched. */
import { insist } from '../../live/retry.js';

/** @type {Promise<typeof import('./panels.js')> | null} */
let panels = null;

export const loadPanels = () => (panels ??= insist(() => import('./panels.js')));
