/**
 * The page that opens and manages rooms, for people with the operator's key; opening may be allowed to everybody. No key
 * that is typed or made here gets into an address, and none is shown before somebody asks for it.
 */
import { html, LitElement, nothing } from 'lit';
import { Hosting } from '../../live/hosting.js';
import { Problem } from '../../live/http.js';
import { firstOf } from '../../live/model-source.js';
import { pageHeader, pageHeaderStyle } from '../../ui/page-header.js';
import './room-links.js';
import '../recording/list.js';
import './room-list.js';
import { card, roomsStyles } from './rooms-styles.js';
import { titleOf } from '../../ui/model-words.js';
import { selectStyle } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { onEvent } from '../../ui/while-connected.js';
import { words } from '../../ui/words.js';

const AGAIN_MS = 5000;

export class RoomsPage extends LitElement {
  static properties = {
    offer: { state: true },
    list: { state: true },
    links: { state: true },
    wrong: { state: true },
    busy: { state: true },
  };

  static styles = [shared, selectStyle, pageHeaderStyle, card, roomsStyles];

  #hosting = new Hosting();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #again;

  constructor() {
    super();
    /** Who may open rooms, and with which models; null until loaded. @type {{openToAnyone: boolean, models: import('../../live/model-source.js').Preset[]} | null} */
    this.offer = null;
    /** The list of rooms; null without the operator's key. @type {import('../../live/hosting.js').List | null} */
    this.list = null;
    /** Links of the room that was opened last. @type {import('../../live/hosting.js').Links | null} */
    this.links = null;
    /** Error messages by form. @type {Record<string, string>} */
    this.wrong = {};
    this.busy = false;
    onEvent(this, document, 'visibilitychange', () => {
      if (!document.hidden && this.#hosting.hasKey) this.#reload();
    });
  }

  connectedCallback() {
    super.connectedCallback();
    this.#begin();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.#again);
  }

  async #begin() {
    await this.#try('page', async () => {
      this.offer = await this.#hosting.offer();
    });
    if (this.offer === null) this.#again = setTimeout(() => this.#begin(), AGAIN_MS);
    else if (this.#hosting.hasKey) this.#reload();
  }

  render() {
    const forget = this.#hosting.hasKey
      ? html`<button class="plain" @click=${this.#forget}>${words.text('rooms.key.forget')}</button>`
      : nothing;
    return html`${pageHeader(this, forget)}
      <main>
        <h1>${words.text('rooms.title')}</h1>
        <p class="intro">${words.text('rooms.text')}</p>
        ${this.#error('page')}
        ${this.offer ? this.#columns(this.offer) : nothing}
      </main>`;
  }

  /** @param {NonNullable<RoomsPage['offer']>} offer */
  #columns(offer) {
    const { hasKey } = this.#hosting;
    return html`<div class="columns">
      <div>
        ${offer.openToAnyone || hasKey ? this.#opening(offer.models) : nothing}
        ${hasKey ? nothing : this.#keyForm(offer.openToAnyone)}
      </div>
      <div>
        ${this.links ? html`<orrery-room-links .links=${this.links}></orrery-room-links>` : nothing}
        ${
          this.list
            ? html`<orrery-room-list
              .rooms=${this.list.rooms}
              .limit=${this.list.limit}
              .servers=${this.list.servers ?? []}
              .move=${this.#move.bind(this)}
              .renew=${this.#renew.bind(this)}
              .close=${this.#close.bind(this)}
            ></orrery-room-list>
            <orrery-recordings class="panel" .secret=${this.#hosting.key}></orrery-recordings>`
            : nothing
        }
      </div>
    </div>`;
  }

  /** @param {import('../../live/model-source.js').Preset[]} models */
  #opening(models) {
    const first = firstOf(models, words.language);
    return html`<form class="panel" aria-labelledby="open-title" @submit=${this.#open}>
      <h2 id="open-title">${words.text('rooms.open.title')}</h2>
      <label for="model">${words.text('rooms.open.model')}</label>
      <select id="model">
        ${models.map((model) => html`<option translate="no" value=${model.id} ?selected=${model === first}>${titleOf(model)}</option>`)}
      </select>
      ${this.#error('open')}
      <div class="row">
        <button class="filled" type="submit" ?disabled=${this.busy}>${words.text('rooms.open.go')}</button>
      </div>
    </form>`;
  }

  /** The field has no name, so that submitting the form can never put the key into an address. @param {boolean} openToAnyone */
  #keyForm(openToAnyone) {
    return html`<form class="panel" aria-labelledby="key-title" @submit=${this.#show}>
      <h2 id="key-title">${words.text('rooms.key.title')}</h2>
      <p>${words.text(openToAnyone ? 'rooms.key.more' : 'rooms.key.text')}</p>
      <label for="key">${words.text('rooms.key.label')}</label>
      <input id="key" type="password" autocomplete="off" spellcheck="false" required aria-describedby="wrong-key" />
      ${this.#error('key')}
      <label class="check"><input id="keep" type="checkbox" />${words.text('rooms.key.keep')}</label>
      <div class="row">
        <button class=${openToAnyone ? 'plain' : 'filled'} type="submit" ?disabled=${this.busy}>${words.text('rooms.key.go')}</button>
      </div>
    </form>`;
  }

  /** @param {'page' | 'open' | 'key'} form */
  #error(form) {
    return html`<p class="wrong" id=${`wrong-${form}`} role="alert">${this.wrong[form] ?? nothing}</p>`;
  }

  /** @param {Event} event */
  async #show(event) {
    event.preventDefault();
    const key = this.#field('key').value.trim();
    if (key === '') return;
    await this.#try('key', async () => {
      this.list = await this.#hosting.use(key, this.#field('keep').checked);
    });
    await this.updateComplete;
    if (this.list) {
      this.#reloadSoon();
      this.#field('model').focus();
    } else this.#field('key').select();
  }

  #forget() {
    this.#hosting.forget();
    clearTimeout(this.#again);
    this.list = null;
    this.links = null;
    this.wrong = {};
  }

  /** @param {Event} event */
  async #open(event) {
    event.preventDefault();
    this.links = null;
    await this.#try('open', async () => {
      this.links = await this.#hosting.open(this.#field('model').value);
    });
    if (this.links && this.#hosting.hasKey) this.#reload();
    await this.updateComplete;
    /** @type {HTMLElement | null} */ (this.renderRoot.querySelector('orrery-room-links'))?.focus();
  }

  /** @param {string} code @param {'presenter' | 'co-presenter'} role */
  async #renew(code, role) {
    const link = await this.#change(() => this.#hosting.renew(code, role));
    const name = role === 'presenter' ? 'presenter' : 'coPresenter';
    if (this.links?.code === code) this.links = { ...this.links, [name]: link };
    return link;
  }

  /** @param {string} code @param {string} node */
  async #move(code, node) {
    await this.#change(() => this.#hosting.move(code, node));
  }

  /** @param {string} code */
  async #close(code) {
    await this.#change(() => this.#hosting.close(code));
    if (this.links?.code === code) this.links = null;
  }

  /** Changes a room of the list, then reloads the list. @template T @param {() => Promise<T>} change */
  async #change(change) {
    try {
      return await change();
    } catch (problem) {
      throw new Error(messageOf(problem), { cause: problem });
    } finally {
      this.#reload();
    }
  }

  async #reload() {
    clearTimeout(this.#again);
    try {
      this.list = await this.#hosting.list();
      this.wrong = { ...this.wrong, page: '' };
    } catch (problem) {
      this.#listFailed(problem);
    }
    this.#reloadSoon();
  }

  #reloadSoon() {
    clearTimeout(this.#again);
    if (this.#hosting.hasKey && !document.hidden) this.#again = setTimeout(() => this.#reload(), AGAIN_MS);
  }

  /** The list could not be loaded: the key was changed, or the server is gone. @param {unknown} problem */
  #listFailed(problem) {
    if (problem instanceof Problem && problem.status === 401) {
      this.#forget();
      this.wrong = { key: words.text('rooms.wrong.changed') };
    } else {
      this.wrong = { ...this.wrong, page: messageOf(problem) };
    }
  }

  /** @param {string} form that shows the error @param {() => Promise<void>} action */
  async #try(form, action) {
    this.busy = true;
    this.wrong = { ...this.wrong, [form]: '' };
    try {
      await action();
    } catch (problem) {
      this.wrong = { ...this.wrong, [form]: messageOf(problem) };
    }
    this.busy = false;
  }

  /** @param {string} id @returns {HTMLInputElement} */
  #field(id) {
    return /** @type {HTMLInputElement} */ (this.renderRoot.querySelector(`#${id}`));
  }
}

/** The error message for a problem. @param {unknown} problem */
function messageOf(problem) {
  if (!(problem instanceof Problem)) throw problem;
  const key = words.has(`rooms.wrong.${problem.code}`) ? `rooms.wrong.${problem.code}` : 'rooms.wrong.other';
  return words.text(key, { seconds: Math.max(1, problem.retryAfter) });
}

customElements.define('orrery-rooms', RoomsPage);
