/**
 * The list of recordings, of a room for who presents it, or of all rooms for the operator: to play, rename, cut, publish and erase.
 *
 * @typedef {'closed' | 'link' | 'open'} Access
 * @typedef {object} Listed
 * @property {string} id
 * @property {string} room
 * @property {string} title
 * @property {number} begun    ms
 * @property {number} length   ms
 * @property {'on' | 'paused' | 'ended'} state
 * @property {number} bytes
 * @property {Access} access
 * @property {string} key      with which it is read by its link
 * @property {number} from     ms that are cut off at the beginning
 * @property {number} to       where it is cut off, ms; 0 for nowhere
 */
import { css, html, LitElement, nothing } from 'lit';
import { Problem, request } from '../../live/http.js';
import { spokenCode } from '../../live/identity.js';
import { loadLate } from '../../ui/late-words.js';
import { shared } from '../../ui/styles.js';
import { onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';
import { sentenceOf, size } from './file.js';

const MINUTE = 60_000;
const LONGEST_TITLE = 100;
/** @type {Access[]} */
const ACCESS = ['closed', 'link', 'open'];

const t = (/** @type {string} */ key, /** @type {Record<string, any>} */ values = {}) =>
  words.text(`recording.${key}`, values);
const time = (/** @type {number} */ ms) => {
  const seconds = Math.floor(ms / 1000);
  const rest = (/** @type {number} */ value) => String(value).padStart(2, '0');
  return `${Math.floor(seconds / 3600)}:${rest(Math.floor(seconds / 60) % 60)}:${rest(seconds % 60)}`;
};
/** A key is in the fragment, which no server is sent. @param {string} id @param {string} [key] */
const addressOf = (id, key = '') =>
  `${location.origin}/replay/${id}${key === '' ? '' : `#key=${encodeURIComponent(key)}`}`;
const linkOf = (/** @type {Listed} */ { id, access, key }) => addressOf(id, access === 'link' ? key : '');

/** Hundredths of minutes, in which a recording is cut. An end that is not cut off stays behind the whole length. @param {number} ms */
const minutesOf = (ms) => Math.ceil((ms / MINUTE) * 100 - 1e-6) / 100;

class RecordingList extends LitElement {
  static properties = {
    code: {},
    secret: { attribute: false },
    list: { state: true },
    opened: { state: true },
    filed: { state: true },
    sure: { state: true },
    copied: { state: true },
    byHand: { state: true },
    wrong: { state: true },
  };

  static styles = [
    shared,
    css`
      :host {
        margin-block: var(--s5);
      }
      li {
        display: grid;
        gap: var(--s2);
        padding: var(--s3) 0;
        border-top: 1px solid var(--line);
      }
      .row,
      form {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--s2) var(--s3);
      }
      .does {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2) var(--s3);
      }
      .name {
        flex: 1 1 14em;
        min-width: 0;
        overflow-wrap: anywhere;
      }
      .name small,
      .total {
        display: block;
        color: var(--ink-2);
      }
      label {
        display: grid;
        gap: 2px;
      }
      input,
      select {
        min-height: 36px;
        max-width: 100%;
        padding: 0 var(--s2);
      }
      .total {
        margin-bottom: var(--s2);
      }
      .title {
        flex: 1 1 18em;
        min-width: 0;
      }
      @media (pointer: coarse) {
        input,
        select {
          min-height: 48px;
        }
      }
      @media print {
        button,
        form {
          display: none;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** The room's code; empty for all rooms. */
    this.code = '';
    /** The key of who presents the room, or the operator's. */
    this.secret = '';
    /** @type {{recordings: Listed[], bytes: number, most: number, next: string} | null} */
    this.list = null;
    /** The id of the recording whose form is open. */
    this.opened = '';
    /** The id of the recording that is made a file. */
    this.filed = '';
    /** The id of the recording that is erased at the next press. */
    this.sure = '';
    /** The id of the recording whose link has been copied, and of the one whose link is shown, to be copied by hand. */
    this.copied = this.byHand = '';
    this.wrong = '';
    onEvent(this, words, 'change');
    // whoever comes back from the room's page finds what has been recorded there
    onEvent(this, document, 'visibilitychange', () => {
      if (document.visibilityState === 'visible' && this.secret !== '') this.#load();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    loadLate('recording', () => this.requestUpdate()).catch(console.warn);
  }

  /** @param {Map<string, unknown>} changed */
  updated(changed) {
    if ((changed.has('secret') || changed.has('code')) && this.secret !== '') this.#load();
  }

  /** @param {string} path @param {RequestInit} [init] */
  #request(path, init) {
    return request(`/api/recordings${path}`, {
      ...init,
      headers: { Authorization: `Bearer ${this.secret}`, ...(init?.body && { 'Content-Type': 'application/json' }) },
    });
  }

  #load() {
    return this.#try(async () => {
      this.list = await (await this.#request(this.code ? `?room=${encodeURIComponent(this.code)}` : '')).json();
    });
  }

  /** @param {() => Promise<void>} does */
  async #try(does) {
    this.wrong = '';
    try {
      await does();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      this.wrong = sentenceOf(problem);
    }
  }

  /** @param {string} id @param {Record<string, unknown>} change */
  #change(id, change) {
    return this.#try(async () => {
      await this.#request(`/${id}`, { method: 'PATCH', body: JSON.stringify(change) });
      await this.#load();
    });
  }

  /** @param {string} id */
  #erase(id) {
    if (this.sure !== id) {
      this.sure = id;
      return;
    }
    this.sure = '';
    this.#try(async () => {
      await this.#request(`/${id}`, { method: 'DELETE' });
      await this.#load();
    });
  }

  /** Copies a recording's link; browsers withhold the clipboard from pages over plain http. @param {Listed} recording */
  async #copy(recording) {
    this.copied = this.byHand = '';
    try {
      await navigator.clipboard.writeText(linkOf(recording));
      this.copied = recording.id;
    } catch {
      this.byHand = recording.id;
      await this.updateComplete;
      /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('[name=link]'))?.focus();
    }
  }

  /** @param {SubmitEvent} event @param {Listed} recording */
  #save(event, { id, length, state }) {
    event.preventDefault();
    const fields = new FormData(/** @type {HTMLFormElement} */ (event.target));
    const minutes = (/** @type {string} */ name) => Math.max(0, Number(fields.get(name))) * MINUTE;
    const to = minutes('to');
    this.opened = '';
    this.#change(id, {
      title: fields.get('title'),
      access: fields.get('access'),
      ...(state === 'ended' && { from: minutes('from'), to: to >= length ? 0 : to }),
    });
  }

  render() {
    const { list } = this;
    if (!list || !words.has('recording.list')) return nothing;
    return html`<section aria-labelledby="recordings">
      <h2 id="recordings">${t('list')}</h2>
      <p class="total">${t('total', { size: size(list.bytes), most: size(list.most) })}</p>
      <p class="wrong" role="alert">${this.wrong}</p>
      ${list.recordings.length === 0 ? html`<p>${t('none')}</p>` : html`<ul>${list.recordings.map((each) => this.#row(each))}</ul>`}
    </section>`;
  }

  /** @param {Listed} recording */
  #row(recording) {
    const { id, title, room, begun, from, to, length, bytes, state, access } = recording;
    const date = new Date(begun).toLocaleString(words.language, { dateStyle: 'medium', timeStyle: 'short' });
    const isOpen = this.opened === id,
      isFiled = this.filed === id;
    return html`<li>
      <div class="row">
        <span class="name"
          >${this.code ? nothing : `${spokenCode(room)} · `}${title || t('untitled')}
          <small>${t('row', { date, length: time((to || length) - from), size: size(bytes) })} · ${t(access)}</small>
          ${state === 'ended' ? nothing : html`<small>${t(state === 'paused' ? 'paused' : 'running')}</small>`}
          ${this.list?.next === id ? html`<small>${t('next')}</small>` : nothing}
        </span>
        <span class="does">
        ${this.#play(id)}
        ${access === 'closed' ? nothing : html`<button class="plain" @click=${() => this.#copy(recording)}>${t(this.copied === id ? 'copied' : 'copy')}</button>`}
        <button class="plain" aria-expanded=${isFiled} @click=${() => (this.filed = isFiled ? '' : id)}>${t('file')}</button>
        <button class="plain" aria-expanded=${isOpen} @click=${() => (this.opened = isOpen ? '' : id)}>${t('edit')}</button>
        <button class="plain" ?disabled=${state !== 'ended'} @click=${() => this.#erase(id)} @blur=${() => (this.sure = '')}>
          ${this.sure === id ? t('sure') : t('erase')}
        </button>
        </span>
      </div>
      ${
        this.byHand === id
          ? html`<label
              >${t('byHand')}<input
                name="link"
                readonly
                .value=${linkOf(recording)}
                @focus=${(/** @type {{target: HTMLInputElement}} */ { target }) => target.select()}
            /></label>`
          : nothing
      }
      ${isFiled ? html`<orrery-recording-file recording=${id} name=${title} .secret=${this.secret}></orrery-recording-file>` : nothing}
      ${isOpen ? this.#form(recording) : nothing}
    </li>`;
  }

  /** No `href` has the presenter's key: the browser would show it, and a projector may be on. @param {string} id */
  #play(id) {
    return html`<button class="plain" @click=${() => window.open(addressOf(id, this.secret), '_blank', 'noopener')}>${t('play')}</button>`;
  }

  /** @param {Listed} recording */
  #form(recording) {
    const { title, access, from, to, length, state } = recording;
    const cut = state === 'ended';
    return html`<form @submit=${(/** @type {SubmitEvent} */ event) => this.#save(event, recording)}>
      <label class="title">${t('title')}<input name="title" maxlength=${LONGEST_TITLE} .value=${title} /></label>
      <label>${t('from')}<input name="from" type="number" min="0" step="0.01" ?disabled=${!cut} .value=${String(minutesOf(from))} /></label>
      <label>${t('to')}<input name="to" type="number" min="0" step="0.01" ?disabled=${!cut} .value=${String(minutesOf(to || length))} /></label>
      <label
        >${t('access')}<select name="access">
          ${ACCESS.map((each) => html`<option value=${each} ?selected=${each === access}>${t(each)}</option>`)}
        </select></label
      >
      <button class="filled">${t('save')}</button>
    </form>`;
  }
}

customElements.define('orrery-recordings', RecordingList);
