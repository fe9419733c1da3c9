/**
 * The voice and the captions of the recording that a page replays: plays the one in step with the replay, shows the other, and has the
 * buttons for both. Which language, and whether captions are on, stays with the person.
 *
 * @typedef {import('./webvtt.js').Cue} Cue
 * @typedef {EventTarget & import('./voice-player.js').ReplayClock & {manifest: Manifest | null}} Replay  emits `change`
 * @typedef {{id: string, length: number, voice: import('./pieces.js').Piece[], captions: string[], mayEdit: boolean}} Manifest
 * @typedef {import('../../live/recording.js').Source} Source
 */
import { html, nothing } from 'lit';
import { read } from '../../live/identity.js';
import { insist } from '../../live/retry.js';
import { words } from '../../ui/words.js';
import { VoicePlayer } from './voice-player.js';
import { cueAt, readCaptions } from './webvtt.js';

const LANGUAGE = 'orrery.captions';
const MUTED = 'orrery.muted';

const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) =>
  words.text(`voice.${key}`, values);

/** A language's name in the page's language. @param {string} language */
export function languageName(language) {
  try {
    return new Intl.DisplayNames([words.language], { type: 'language' }).of(language) ?? language;
  } catch {
    return language;
  }
}

export class ReplayVoice {
  /** The captions that are shown, by time. @type {Cue[]} */
  shown = [];
  /** The language of the captions; empty for none. */
  language = kept(LANGUAGE);
  /** Whether the captions are being edited. */
  edits = false;
  #page;
  #replay;
  #source;
  /** @type {VoicePlayer | null} */
  #player = null;
  #isMuted = kept(MUTED) !== '';
  /** The captions by language, as the server gave them. @type {Map<string, Cue[]>} */
  #read = new Map();

  /** Captions for the transcript. */
  cues() {
    return this.shown;
  }

  /** @param {{requestUpdate: () => void, showTab: (tab: string) => void}} page @param {Replay} replay @param {Source} source */
  constructor(page, replay, source) {
    this.#page = page;
    this.#replay = replay;
    this.#source = source;
    replay.addEventListener('change', () => this.#changed());
    this.#changed();
  }

  get replay() {
    return this.#replay;
  }

  get languages() {
    return this.#replay.manifest?.captions ?? [];
  }

  get mayEdit() {
    return this.#replay.manifest?.mayEdit ?? false;
  }

  /** The key with which this page reads the recording; a presenter's saves captions, too. */
  get key() {
    return read(`orrery.replay.${this.#replay.manifest?.id ?? ''}`, window) ?? '';
  }

  /** How far the voice is behind the replay, ms; null while it is not heard. */
  get late() {
    return this.#player?.late ?? null;
  }

  #changed() {
    const { manifest } = this.#replay;
    if (!manifest) return;
    if (!this.#player && manifest.voice.length > 0 && VoicePlayer.isPossible) {
      this.#player = new VoicePlayer(
        this.#replay,
        () => this.#replay.manifest?.voice ?? [],
        (part) => this.#source.voice?.(part) ?? Promise.reject(new Error('no voice')),
      );
      this.#player.muted = this.#isMuted;
      this.#player.addEventListener('change', () => this.#draw());
      this.#page.requestUpdate();
    }
    this.#player?.check();
    this.#load();
  }

  /** The captions of the moment; null for none. */
  get cue() {
    return cueAt(this.shown, this.#replay.t);
  }

  /** Draws the page, and the bar, which listens to the replay. */
  #draw() {
    this.#page.requestUpdate();
    this.#replay.dispatchEvent(new Event('change'));
  }

  /** Shows other captions. @param {string} language empty for none */
  choose(language) {
    this.language = language;
    keep(LANGUAGE, language);
    this.shown = this.#read.get(language) ?? [];
    this.#load();
    this.#draw();
  }

  async #load() {
    const { language } = this;
    if (!this.languages.includes(language) || this.#read.has(language)) return;
    this.#read.set(language, []);
    this.take(language, readCaptions(await insist(async () => (await this.#source.captions?.(language)) ?? '')));
  }

  /** Captions that have been read or saved. @param {string} language @param {Cue[]} cues */
  take(language, cues) {
    this.#read.set(language, cues);
    if (language === this.language) this.shown = cues;
    this.#draw();
  }

  /** The captions of a language have been saved: everybody is given these from now on. @param {string} language @param {Cue[]} cues */
  saved(language, cues) {
    if (!this.languages.includes(language)) this.#replay.manifest?.captions.push(language);
    this.take(language, cues);
  }

  /** @param {string} language */
  erased(language) {
    const { languages } = this;
    if (languages.includes(language)) languages.splice(languages.indexOf(language), 1);
    this.take(language, []);
  }

  /** The captions of a language. @param {string} language @returns {Promise<Cue[]>} */
  async cuesIn(language) {
    if (!this.languages.includes(language)) return this.#read.get(language) ?? [];
    return readCaptions((await this.#source.captions?.(language)) ?? '');
  }

  mute() {
    this.#isMuted = !this.#isMuted;
    keep(MUTED, this.#isMuted ? '1' : '');
    if (this.#player) this.#player.muted = this.#isMuted;
    this.#draw();
  }

  /** Opens the captions to be edited, or closes them. */
  edit() {
    this.edits = this.mayEdit && !this.edits;
    this.#draw();
    // where panels share one place, the editor is in this tab
    if (this.edits) this.#page.showTab('said');
  }

  /** What the player's bar has of the voice and the captions. */
  buttons() {
    const { languages } = this;
    if (!words.has('voice.play.mute')) return nothing;
    return html`${this.#player ? this.#muteButton(this.#player) : nothing}
      ${
        languages.length > 0
          ? html`<select style="width: auto; flex: none" aria-label=${t('play.captions')} title=${t('play.captions')} @change=${(/** @type {Event & {target: HTMLSelectElement}} */ { target }) => this.choose(target.value)}>
              <option value="" ?selected=${!languages.includes(this.language)}>${t('play.captionsOff')}</option>
              ${languages.map((each) => html`<option value=${each} ?selected=${each === this.language}>${languageName(each)}</option>`)}
            </select>`
          : nothing
      }
      ${
        this.mayEdit
          ? html`<button class="plain" data-do="captions" aria-pressed=${this.edits} @click=${() => this.edit()}>${t('edit.open')}</button>`
          : nothing
      }`;
  }

  /** @param {VoicePlayer} player */
  #muteButton(player) {
    const { cannot, isHeldBack } = player;
    if (cannot !== '') return html`<span>${t('play.cannot', { type: cannot })}</span>`;
    const label = t(this.#isMuted || isHeldBack ? 'play.unmute' : 'play.mute');
    const press = () => (isHeldBack ? player.check() : this.mute());
    return html`<button class="plain" data-do="mute" aria-pressed=${this.#isMuted} @click=${press}>${label}</button>`;
  }
}

/** @param {string} name */
function kept(name) {
  try {
    return localStorage.getItem(name) ?? '';
  } catch {
    return '';
  }
}

/** @param {string} name @param {string} value */
function keep(name, value) {
  try {
    localStorage.setItem(name, value);
  } catch {
    // Without storage the choice lasts as long as the page.
  }
}
