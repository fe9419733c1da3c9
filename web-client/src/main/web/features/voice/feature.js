/** A recording's voice and captions: the presenter's microphone, and what of them a replay plays and shows. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { driving } from '../../ui/guards.js';
import { Later } from '../../ui/later.js';
import { MIDDLE, NOT_WIDE, SHEET, WIDE } from '../../ui/window-form.js';

/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/features.js').WalkPage} WalkPage */

/**
 * @typedef {object} Members  of the view
 * @property {import('./voice.js').Voice | null} [voice]  of a presenter's page; null until its code is there
 * @property {import('./replay-voice.js').ReplayVoice | null} [replayVoice]  of a page that replays a recording; null until its code is there
 *
 * @typedef {object} Ports
 * @property {import('./voice.js').Voice | null} [voice]
 * @property {import('./replay-voice.js').ReplayVoice | null} [replayVoice]
 * @property {() => void} [show]  opens the controls of the microphone
 * @property {() => unknown} [buttons]  what the bar of a replay has of voice and captions
 * @property {() => import('./webvtt.js').Cue[]} [cues]  of the captions that are shown, by time
 */
/** @typedef {{recording?: {id: string, on: boolean, paused: boolean} | null}} Parts */

/** The microphone of a presenter's page, whose code loads while the room is recorded, or if this browser has pieces to send. */
class VoiceHolder {
  #later;
  #page;

  /** @param {WalkPage} page */
  constructor(page) {
    this.#page = page;
    this.#later = new Later(page, async () => {
      const [{ voiceOf }] = await Promise.all([
        import('./voice.js'),
        import('./voice-panel.js'),
        import('../../ui/late-words.js').then(({ loadLate }) => loadLate('voice', () => page.requestUpdate())),
      ]);
      return voiceOf(page);
    });
    if (mayWait()) insist(() => this.#later.load());
  }

  get voice() {
    return this.#later.part;
  }

  /** @param {View} view */
  drawn(view) {
    if (view.room?.mayDrive && view.room.parts.recording) insist(() => this.#later.load());
    this.voice?.drawn(view);
  }

  /** Brings the panel to the front. */
  async show() {
    const page = this.#page;
    await this.#later.load();
    page.showTab(page.element('orrery-stack[sheet]') ? 'stage' : 'people');
    await page.updateComplete;
    page.element('orrery-voice')?.show();
  }
}

/** Whether this browser may have pieces of a voice that the server has not (`WAITING` in voice.js). */
function mayWait() {
  try {
    return localStorage.getItem('orrery.voice') !== null;
  } catch {
    return false;
  }
}

const isRecorded = (/** @type {View} */ { room }) => Boolean(room?.mayDrive && room.parts.recording?.on);
const panel = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-voice slot=${slot} ?flat=${slot !== ''} .view=${view} .voice=${view.voice ?? null}></orrery-voice>`;
const PAGES = ['presenter'];

/** The voice and the captions of a replay, whose code loads once the recording has some, or the person may add some. */
class ReplayHolder {
  #page;
  #later;
  /** @type {import('./replay-voice.js').Replay | undefined} */
  #replay;

  /** @param {WalkPage} page */
  constructor(page) {
    this.#page = page;
    this.#later = new Later(page, async () => {
      const [{ ReplayVoice }] = await Promise.all([
        import('./replay-voice.js'),
        import('./caption-line.js'),
        import('./captions-editor.js'),
        import('../../ui/late-words.js').then(({ loadLate }) => loadLate('voice', () => this.#changed())),
      ]);
      const { recording } = /** @type {import('../../live/replay-connection.js').ReplayConnection} */ (
        /** @type {unknown} */ (page.connection)
      );
      return new ReplayVoice(page, /** @type {import('./replay-voice.js').Replay} */ (this.#replay), recording.source);
    });
  }

  get replayVoice() {
    return this.#later.part;
  }

  /** The bar listens to the replay. */
  #changed() {
    this.#replay?.dispatchEvent(new Event('change'));
    this.#page.requestUpdate();
  }

  drawn() {
    if (this.#replay) return;
    this.#replay = this.#page.ports.replay;
    const look = () => {
      const { manifest } = this.#replay ?? {};
      if (!manifest || !(manifest.voice.length > 0 || manifest.captions.length > 0 || manifest.mayEdit)) return;
      this.#replay?.removeEventListener('change', look);
      insist(() => this.#later.load()).then(() => this.#changed());
    };
    this.#replay?.addEventListener('change', look);
    look();
  }

  buttons() {
    return this.replayVoice?.buttons();
  }

  cues() {
    return this.replayVoice?.cues() ?? [];
  }
}

const REPLAY = ['replay'];
const isEdited = (/** @type {View} */ { replayVoice }) => replayVoice?.edits ?? false;
const editor = (/** @type {string} */ slot) => (/** @type {View} */ view) =>
  html`<orrery-captions slot=${slot} ?flat=${slot !== ''} .voice=${view.replayVoice ?? null}></orrery-captions>`;

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'side', order: 36, pages: PAGES, forms: WIDE, when: isRecorded, render: panel('') },
    { place: 'side', tab: 'people', order: 36, pages: PAGES, forms: MIDDLE, when: isRecorded, render: panel('people') },
    { place: 'side', tab: 'stage', order: 57, pages: PAGES, forms: SHEET, when: isRecorded, render: panel('stage') },
    {
      place: 'over',
      order: 9,
      pages: REPLAY,
      when: ({ replayVoice }) => (replayVoice?.shown.length ?? 0) > 0,
      render: (view) => html`<orrery-caption .voice=${view.replayVoice ?? null}></orrery-caption>`,
    },
    { place: 'side', order: 20, alone: true, pages: REPLAY, forms: WIDE, when: isEdited, render: editor('') },
    {
      place: 'side',
      tab: 'said',
      order: 10,
      alone: true,
      pages: REPLAY,
      forms: NOT_WIDE,
      when: isEdited,
      render: editor('said'),
    },
  ],
  viewOf: ({ ports }) => ({ voice: ports.voice?.voice ?? null, replayVoice: ports.voice?.replayVoice ?? null }),
  actions: {
    /** Opens the controls of the microphone. */
    voice: driving((_, __, page) => page.ports.voice?.show?.()),
  },
  attach(page) {
    if (page.page === 'replay') return new ReplayHolder(page);
    return page.page === 'presenter' && page.code !== '' ? new VoiceHolder(page) : null;
  },
};

/** @type {Manifest} */
export const whenFinding = { finds: { voice: { when: ({ view }) => isRecorded(view) } } };
