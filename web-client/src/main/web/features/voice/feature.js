/** A recording's voice and captions: the presenter's microphone, and what of them a replay plays and shows. */
import { html } from 'lit';
import { insist } from '../../live/retry.js';
import { driving } from '../../ui/guards.js';
import { Later } from '../../ui/later.js';
import { MIDDLE, SHEET, WIDE } from '../../ui/window-form.js';

/** @typedef {import('../../ui/view.js').View} View */
/** @typedef {import('../../ui/features.js').Manifest} Manifest */
/** @typedef {import('../../ui/features.js').WalkPage} WalkPage */

/**
 * @typedef {object} Members  of the view
 * @property {import('./voice.js').Voice | null} [voice]  null until its code is there
 */
/** @typedef {{recording?: {id: string, on: boolean, paused: boolean} | null}} Parts */
/** @typedef {VoiceHolder} Ports */

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
    /** @type {any} */ (page.element('orrery-voice'))?.show();
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

/** @type {Manifest} */
export const withMachine = {
  panels: [
    { place: 'side', order: 36, pages: PAGES, forms: WIDE, when: isRecorded, render: panel('') },
    { place: 'side', tab: 'people', order: 36, pages: PAGES, forms: MIDDLE, when: isRecorded, render: panel('people') },
    { place: 'side', tab: 'stage', order: 57, pages: PAGES, forms: SHEET, when: isRecorded, render: panel('stage') },
  ],
  viewOf: ({ ports }) => ({ voice: ports.voice?.voice ?? null }),
  actions: {
    /** Opens the controls of the microphone. */
    voice: driving((_, __, page) => page.ports.voice?.show()),
  },
  attach: (page) => (page.page === 'presenter' && page.code !== '' ? new VoiceHolder(page) : null),
};

/** @type {Manifest} */
export const whenFinding = { finds: { voice: { when: ({ view }) => isRecorded(view) } } };
