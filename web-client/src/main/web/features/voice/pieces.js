/**
 * The voice is kept as pieces: audio files of their own of some 20 s each, and the time of the recording at which each begins. A piece
 * begins a moment before the one before it ends, so that nothing is lost between two; where both are, the later one is heard.
 *
 * @typedef {object} Piece  as a recording's manifest lists it
 * @property {number} part    its number: `t` in whole ms
 * @property {number} t       ms of the recording, of its first sample
 * @property {number} length  ms
 * @property {string} type    media type
 * @property {number} [bytes]
 */

/** The forms of a voice, the preferred one first: Opus wherever the browser records it. */
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4;codecs=opus', 'audio/ogg;codecs=opus', 'audio/mp4'];

/** @param {(type: string) => boolean} isSupported @returns {string} empty for the browser's own */
export const chosenType = (isSupported) => TYPES.find(isSupported) ?? '';

/** The time of a piece that is heard: until the next one begins. @param {Piece[]} voice by time @param {number} n @returns {{from: number, to: number}} ms */
export function heard(voice, n) {
  const { t, length } = voice[n];
  return { from: t, to: Math.min(t + length, voice[n + 1]?.t ?? Infinity) };
}

/** The numbers of the pieces that are heard between two times. @param {Piece[]} voice by time @param {number} from ms @param {number} to ms */
export const piecesBetween = (voice, from, to) =>
  voice.map((_, n) => n).filter((n) => heard(voice, n).to > from && voice[n].t < to);

/**
 * How the voice is brought in step with the clock of the replay.
 *
 * @param {number} late  how far the voice is behind the clock, ms of the recording; negative: ahead
 * @param {number} rate  of the clock
 * @returns {{seek: boolean, rate: number}} `rate` of the voice: at most a twelfth more or less, which is hard to hear in speech
 */
export function follow(late, rate) {
  // a seek takes the browser the same time at any rate: if it counted in the recording's time, a fast voice would be sought forever
  const away = late / rate;
  if (Math.abs(away) > SEEK_MS) return { seek: true, rate };
  if (Math.abs(away) < EXACT_MS) return { seek: false, rate };
  const change = Math.max(-MOST_CHANGE, Math.min(MOST_CHANGE, away / CAUGHT_UP_MS));
  return { seek: false, rate: rate * (1 + change) };
}
/** Beyond this it is sought instead, ms as they are heard. */
const SEEK_MS = 150;
/** Below this nothing is done, ms as they are heard. */
const EXACT_MS = 15;
/** In which a distance would be caught up, if the rate might change by any amount, ms. */
const CAUGHT_UP_MS = 700;
const MOST_CHANGE = 0.08;
