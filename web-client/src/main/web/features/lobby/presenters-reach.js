/** Asks how others can reach the server, with the presenter's key, and which address to use if nobody has chosen one. */
import { takePresenterKey } from '../../live/presenter-key.js';
import { ReachabilityPoll } from '../../live/reachability.js';

export { preselected } from './checks.js';

/** @param {string} code of the room */
export const reachOf = (code) => new ReachabilityPoll(code, () => takePresenterKey(code));
