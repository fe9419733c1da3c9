/** The sheet of ready prompts, by model. A click or the prompt's key runs it. */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { ask } from '../../ui/ask.js';
import { icons } from '../../ui/icons.js';
import { loadLate } from '../../ui/late-words.js';
import { titleOf } from '../../ui/model-words.js';
import { Sheet } from '../../ui/sheet.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';
import { Measured } from './good-for.js';
import { KEYS, readyPrompts } from './ready-prompts.js';

/** @typedef {import('./ready-prompts.js').Ready} Ready */

/** All lists of a page measure each text once. */
const measured = new Measured(server);

export class ReadySheet extends Sheet {
  /** Resolves once the models' prompts are here, or are out of reach. @type {Promise<void>} */
  #loading = Promise.resolve();

  static properties = {
    run: { attribute: false },
    presets: { state: true },
    objection: { state: true },
  };

  static styles = [
    shared,
    sheet,
    css`
      h3 {
        margin-top: var(--s4);
        font-size: var(--text-sm);
        font-weight: var(--w-regular);
        color: var(--ink-2);
      }
      li {
        display: flex;
        align-items: center;
      }
      li .run {
        flex: 1;
        min-width: 0;
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 0 var(--s3);
        min-height: 48px;
        padding: 0 var(--s3);
        text-align: left;
        font-size: var(--text-lg);
      }
      li .run:hover {
        background: var(--surface-2);
      }
      li .line {
        /* what a text is good for stands below it where both have no room; its key always stands beside it */
        flex: 1 1 auto;
        max-width: 100%;
        min-width: 0;
        display: flex;
        align-items: center;
        gap: var(--s3);
      }
      li bdi {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
      }
      small {
        flex: none;
        font-size: var(--text-sm);
        font-weight: var(--w-regular);
        color: var(--ink-2);
      }
      .now {
        color: var(--accent);
        font-weight: var(--w-strong);
      }
      .wrong {
        margin-top: var(--s3);
      }
    `,
  ];

  constructor() {
    super();
    /** Runs a model over a text; rejects with the server's problem. @type {(text: string, model: string, chat: boolean) => Promise<void>} */
    this.run = () => Promise.resolve();
    /** @type {import('../../live/model-source.js').Preset[]} */
    this.presets = [];
    this.objection = '';
  }

  async toggle() {
    if (this.open) {
      this.dialog?.close();
      return;
    }
    this.objection = '';
    this.dialog?.showModal();
    this.#loading = this.#load();
    await this.#loading;
  }

  async #load() {
    try {
      this.presets = await server.withPrompts();
    } catch {
      this.objection = words.text('error.unreachable');
      return;
    }
    const again = () => this.requestUpdate();
    loadLate('goodFor', again).catch(console.warn);
    measured.measure(() => (this.open ? this.#onScreenFirst : []), again);
  }

  /** The texts of the model on screen before those of others. */
  get #onScreenFirst() {
    const shown = this.view?.graph?.model.id;
    const all = this.#groups.flatMap(({ prompts }) => prompts);
    return [...all.filter(({ model }) => model === shown), ...all.filter(({ model }) => model !== shown)];
  }

  get #groups() {
    return readyPrompts(this.presets, this.view?.room?.parts.prompts?.kept ?? []);
  }

  render() {
    return html`<dialog aria-labelledby="title">
      <h2 id="title">${words.text('ready.title')}</h2>
      ${this.#groups.map(
        ({ preset, prompts }) => html`<h3 translate="no">${titleOf(preset)}</h3>
          <ul>
            ${prompts.map((prompt) => this.#prompt(prompt))}
          </ul>`,
      )}
      <p class="wrong" role="alert" ?hidden=${this.objection === ''}>${this.objection}</p>
      <div class="row">
        <button class="plain" @click=${() => this.#write()}>${words.text('bar.prompt')} <kbd aria-hidden="true">N</kbd></button>
        <button class="plain" @click=${() => this.toggle()}>${words.text('help.close')}</button>
      </div>
    </dialog>`;
  }

  #prompt(/** @type {Ready} */ prompt) {
    const { text, chat, key, kept } = prompt;
    const drop = words.text('ready.drop', { text });
    const good = words.has('goodFor.sure') ? measured.of(prompt) : '';
    return html`<li>
      <button class="run ${this.#isShown(prompt) ? 'now' : ''}" @click=${() => this.#choose(prompt)}>
        <span class="line">${key === '' ? nothing : html`<kbd>${key.toUpperCase()}</kbd>`}<bdi translate="no">${text}</bdi></span>
        ${chat ? html`<small>${words.text('ready.chat')}</small>` : nothing}
        ${good ? html`<small class="good">${words.text(`goodFor.${good}`)}</small>` : nothing}
      </button>
      ${
        kept
          ? html`<button class="icon" aria-label=${drop} title=${drop} @click=${() => ask(this, 'dropPrompt', prompt)}>${icons.close}</button>`
          : nothing
      }
    </li>`;
  }

  /** Whether the room shows this prompt. */
  #isShown(/** @type {Ready} */ { text, model, chat }) {
    const { info } = this.view?.trace ?? {};
    return !chat && info?.model === model && info.text.slice(0, info.promptLength).join('') === text;
  }

  /** The prompt of each key. @returns {Map<string, Ready>} */
  get #byKey() {
    return new Map(
      this.#groups.flatMap(({ prompts }) => prompts.map((/** @type {Ready} */ prompt) => [prompt.key, prompt])),
    );
  }

  /** The keys that do something while the sheet is open: those of the prompts, N writes one, and R closes the sheet again. */
  get ownKeys() {
    // the key works before the list has loaded
    const keys = this.presets.length === 0 ? Array.from(KEYS) : [...this.#byKey.keys(), 'n', 'r'];
    return keys.filter((key) => key !== '').flatMap((key) => [key, key.toUpperCase()]);
  }

  /** @param {string} key one of `ownKeys` */
  async press(key) {
    await this.#loading;
    if (!this.open) return;
    const prompt = this.#byKey.get(key.toLowerCase());
    if (prompt) this.#choose(prompt);
    else if (key.toLowerCase() === 'n') this.#write();
    else if (key.toLowerCase() === 'r') this.toggle();
  }

  #write() {
    this.toggle();
    ask(this, 'prompt');
  }

  async #choose(/** @type {Ready} */ { text, model, chat }) {
    this.close();
    try {
      await this.run(text, model, chat);
    } catch (error) {
      this.objection = words.problem(/** @type {import('../../live/http.js').Problem} */ (error));
      this.dialog?.showModal();
    }
  }
}

customElements.define('orrery-ready', ReadySheet);
