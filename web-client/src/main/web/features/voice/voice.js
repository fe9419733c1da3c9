/** The voice on a presenter's page: its microphone, and the pieces that the server does not have yet. */
import { read } from '../../live/identity.js';
import { KeptVoice, browserStore } from './kept-voice.js';
import { Microphone } from './microphone.js';

/** Where this browser notes that it may have pieces to send, so that other pages need not look. */
export const WAITING = 'orrery.voice';

export class Voice {
  #kept;
  /** @type {import('./microphone.js').Recording | null} */
  #recording = null;

  /** @param {import('../../ui/features.js').WalkPage} page @param {import('./kept-voice.js').Store} store */
  constructor(page, store) {
    const { code } = page;
    const changed = () => {
      note(this.#kept.waiting > 0);
      const { problem } = this.#kept;
      // the server has another voice of this time, or will not have this one: nothing more is recorded for nothing
      if (problem instanceof Error && problem.status >= 400 && problem.status < 500 && this.microphone.state !== 'off')
        this.microphone.end();
      this.microphone.dispatchEvent(new Event('change'));
    };
    this.#kept = new KeptVoice(store, (of) => read(`orrery.key.${of}`, window), changed);
    this.microphone = new Microphone(
      (time) => page.conductor.toLocal(time),
      (recording, piece) => {
        note(true);
        this.#kept.keep(recording, code, piece);
      },
    );
    page.connection?.on('welcome', () => {
      if (/** @type {import('../../live/connection.js').Connection} */ (page.connection).fresh)
        this.microphone.restarted();
    });
    this.#kept.send();
  }

  get waiting() {
    return this.#kept.waiting;
  }

  get problem() {
    return this.#kept.problem;
  }

  /** Forgets what was wrong with the last voice, and asks for the microphone. @param {string} [device] */
  begin(device) {
    this.#kept.problem = null;
    return this.microphone.begin(device);
  }

  /** @param {import('../../ui/view.js').View} view */
  drawn({ room }) {
    const recording = room?.mayDrive ? (room.parts.recording ?? null) : null;
    if (recording === this.#recording) return;
    this.#recording = recording;
    this.microphone.follow(recording);
  }
}

/** @param {import('../../ui/features.js').WalkPage} page */
export const voiceOf = async (page) => new Voice(page, await browserStore());

/** @param {boolean} waits */
function note(waits) {
  try {
    if (waits) localStorage.setItem(WAITING, '1');
    else localStorage.removeItem(WAITING);
  } catch {
    // Without storage there is nothing that could wait for another page.
  }
}
