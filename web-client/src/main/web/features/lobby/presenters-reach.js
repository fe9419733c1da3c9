/** Asks how others can reach the server, with the presenter's key. */
import { takePresenterKey } from '../../live/presenter-key.js';
import { Reach } from '../../live/reach.js';

/** @param {string} code of the room */
export const reachOf = (code) => new Reach(code, () => takePresenterKey(code));
