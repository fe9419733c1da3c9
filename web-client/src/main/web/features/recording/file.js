/**
 * A recording as one file: how large its parts are, which of them are left out, and its download.
 *
 * @typedef {{part: string, bytes: number, optional: boolean}} Part
 */
import { css, html, LitElement, nothing } from 'lit';
import { Problem, request } from '../../live/http.js';
import { loadLate } from '../../ui/late-words.js';
import { shared } from '../../ui/styles.js';
import { onEvent } from '../../ui/while-connected.js';
import { download } from '../../ui/download.js';
import { words } from '../../ui/words.js';

const MIB = 1 << 20;
/** A part in which nothing is takes fewer bytes. */
const EMPTY = 64;

const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) =>
  words.text(`recording.${key}`, values);
const number = (/** @type {number} */ value) => value.toLocaleString(words.language, { maximumFractionDigits: 1 });

/** Bytes in words. @param {number} bytes */
export const size = (bytes) =>
  bytes < MIB
    ? `${number(bytes / 1024)} KiB`
    : bytes < 1024 * MIB
      ? `${number(bytes / MIB)} MiB`
      : `${number(bytes / 1024 / MIB)} GiB`;

/** Whatever is wrong, in words. @param {Problem} problem */
export function sentenceOf(problem) {
  const key = [`problem.${problem.code}`, `error.${problem.code}`].find((each) => words.has(each));
  return key ? words.text(key, problem.params) : problem.message;
}

class RecordingFile extends LitElement {
  static properties = {
    recording: {},
    secret: { attribute: false },
    name: {},
    parts: { state: true },
    without: { state: true },
    wrong: { state: true },
    making: { state: true },
  };

  static styles = [
    shared,
    css`
      form,
      ul {
        display: grid;
        gap: var(--s2);
      }
      label {
        display: flex;
        align-items: center;
        gap: var(--s2);
        min-height: 28px;
      }
      label span {
        flex: 1;
        min-width: 0;
      }
      label b {
        font-weight: inherit;
        white-space: nowrap;
      }
      input {
        flex: none;
        width: 20px;
        height: 20px;
        min-height: 0;
        margin: 0;
        accent-color: var(--accent);
      }
      p {
        color: var(--ink-2);
        font-size: var(--text-sm);
      }
      button {
        justify-self: start;
      }
      @media (pointer: coarse) {
        label {
          min-height: 48px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** The recording's id. */
    this.recording = '';
    /** The key with which it is read; empty if everybody may. */
    this.secret = '';
    /** The title of the recording, by which its file is called. */
    this.name = '';
    /** @type {Part[] | null} */
    this.parts = null;
    /** The parts that are left out. @type {string[]} */
    this.without = [];
    this.wrong = '';
    this.making = false;
    onEvent(this, words, 'change');
  }

  connectedCallback() {
    super.connectedCallback();
    loadLate('recording', () => this.requestUpdate()).catch(console.warn);
    this.#try(async () => {
      this.parts = (await (await this.#request('/parts')).json()).parts;
    });
  }

  /** @param {string} rest */
  #request(rest) {
    const init = this.secret === '' ? {} : { headers: { Authorization: `Bearer ${this.secret}` } };
    return request(`/api/recordings/${encodeURIComponent(this.recording)}/file${rest}`, init);
  }

  /** @param {() => Promise<void>} does */
  async #try(does) {
    this.wrong = '';
    this.making = true;
    try {
      await does();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.wrong = sentenceOf(problem);
    } finally {
      this.making = false;
    }
  }

  /** @param {SubmitEvent} event */
  #save(event) {
    event.preventDefault();
    this.#try(async () => {
      const left = this.without.length > 0 ? `?without=${this.without.join(',')}` : '';
      const blob = await (await this.#request(left)).blob();
      // what people wrote is no path
      download(`${this.name.replace(/[^\p{L}\p{N} -]+/gu, ' ').trim() || 'orrery-recording'}.html`, blob);
    });
  }

  /** @param {string} part @param {boolean} isIn */
  #choose(part, isIn) {
    this.without = [...this.without.filter((each) => each !== part), ...(isIn ? [] : [part])];
  }

  render() {
    if (!words.has('recording.file')) return nothing;
    const parts = (this.parts ?? []).filter(({ bytes }) => bytes > EMPTY);
    const whole = parts.reduce((sum, { part, bytes }) => sum + (this.without.includes(part) ? 0 : bytes), 0);
    return html`<form @submit=${this.#save} aria-busy=${String(this.making)}>
      <p>${t('fileNote')}</p>
      <p class="wrong" role="alert">${this.wrong}</p>
      ${this.making ? html`<p role="status">${t(this.parts ? 'fileMaking' : 'fileMeasuring')}</p>` : nothing}
      <ul>${parts.map((part) => this.#part(part))}</ul>
      ${this.parts ? html`<button class="filled" ?disabled=${this.making}>${t('fileSave', { size: size(whole) })}</button>` : nothing}
    </form>`;
  }

  /** @param {Part} part */
  #part({ part, bytes, optional }) {
    return html`<li>
      <label>
        <input
          type="checkbox"
          name=${part}
          ?disabled=${!optional}
          .checked=${!this.without.includes(part)}
          @change=${(/** @type {any} */ { target }) => this.#choose(part, target.checked)}
        />
        <span>${t(`filePart.${part}`)}</span> <b>${size(bytes)}</b>
      </label>
    </li>`;
  }
}

customElements.define('orrery-recording-file', RecordingFile);
