/**
 * Edits a recording's captions beside its replay: lines with their times, which are added, split, joined and shifted, while the voice plays.
 * They are the page's until they are saved; then everybody sees them.
 */
import { css, html, nothing } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import { Problem, request } from '../../live/http.js';
import { ask } from '../../ui/ask.js';
import { framed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { every, onEvent } from '../../ui/while-connected.js';
import { download } from '../../ui/download.js';
import { words } from '../../ui/words.js';
import { languageName } from './replay-voice.js';
import { edits, readCaptions, readTime, timeText, writeCaptions } from './webvtt.js';

/** @typedef {import('./webvtt.js').Cue} Cue */

/** The largest file that the server takes (`Bodies.LARGEST_FILE`), bytes. */
const LARGEST = 1 << 20;
/** A line is moved by this at a press, ms. */
const SHIFT_MS = 100;
const CHECK_MS = 200;

const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) =>
  words.text(`voice.edit.${key}`, values);

class CaptionsEditor extends ViewElement {
  static properties = {
    voice: { attribute: false },
    language: { state: true },
    cues: { state: true },
    chosen: { state: true },
    isSaved: { state: true },
    said: { state: true },
    wrong: { state: true },
    sure: { state: true },
  };

  static styles = [
    shared,
    framed,
    css`
      :host {
        min-height: 0;
        /* it has its column alone, where other panels leave room for each other */
        max-height: 100% !important;
      }
      section {
        display: flex;
        flex-direction: column;
        max-height: 100%;
      }
      h2 {
        font-size: var(--text-lg);
      }
      .row {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        margin-top: var(--s2);
      }
      .row .plain,
      .row .filled,
      select,
      input {
        min-height: 36px;
        padding: 0 var(--s3);
        font-size: var(--text-sm);
      }
      select {
        flex: 1 1 8em;
        min-width: 0;
      }
      .new {
        width: 6em;
      }
      ol {
        flex: 1 1 auto;
        min-height: 120px;
        max-height: 52vh;
        margin-top: var(--s3);
        overflow-y: auto;
        scrollbar-width: thin;
      }
      li {
        padding: var(--s2);
        border-top: 1px solid var(--line);
      }
      li.now {
        box-shadow: inset 3px 0 var(--accent);
      }
      .times {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1);
      }
      .times input {
        width: 9.4em;
        padding: 0 6px;
        flex: 0 1 auto;
      }
      .times .icon {
        width: 36px;
        height: 36px;
      }
      textarea {
        width: 100%;
        padding: var(--s2);
        border: 1px solid var(--line-strong);
        border-radius: var(--r2);
        background: var(--surface-2);
        color: inherit;
        margin-top: var(--s1);
        font: inherit;
        resize: vertical;
      }
      p {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        overflow-wrap: anywhere;
      }
      @media (pointer: coarse), (max-width: 899px) {
        .row .plain,
        .row .filled,
        select,
        input {
          min-height: 48px;
        }
        ol {
          max-height: none;
        }
      }
    `,
  ];

  #now = -1;
  #file = /** @type {HTMLInputElement} */ (
    Object.assign(document.createElement('input'), { type: 'file', accept: '.vtt,text/vtt' })
  );

  constructor() {
    super();
    /** @type {import('./replay-voice.js').ReplayVoice | null} */
    this.voice = null;
    /** Of the captions that are edited; empty before one is chosen. */
    this.language = '';
    /** @type {Cue[]} */
    this.cues = [];
    /** The number of the line that has buttons. */
    this.chosen = -1;
    this.isSaved = true;
    this.said = '';
    this.wrong = '';
    /** Whether the captions are erased at the next press. */
    this.sure = false;
    this.#file.addEventListener('change', () => this.#upload());
    every(this, CHECK_MS, () => this.#current() !== this.#now && this.requestUpdate());
    // captions that are not saved are not lost by closing the page
    onEvent(this, window, 'beforeunload', (event) => this.isSaved || event.preventDefault());
  }

  firstUpdated() {
    const { voice } = this;
    if (!voice) return;
    const { languages, language } = voice;
    this.#open(languages.includes(language) ? language : (languages[0] ?? words.language));
  }

  /** The number of the line that is heard now. */
  #current() {
    const now = this.voice?.replay.t ?? 0;
    return this.cues.findLastIndex(({ from, to }) => from <= now && now < to);
  }

  /** @param {string} language */
  async #open(language) {
    this.language = language;
    this.chosen = -1;
    this.sure = false;
    await this.#try(async () => {
      this.cues = (await this.voice?.cuesIn(language)) ?? [];
      this.isSaved = true;
    });
  }

  /** @param {() => Promise<void>} does */
  async #try(does) {
    this.wrong = '';
    this.said = '';
    try {
      await does();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.wrong = words.problem(problem);
    }
  }

  /** @param {Cue[]} cues */
  #change(cues) {
    this.cues = cues;
    this.isSaved = false;
    this.said = '';
  }

  /** @param {RequestInit} init */
  #send(init) {
    const { voice, language } = this;
    const id = encodeURIComponent(voice?.replay.manifest?.id ?? '');
    const headers = { 'Content-Type': 'text/vtt', Authorization: `Bearer ${voice?.key ?? ''}` };
    return request(`/api/recordings/${id}/captions/${encodeURIComponent(language)}`, { ...init, headers });
  }

  async #save() {
    await this.#try(async () => {
      await this.#send({ method: 'PUT', body: writeCaptions(this.cues) });
      this.isSaved = true;
      this.said = t('saved');
      this.voice?.saved(this.language, this.cues);
    });
  }

  async #erase() {
    this.sure = false;
    await this.#try(async () => {
      await this.#send({ method: 'DELETE' });
      this.cues = [];
      this.isSaved = true;
      this.said = t('erased');
      this.voice?.erased(this.language);
    });
  }

  /** Takes a file: the server says whether it is captions. */
  async #upload() {
    const [file] = this.#file.files ?? [];
    this.#file.value = '';
    if (!file) return;
    if (file.size > LARGEST) {
      this.wrong = t('tooLarge', { limit: LARGEST / (1 << 20) });
      return;
    }
    await this.#try(async () => {
      await this.#send({ method: 'PUT', body: file });
      this.cues = readCaptions(await file.text());
      this.isSaved = true;
      this.said = t('saved');
      this.voice?.saved(this.language, this.cues);
    });
  }

  #download() {
    const name = `${this.voice?.replay.manifest?.id ?? 'recording'}.${this.language}.vtt`;
    download(name, new Blob([writeCaptions(this.cues)], { type: 'text/vtt' }));
  }

  /** Adds a line at this moment, and puts the cursor in it. */
  async #add() {
    const from = Math.round(this.voice?.replay.t ?? 0);
    this.#change(edits.add(this.cues, from));
    this.chosen = this.cues.findIndex((cue) => cue.from === from);
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('li.chosen textarea'))?.focus();
  }

  #split() {
    const area = /** @type {HTMLTextAreaElement | null} */ (this.renderRoot.querySelector('li.chosen textarea'));
    const { text } = this.cues[this.chosen];
    const at =
      area && area.selectionStart > 0 && area.selectionStart < text.length ? area.selectionStart : text.length / 2;
    this.#change(edits.split(this.cues, this.chosen, Math.round(at)));
  }

  render() {
    const { voice } = this;
    if (!voice || !words.has('voice.edit.title')) return nothing;
    this.#now = this.#current();
    const languages = [...new Set([...voice.languages, this.language])].filter(Boolean);
    return html`<section aria-label=${t('title')}>
      <h2>${t('title')}</h2>
      <div class="row">
        <select aria-label=${t('language')} ?disabled=${!this.isSaved} @change=${(/** @type {any} */ { target }) => this.#open(target.value)}>
          ${languages.map((each) => html`<option value=${each} ?selected=${each === this.language}>${languageName(each)}</option>`)}
        </select>
        <input class="new" placeholder="fr" maxlength="20" aria-label=${t('newLanguage')} title=${t('newLanguage')} ?disabled=${!this.isSaved} @change=${this.#newLanguage} />
        <button class="plain" data-do="upload" @click=${() => this.#file.click()}>${t('upload')}</button>
        <button class="plain" data-do="download" ?disabled=${this.cues.length === 0} @click=${this.#download}>${t('download')}</button>
      </div>
      <ol aria-label=${t('lines')}>
        ${repeat(
          this.cues,
          (_, n) => n,
          (cue, n) => this.#line(cue, n),
        )}
      </ol>
      <p class="wrong" role="alert" ?hidden=${!this.wrong}>${this.wrong}</p>
      <p role="status" ?hidden=${!this.said}>${this.said}</p>
      <div class="row">
        <button class="plain" data-do="add" @click=${this.#add}>${t('add')}</button>
        <button class="filled" data-do="save" ?disabled=${this.isSaved} @click=${this.#save}>${t('save')}</button>
        ${
          voice.languages.includes(this.language)
            ? html`<button class="plain" data-do="erase" @click=${() => (this.sure ? this.#erase() : (this.sure = true))}>${t(this.sure ? 'eraseSure' : 'erase')}</button>`
            : nothing
        }
        <button class="plain" data-do="close" ?disabled=${!this.isSaved} @click=${() => voice.edit()}>${t('close')}</button>
      </div>
    </section>`;
  }

  /** @param {Event & {target: HTMLInputElement}} event */
  #newLanguage({ target }) {
    const language = target.value.trim();
    target.value = '';
    if (language !== '') this.#open(language);
  }

  /** @param {Cue} cue @param {number} n */
  #line(cue, n) {
    const isChosen = n === this.chosen;
    const time = (/** @type {'from' | 'to'} */ which) =>
      html`<input aria-label=${t(which)} .value=${timeText(cue[which])} @focus=${() => (this.chosen = n)} @change=${(
        /** @type {any} */ { target },
      ) => {
        const ms = readTime(target.value.trim());
        if (ms === null) target.value = timeText(cue[which]);
        else this.#change(edits.set(this.cues, n, { [which]: ms }));
      }} />`;
    const button = (/** @type {string} */ does, /** @type {() => Cue[]} */ change, canNot = false) =>
      html`<button class="plain" data-do=${does} ?disabled=${canNot} @click=${() => this.#change(change())}>${t(does)}</button>`;
    return html`<li class="${isChosen ? 'chosen' : ''} ${n === this.#now ? 'now' : ''}">
      <div class="times">
        ${time('from')}${time('to')}
        <button class="icon" aria-label=${t('play')} title=${t('play')} @click=${() => ask(this, 'replayTo', cue.from)}>▶</button>
      </div>
      <textarea rows="2" aria-label=${t('text')} .value=${cue.text} @focus=${() => (this.chosen = n)} @change=${(/** @type {any} */ { target }) => this.#change(edits.set(this.cues, n, { text: target.value }))}></textarea>
      ${
        isChosen
          ? html`<div class="row">
              <button class="plain" data-do="split" @click=${this.#split}>${t('split')}</button>
              ${button('join', () => edits.join(this.cues, n), n === this.cues.length - 1)}
              ${button('earlier', () => edits.shift(this.cues, n, -SHIFT_MS))}
              ${button('later', () => edits.shift(this.cues, n, SHIFT_MS))}
              ${button('remove', () => edits.remove(this.cues, n))}
            </div>`
          : nothing
      }
    </li>`;
  }
}

customElements.define('orrery-captions', CaptionsEditor);
