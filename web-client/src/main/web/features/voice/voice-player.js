/**
 * Plays a recording's voice in step with the clock of its replay, at any rate, with the pitch kept. Pieces are put on the one time line of a
 * MediaSource, where browsers join them without a gap; where there is no piece, nothing is heard. Only what is near the moment is in memory.
 *
 * It emits `change` when its problem has changed.
 *
 * @typedef {import('./pieces.js').Piece} Piece
 * @typedef {{t: number, rate: number, playing: boolean}} ReplayClock  `t`: ms of the recording, now
 */
import { insist } from '../../live/retry.js';
import { follow, heard, piecesBetween } from './pieces.js';

/** How often the voice is compared with the clock, ms. */
const CHECK_MS = 200;
/** Pieces of this time behind the moment and before it are loaded, ms of the recording. */
const BEHIND_MS = 5000,
  AHEAD_MS = 60_000;
/** What is farther away than this is forgotten, s. */
const KEPT_S = 120;
const MS = 1000;

export class VoicePlayer extends EventTarget {
  /** The form of a piece that this browser cannot play; empty if it can play all. */
  cannot = '';
  /** Whether the browser wants a press before it plays. */
  isHeldBack = false;
  #clock;
  #voiceOf;
  #fetch;
  #audio = new Audio();
  #media = new MediaSource();
  /** @type {SourceBuffer | null} */
  #buffer = null;
  /** The pieces that are on the time line, or on their way there. @type {Map<number, Piece>} */
  #loaded = new Map();
  /** What is done with the buffer, one after the other. */
  #working = Promise.resolve();
  #checking;
  #address;

  /**
   * @param {ReplayClock} clock
   * @param {() => Piece[]} voiceOf  the recording's pieces, by time
   * @param {(part: number) => Promise<ArrayBuffer>} fetch
   */
  constructor(clock, voiceOf, fetch) {
    super();
    this.#clock = clock;
    this.#voiceOf = voiceOf;
    this.#fetch = fetch;
    this.#audio.preservesPitch = true;
    this.#address = URL.createObjectURL(this.#media);
    this.#audio.src = this.#address;
    this.#checking = setInterval(() => this.check(), CHECK_MS);
    this.#media.addEventListener('sourceopen', () => this.check(), { once: true });
  }

  /** Whether this browser can put pieces on a time line at all. */
  static get isPossible() {
    return 'MediaSource' in window;
  }

  get muted() {
    return this.#audio.muted;
  }

  set muted(muted) {
    this.#audio.muted = muted;
    this.check();
  }

  /** How far the voice is behind the clock, ms; null while it does not play. */
  get late() {
    return this.#audio.paused ? null : this.#clock.t - this.#audio.currentTime * MS;
  }

  close() {
    clearInterval(this.#checking);
    this.#audio.pause();
    this.#audio.removeAttribute('src');
    this.#audio.load();
    URL.revokeObjectURL(this.#address);
  }

  /** Brings the voice in step with the clock. Called by itself, and whenever the clock has changed. */
  check() {
    if (this.#media.readyState !== 'open') return;
    this.#load();
    const { t, rate, playing } = this.#clock;
    const audio = this.#audio;
    if (!playing || !this.#has(t)) {
      if (!audio.paused) audio.pause();
      return;
    }
    const late = t - audio.currentTime * MS;
    const how = follow(late, rate);
    // one that waits begins where the clock is
    if (how.seek || (audio.paused && Math.abs(late) > CLOSE_MS)) audio.currentTime = t / MS;
    if (audio.playbackRate !== how.rate) audio.playbackRate = how.rate;
    if (audio.paused) this.#play();
  }

  async #play() {
    try {
      await this.#audio.play();
      this.#holdBack(false);
      this.check();
    } catch (problem) {
      // a pause may come before it has begun, which is no problem
      if (/** @type {Error} */ (problem).name === 'NotAllowedError') this.#holdBack(true);
    }
  }

  /** @param {boolean} isHeldBack */
  #holdBack(isHeldBack) {
    if (this.isHeldBack === isHeldBack) return;
    this.isHeldBack = isHeldBack;
    this.dispatchEvent(new Event('change'));
  }

  /** Whether a moment is on the time line. @param {number} t ms */
  #has(t) {
    const { buffered } = this.#audio;
    for (let i = 0; i < buffered.length; i++)
      if (buffered.start(i) * MS <= t + CLOSE_MS && t < buffered.end(i) * MS) return true;
    return false;
  }

  /** Fetches the pieces around the moment. */
  #load() {
    const { t, rate } = this.#clock;
    const voice = this.#voiceOf();
    const near = piecesBetween(voice, t - BEHIND_MS, t + AHEAD_MS * Math.max(1, rate));
    for (const n of near) {
      const piece = voice[n];
      if (this.#loaded.has(piece.part) || this.#isBad(piece.type)) continue;
      this.#loaded.set(piece.part, piece);
      const wanted = () => this.#loaded.has(piece.part) && this.#media.readyState === 'open';
      insist(() => this.#fetch(piece.part), { wanted, failed: giveUpOnRefusal })
        .then((bytes) => bytes && this.#next(() => this.#append(piece, bytes, heard(this.#voiceOf(), n).to)))
        .catch(console.warn);
    }
    for (const [part, piece] of this.#loaded)
      if (Math.abs(piece.t - t) > KEPT_S * MS * Math.max(1, rate)) this.#forget(part, piece);
  }

  /** @param {string} type */
  #isBad(type) {
    if (MediaSource.isTypeSupported(type)) return false;
    if (this.cannot !== type) {
      this.cannot = type;
      this.dispatchEvent(new Event('change'));
    }
    return true;
  }

  /** @param {number} part @param {Piece} piece */
  #forget(part, { t, length }) {
    this.#loaded.delete(part);
    this.#next(() => this.#change((buffer) => buffer.remove(t / MS, (t + length) / MS)));
  }

  /** Does something with the buffer once it is free. A piece that cannot be read is a silence. @param {() => Promise<void>} does */
  #next(does) {
    this.#working = this.#working.then(does).catch(console.warn);
  }

  /** @param {Piece} piece @param {ArrayBuffer} bytes @param {number} to when another piece begins, ms */
  async #append({ part, t, type }, bytes, to) {
    if (!this.#loaded.has(part) || this.#media.readyState !== 'open') return;
    this.#buffer ??= this.#media.addSourceBuffer(type);
    await this.#change((buffer) => {
      buffer.abort();
      buffer.changeType(type);
      buffer.appendWindowStart = 0;
      buffer.appendWindowEnd = Math.max(to, t + 1) / MS;
      buffer.timestampOffset = t / MS;
      buffer.appendBuffer(bytes);
    });
    this.check();
  }

  /** @param {(buffer: SourceBuffer) => void} change @returns {Promise<void>} */
  #change(change) {
    return new Promise((resolve, reject) => {
      const buffer = this.#buffer;
      if (!buffer || this.#media.readyState !== 'open') return resolve();
      buffer.addEventListener('updateend', () => resolve(), { once: true });
      try {
        change(buffer);
        if (!buffer.updating) resolve();
      } catch (problem) {
        reject(problem);
      }
    });
  }
}

/** A voice that waits and is this near to the clock begins without being sought, ms. */
const CLOSE_MS = 20;

/** What the server refuses stays a silence; a lost line comes back. @param {import('../../live/http.js').Problem} problem */
function giveUpOnRefusal(problem) {
  if (problem.status >= 400 && problem.status < 500) throw problem;
}
