/**
 * Records a microphone as pieces (`pieces.js`), one MediaRecorder for each: a recorder's file can only be played from its beginning, so
 * a long one would be lost as a whole. The next recorder begins before the last one ends, because a browser takes some ten ms to begin.
 *
 * @typedef {object} Kept  what a piece has so far
 * @property {number} t       ms of the recording
 * @property {number} length  ms
 * @property {string} type
 * @property {Blob} blob      its file, which can be played although more is to come
 * @property {boolean} whole  whether nothing more is to come
 */
import { chosenType } from './pieces.js';

/** The time of a piece, ms. */
const PIECE_MS = 20_000;
/** In which two pieces overlap, ms. Chromium encodes 60 ms at a time, and leaves out what it has begun when it stops. */
const OVERLAP_MS = 300;
/** How often what a piece has so far is kept, ms: a reload loses no more. */
const SLICE_MS = 1000;
/** Speech in Opus, bits per second: a piece has some 80 KB. */
const RATE = 32_000;

export class VoiceRecorder {
  #stream;
  #timeOf;
  #keep;
  #after;
  #make;
  #type;
  /** @type {{stop: () => void} | null} */
  #piece = null;
  /** @type {any} */
  #next;

  /**
   * @param {MediaStream} stream
   * @param {() => number | null} timeOf  the time of the recording now, ms; null while it does not record
   * @param {(piece: Kept) => void} keep  called for each piece again and again, until it is whole
   * @param {{after?: (fn: () => void, ms: number) => any, make?: (stream: MediaStream, options: MediaRecorderOptions) => MediaRecorder, isSupported?: (type: string) => boolean}} [outside]
   */
  constructor(
    stream,
    timeOf,
    keep,
    {
      after = (fn, ms) => setTimeout(fn, ms),
      make = (of, options) => new MediaRecorder(of, options),
      isSupported = (type) => MediaRecorder.isTypeSupported(type),
    } = {},
  ) {
    this.#stream = stream;
    this.#timeOf = timeOf;
    this.#keep = keep;
    this.#after = after;
    this.#make = make;
    this.#type = chosenType(isSupported);
  }

  get records() {
    return this.#piece !== null;
  }

  /** Begins, or goes on, unless the recording does not record. */
  start() {
    if (this.#piece === null) this.#begin();
  }

  /** Ends the present piece. */
  stop() {
    this.#next = undefined;
    this.#piece?.stop();
    this.#piece = null;
  }

  #begin() {
    const before = this.#piece;
    this.#piece = this.#record();
    if (before) this.#after(() => before.stop(), OVERLAP_MS);
    const next = (this.#next = {});
    this.#after(() => {
      if (this.#next === next) this.#begin();
    }, PIECE_MS);
  }

  /** Records a piece until it is stopped. @returns {{stop: () => void} | null} */
  #record() {
    const options = { audioBitsPerSecond: RATE, ...(this.#type && { mimeType: this.#type }) };
    const recorder = this.#make(this.#stream, options);
    /** @type {Blob[]} */
    const parts = [];
    let length = 0;
    // read where it begins: the event of it comes late on a busy page
    const t = this.#timeOf();
    if (t === null) return null;
    const lengthNow = () => Math.max(length, (this.#timeOf() ?? 0) - t);
    const keep = (/** @type {boolean} */ whole) => {
      const type = recorder.mimeType || this.#type || parts[0]?.type || '';
      if (parts.length > 0) this.#keep({ t, length, type, blob: new Blob(parts, { type }), whole });
    };
    recorder.ondataavailable = ({ data }) => {
      if (data.size > 0) parts.push(data);
      if (recorder.state === 'inactive') return;
      length = lengthNow();
      keep(false);
    };
    recorder.onstop = () => keep(true);
    recorder.start(SLICE_MS);
    return {
      stop: () => {
        if (recorder.state === 'inactive') return;
        length = lengthNow();
        recorder.stop();
      },
    };
  }
}
