/**
 * The microphone of a presenter's page: asked for at a press, recorded while the room's recording runs, and let go when that ends. It never
 * begins by itself, also not after a reload.
 *
 * It emits `change` when something that the panel shows has changed, but for the level.
 */
import { getJson } from '../../live/http.js';
import { insist } from '../../live/retry.js';
import { VoiceRecorder } from './voice-recorder.js';

/** What the page must say of a refusal, as string keys below `voice.wrong`, by the browser's names. @type {Record<string, string>} */
const WRONG = {
  NotAllowedError: 'denied',
  NotFoundError: 'none',
  OverconstrainedError: 'none',
  NotReadableError: 'busy',
};
/** A level below this is silence, dB of full scale. */
const QUIET_DB = -60;
/** After so long without a sound the page says so, ms. */
const QUIET_MS = 6000;
/** A voice in a hall, as it is: nothing is played here whose echo should go. */
const WANTED = { channelCount: 1, echoCancellation: false, noiseSuppression: true, autoGainControl: true };

/** @typedef {import('declared').Parts['recording']} Recording */

export class Microphone extends EventTarget {
  /** @type {'off' | 'asking' | 'on'} */
  state = 'off';
  /** A string key below `voice.wrong`; empty if all is well. */
  wrong = '';
  /** Microphones; without names until one was allowed. @type {MediaDeviceInfo[]} */
  devices = [];
  /** The chosen one; empty for the browser's choice. */
  device = '';
  #toLocal;
  #keep;
  /** @type {Recording | null} */
  #recording = null;
  /** When the recording's time was 0, ms of the server's clock; null until that is known. @type {number | null} */
  #zero = null;
  /** @type {MediaStream | null} */
  #stream = null;
  /** @type {VoiceRecorder | null} */
  #recorder = null;
  /** @type {AudioContext | null} */
  #audio = null;
  /** @type {AnalyserNode | null} */
  #analyser = null;
  #samples = new Float32Array(2048);
  #heardAt = 0;

  /**
   * @param {(serverTime: number) => number | null} toLocal  a time of the server's clock on this page's
   * @param {(recording: string, piece: import('./voice-recorder.js').Kept) => void} keep
   */
  constructor(toLocal, keep) {
    super();
    this.#toLocal = toLocal;
    this.#keep = keep;
  }

  /** Whether browsers let a page of this address hear a microphone. */
  static get isAllowed() {
    return window.isSecureContext && Boolean(navigator.mediaDevices?.getUserMedia) && 'MediaRecorder' in window;
  }

  /** Whether the voice is being recorded now. */
  get records() {
    return this.#recorder?.records ?? false;
  }

  /** How loud it is, from 0 to 1. */
  get level() {
    if (!this.#analyser) return 0;
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, x) => sum + x * x, 0) / this.#samples.length;
    const db = 10 * Math.log10(power + 1e-12);
    if (db > QUIET_DB) this.#heardAt = performance.now();
    return Math.min(1, Math.max(0, 1 - db / QUIET_DB));
  }

  /** Whether nothing has been heard for some time. */
  get isQuiet() {
    return this.state === 'on' && performance.now() - this.#heardAt > QUIET_MS;
  }

  /** Asks for the microphone and records it. @param {string} [device] */
  async begin(device = this.device) {
    this.#release();
    this.device = device;
    this.#become('asking', '');
    try {
      const audio = { ...WANTED, ...(device && { deviceId: { exact: device } }) };
      const stream = await navigator.mediaDevices.getUserMedia({ audio });
      // the recording may have ended while the person was asked
      if (!this.#recording) stream.getTracks().forEach((track) => track.stop());
      else this.#use(stream);
      this.devices = (await navigator.mediaDevices.enumerateDevices()).filter(({ kind }) => kind === 'audioinput');
    } catch (problem) {
      console.warn(problem);
      this.#release();
      this.#become('off', WRONG[/** @type {Error} */ (problem).name] ?? 'failed');
    }
    this.#changed();
  }

  /** @param {string} [wrong] why, as a string key below `voice.wrong` */
  end(wrong = '') {
    this.#release();
    this.#become('off', wrong);
  }

  /** Follows the room's recording. @param {Recording | null} recording null if there is none */
  follow(recording) {
    const before = this.#recording;
    this.#recording = recording?.on ? recording : null;
    const now = this.#recording;
    if (!now || now.id !== before?.id) {
      this.#zero = null;
      if (this.state !== 'off') this.end();
    }
    if (!now || now.paused) {
      this.#zero = null;
      this.#recorder?.stop();
    } else if (!before || before.paused || before.id !== now.id) this.#learnZero();
    if (now?.paused !== before?.paused) this.#changed();
  }

  /** The room has restarted, and its clock with it. */
  restarted() {
    this.#zero = null;
    this.#recorder?.stop();
    if (this.#recording && !this.#recording.paused) this.#learnZero();
  }

  async #learnZero() {
    const asked = this.#recording;
    const current = () => asked === this.#recording || asked?.id === this.#recording?.id;
    const manifest = await insist(
      async () => {
        const read = await getJson(`/api/recordings/${encodeURIComponent(asked?.id ?? '')}`);
        if (!Number.isFinite(read.zero)) throw new Error('the recording does not run yet');
        return read;
      },
      { failed: () => {}, wanted: () => current() && this.#zero === null && !this.#recording?.paused },
    );
    if (!manifest || !current()) return;
    this.#zero = manifest.zero;
    this.#recorder?.start();
    this.#changed();
  }

  /** The time of the recording now, ms; null while it does not record, or the room's clock is not known. */
  #time() {
    const local = this.#toLocal(1);
    if (this.#zero === null || local === null) return null;
    return Math.max(0, performance.now() - (local - 1 + this.#zero));
  }

  /** @param {MediaStream} stream */
  #use(stream) {
    this.#stream = stream;
    const { id } = /** @type {NonNullable<Recording>} */ (this.#recording);
    for (const track of stream.getTracks()) track.onended = () => this.end('gone');
    this.#recorder = new VoiceRecorder(
      stream,
      () => this.#time(),
      (piece) => this.#keep(id, piece),
    );
    this.#audio = new AudioContext();
    this.#analyser = this.#audio.createAnalyser();
    this.#audio.createMediaStreamSource(stream).connect(this.#analyser);
    this.#heardAt = performance.now();
    this.#become('on', '');
    if (this.#zero !== null) this.#recorder.start();
  }

  #release() {
    this.#recorder?.stop();
    this.#recorder = null;
    for (const track of this.#stream?.getTracks() ?? []) {
      track.onended = null;
      track.stop();
    }
    this.#stream = null;
    this.#audio?.close();
    this.#audio = null;
    this.#analyser = null;
  }

  /** @param {Microphone['state']} state @param {string} wrong */
  #become(state, wrong) {
    this.state = state;
    this.wrong = wrong;
    this.#changed();
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
