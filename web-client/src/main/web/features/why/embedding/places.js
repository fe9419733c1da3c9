/**
 * Where a model's tokens are, fetched once for each model: a frame with their places, and their texts in its header.
 *
 * @typedef {object} Places
 * @property {ArrayLike<number>} places  x, y, z of each token, in units of the table
 * @property {string[]} texts
 * @property {number[]} explained  share of the variance that each axis holds
 * @property {{name: string, tokens: number[]}[]} kinds  the model's own kinds of words
 *
 * @typedef {{text: string[], explained: number[], kinds: Places['kinds']}} Named  members of its header
 */
import { frameIn, request } from '../../../live/http.js';

/** The last model's. @type {{model: string, places: Places} | null} */
let kept = null;

/**
 * @param {string} model content id
 * @param {import('../measured.js').Turns} turns
 * @param {AbortSignal} signal
 * @returns {Promise<Places>}
 */
export async function placesOf(model, turns, signal) {
  if (kept?.model === model) return kept.places;
  const room = turns ? `?room=${encodeURIComponent(turns.room)}` : '';
  const answer = await request(`/api/models/${encodeURIComponent(model)}/places${room}`, {
    headers: turns?.headers ?? {},
    signal,
  });
  const {
    tensors: [tensor],
    header,
  } = await frameIn(answer);
  const { text, explained, kinds } = /** @type {Named} */ (header);
  kept = { model, places: { places: tensor.data, texts: text, explained, kinds } };
  return kept.places;
}
