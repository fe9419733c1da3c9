/** The server as a source that requests numbers only after the first text, which needs none of them: bandwidth may be low. */
import { frameCode } from '../live/http.js';
import { server } from '../live/model-source.js';
import { seen } from './milestones.js';

export const deferredSource = {
  ...server,
  weights: (/** @type {import('../model/graph.js').Graph} */ graph) => seen('text').then(() => server.weights(graph)),
  frame: (/** @type {string} */ path) => seen('text').then(() => server.frame(path)),
};

/** @typedef {(decodeFrame: typeof import('../model/frame.js').decodeFrame) => void} Take */

/** How many frames wait for the first text: the page fetches the numbers of older ones. */
const MOST_WAITING = 4;

/** @type {Take[]} */
const waiting = [];
/** @type {Parameters<Take>[0] | null} */
let decode = null;
/** @type {Promise<void> | null} */
let coming = null;

/** Frames that come before the first text wait for it, too. @param {Take} take */
export function deferredDecoder(take) {
  if (decode) {
    take(decode);
    return;
  }
  waiting.push(take);
  if (waiting.length > MOST_WAITING) waiting.shift();
  coming ??= seen('text')
    .then(frameCode)
    .then(({ decodeFrame }) => {
      decode = decodeFrame;
      for (const each of waiting.splice(0)) each(decodeFrame);
    });
}
