/** The presenter's sheet of ready prompts, by model. A click or the prompt's key runs it. */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** The keys of the first prompts, in order. */
const KEYS = '123456789abcdefghijklmnopqrstuvwxyz';

export class ReadySheet extends ViewElement {
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
      li button {
        display: flex;
        align-items: center;
        gap: var(--s3);
        width: 100%;
        min-height: 48px;
        padding: 0 var(--s3);
        text-align: left;
        font-size: var(--text-lg);
      }
      li button:hover {
        background: var(--surface-2);
      }
      li span {
        min-width: 0;
        overflow: hidden;
        text-overflow: ellipsis;
        white-space: nowrap;
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
    /** Runs a model over a text; rejects with the server's problem. @type {(text: string, model: string) => Promise<void>} */
    this.run = () => Promise.resolve();
    /** @type {import('../../live/model-source.js').Preset[]} */
    this.presets = [];
    this.objection = '';
  }

  get open() {
    return this.renderRoot.querySelector('dialog')?.open ?? false;
  }

  async toggle() {
    const dialog = this.renderRoot.querySelector('dialog');
    if (dialog?.open) {
      dialog.close();
      return;
    }
    this.objection = '';
    dialog?.showModal();
    try {
      this.presets = await server.presets();
    } catch {
      this.objection = words.text('error.unreachable');
    }
  }

  /** @returns {{text: string, preset: import('../../live/model-source.js').Preset}[]} in the order of their keys */
  get #prompts() {
    return this.presets.flatMap((preset) => promptsOf(preset).map((text) => ({ text, preset })));
  }

  render() {
    const prompts = this.#prompts;
    return html`<dialog aria-labelledby="title" @keydown=${this.#key}>
      <h2 id="title">${words.text('ready.title')}</h2>
      ${this.presets.map(
        (preset) => html`<h3 translate="no">${preset.title}</h3>
          <ul>
            ${promptsOf(preset).map((text) => this.#prompt(text, preset, prompts.findIndex((each) => each.text === text && each.preset === preset)))}
          </ul>`,
      )}
      <p class="wrong" role="alert" ?hidden=${this.objection === ''}>${this.objection}</p>
      <div class="row">
        <button class="plain" @click=${() => this.toggle()}>${words.text('help.close')}</button>
      </div>
    </dialog>`;
  }

  #prompt(text, preset, n) {
    const { trace } = this.view ?? {};
    const given = trace?.info.text.slice(0, trace.info.promptLength).join('');
    const now = given === text && trace?.info.model === preset.model;
    return html`<li>
      <button class=${now ? 'now' : ''} @click=${() => this.#choose(text, preset)}>
        ${n < KEYS.length ? html`<kbd>${KEYS[n].toUpperCase()}</kbd>` : nothing}<span translate="no">${text}</span>
      </button>
    </li>`;
  }

  #key(event) {
    if (event.key.length !== 1 || event.ctrlKey || event.metaKey || event.altKey) return;
    const chosen = this.#prompts[KEYS.indexOf(event.key.toLowerCase())];
    if (chosen) this.#choose(chosen.text, chosen.preset);
  }

  async #choose(text, preset) {
    this.renderRoot.querySelector('dialog')?.close();
    // Do not give the focus back to the button that opened the sheet: it would take the keys that move the walk.
    if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    try {
      await this.run(text, preset.model);
    } catch (error) {
      this.objection = words.problem(/** @type {import('../../live/http.js').Problem} */ (error));
      this.renderRoot.querySelector('dialog')?.showModal();
    }
  }
}

/** A preset's prompts without duplicates, beginning with its initial one. */
function promptsOf(preset) {
  return [...new Set([preset.prompt, ...(preset.prompts ?? [])])].filter((text) => text !== '');
}

customElements.define('orrery-ready', ReadySheet);
