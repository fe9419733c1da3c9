/**
 * The dialog for a new prompt, for the current model or another one. While the person types, it shows the tokens that the
 * model's tokenizer cuts the text into, and their count against the limit. The server's errors are shown as they are.
 */
import { css, html, nothing } from 'lit';
import { server } from '../../live/model-source.js';
import { isBytes, isSpecial, tokenText } from '../../model/token-text.js';
import { ask } from '../../ui/ask.js';
import { isKept, LONGEST_KEPT } from './ready-prompts.js';
import { TokenPreview } from './token-preview.js';
import { objectionTo, rulesFor, tidied } from './prompt-rules.js';
import { WordList, wordListStyle } from './word-list.js';
import { isBegun } from './word-offers.js';
import { titleOf } from '../../ui/model-words.js';
import { hintOf } from '../../ui/preset-words.js';
import { Sheet } from '../../ui/sheet.js';
import { selectStyle, sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { words } from '../../ui/words.js';

/** Runs a model over a text; rejects with the server's problem. @typedef {(text: string, model: string, chat: boolean) => Promise<void>} Run */

export class PromptEditor extends Sheet {
  static properties = {
    run: { attribute: false },
    text: { state: true },
    objection: { state: true },
    running: { state: true },
    presets: { state: true },
    model: { state: true },
    chat: { state: true },
  };

  #preview = new TokenPreview(() => this.#cut());
  /** The graph of a model that is not the current one. @type {import('../../model/graph.js').Graph | null} */
  #other = null;
  #offers = new WordList(
    () => this.renderRoot.querySelector('textarea'),
    (text) => this.#write(text),
  );

  static styles = [
    shared,
    selectStyle,
    sheet,
    wordListStyle,
    css`
      input {
        font-size: var(--text-xl);
        letter-spacing: 0.08em;
      }
      textarea {
        width: 100%;
        min-height: 88px;
        max-height: 40vh;
        padding: var(--s2) var(--s3);
        resize: vertical;
        font: inherit;
        font-size: var(--text-lg);
        line-height: var(--lh-read);
        color: var(--ink);
        background: var(--surface-2);
        border: 1px solid var(--line-strong);
        border-radius: var(--r2);
      }
      .model {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s2) var(--s4);
        margin-bottom: var(--s3);
      }
      .model label {
        display: flex;
        align-items: center;
        gap: var(--s2);
        margin: 0;
        min-height: var(--hit);
      }
      select {
        width: auto;
        max-width: 100%;
        min-height: var(--hit);
        padding: 0 22px 0 var(--s2);
      }
      .model input {
        width: 20px;
        min-height: 20px;
        height: 20px;
        accent-color: var(--accent);
      }
      .tokens {
        display: flex;
        flex-wrap: wrap;
        align-content: start;
        gap: 3px;
        max-height: min(26vh, 190px);
        min-height: 60px;
        margin: var(--s3) 0 0;
        padding: 2px;
        overflow-y: auto;
        scrollbar-width: thin;
      }
      .tokens li {
        min-height: 26px;
        padding: 2px 6px;
        border: 1px solid var(--line);
        border-radius: var(--r1);
        background: var(--surface-2);
        font-size: var(--text-sm);
        white-space: pre;
      }
      .tokens .special {
        border-style: dashed;
        background: none;
        color: var(--p);
      }
      .tokens .bytes {
        color: var(--ink-2);
        font-family: var(--font-mono, monospace);
        font-size: var(--text-xs);
      }
      .tokens .beyond {
        opacity: 0.45;
        text-decoration: line-through;
      }
      .rule {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        margin-top: var(--s2);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .count {
        white-space: nowrap;
      }
      .hint {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      .keep {
        margin-right: auto;
      }
      .wrong {
        margin-top: var(--s3);
        line-height: var(--lh-read);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {Run} */
    this.run = () => Promise.resolve();
    this.text = '';
    this.objection = '';
    this.running = false;
    /** @type {import('../../live/model-source.js').Preset[]} */
    this.presets = [];
    /** Content id of the chosen model. */
    this.model = '';
    /** Whether the person has changed the text that the dialog began with. */
    this.own = false;
    /** Whether the text is the user's turn of a conversation. */
    this.chat = false;
  }

  show() {
    const info = this.view?.trace?.info;
    if (!info || this.open) return;
    this.text = info.text.slice(0, info.promptLength).join('');
    // A conversation is not editable in the form that the chat template gave it.
    if (info.text.some(isSpecial)) this.text = '';
    this.model = info.model;
    this.own = false;
    this.objection = '';
    this.#ask();
    this.#learnPresets();
    this.updateComplete.then(() => {
      this.dialog?.showModal();
      /** @type {HTMLInputElement | null} */ (this.renderRoot.querySelector('#text'))?.select();
    });
  }

  async #learnPresets() {
    try {
      this.presets = await server.presets();
    } catch {
      // The current model can still be chosen; if the server cannot be reached, running the prompt says so.
    }
  }

  get #preset() {
    return this.presets.find(({ model }) => model === this.model) ?? null;
  }

  /** The graph of the chosen model, if it is known. */
  get #graph() {
    return [this.view?.graph, this.#other].find((graph) => graph?.model.id === this.model) ?? null;
  }

  get #rules() {
    return rulesFor(this.#graph, this.#preset);
  }

  /** Learns the words and letters of a model that is not the current one. */
  async #learnGraph() {
    const { model } = this;
    if (this.#graph) return;
    try {
      const other = await server.graph(model);
      if (this.model !== model) return;
      this.#other = other;
      if (this.#rules.letters && this.#objectionTo(this.#tidied())) this.text = this.#preset?.prompt ?? '';
      this.#ask();
      this.requestUpdate();
    } catch {
      // Its texts can be typed without that.
    }
  }

  render() {
    const { graph } = this.view ?? {};
    if (!graph) return nothing;
    const rules = this.#rules;
    const rule = rules.letters
      ? words.text('prompt.rule', { letters: words.list(rules.letters), max: rules.max })
      : words.text(this.chat ? 'prompt.ruleChat' : 'prompt.ruleFree', { max: rules.max });
    const cut = rules.letters ? null : this.#preview.answer;
    const count = rules.letters ? [...tidied(this.text, rules)].length : cut?.count;
    const hint = this.#graph ? hintOf(this.#graph.model) : '';
    this.#offers.look(this.chat ? null : this.#graph, this.text, this.#preview.refused);
    return html`<dialog aria-labelledby="title" data-keys="words" @own-key=${this.#key}>
      <form @submit=${this.#submit}>
        <h2 id="title">${words.text('prompt.title')}</h2>
        ${this.#models()}
        <label for="text">${words.text(this.chat ? 'prompt.labelChat' : 'prompt.label')}</label>
        ${rules.letters ? this.#line() : this.#lines()} ${this.#offers.render()}
        <p class="rule" id="rule">
          <span>${rule}</span>
          ${count === undefined ? nothing : html`<span class="count">${words.text('prompt.count', { count, max: rules.max })}</span>`}
        </p>
        ${rules.letters ? nothing : this.#tokens(cut?.text ?? [], rules.max)}
        <p class="hint" id="hint" ?hidden=${!hint}>${hint}</p>
        <p class="wrong" id="wrong" role="alert" ?hidden=${this.objection === ''}>${this.objection}</p>
        <div class="row">
          ${this.#keep()}
          <button class="plain" type="button" @click=${() => this.dialog?.close()}>${words.text('prompt.cancel')}</button>
          <button class="filled" type="submit" ?disabled=${this.running}>
            ${words.text(this.running ? 'prompt.running' : 'prompt.run')}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  /** In a room, the button that keeps the prompt among the ready ones. */
  #keep() {
    const kept = this.view?.room?.parts.prompts?.kept ?? [];
    if (!this.view?.room) return nothing;
    const prompt = { model: this.model, text: this.#tidied(), chat: this.chat };
    const isIn = isKept(kept, prompt);
    const isLong = prompt.text.length > LONGEST_KEPT;
    const wrong = this.#objectionTo(prompt.text) !== '' || this.objection !== '' || isLong;
    const note = isLong ? words.text('prompt.keepTooLong', { max: LONGEST_KEPT }) : words.text('prompt.keepNote');
    return html`<button class="plain keep" type="button" title=${note} ?disabled=${isIn || wrong} @click=${() => ask(this, 'keepPrompt', prompt)}>
      ${words.text(isIn ? 'prompt.kept' : 'prompt.keep')}
    </button>`;
  }

  /** The choice of the model, and of a conversation if the model has a chat template. */
  #models() {
    const chat = this.#preset?.chat ?? false;
    if (this.presets.length < 2 && !chat) return nothing;
    return html`<div class="model">
      ${
        this.presets.length < 2
          ? nothing
          : html`<label
            >${words.text('prompt.model')}
            <select @change=${this.#modelChosen}>
              ${this.presets.map(
                (each) =>
                  html`<option translate="no" value=${each.model} ?selected=${each.model === this.model}>${titleOf(each)}</option>`,
              )}
            </select></label
          >`
      }
      ${
        chat
          ? html`<label
            ><input type="checkbox" .checked=${this.chat} @change=${this.#chatChosen} />${words.text('prompt.chat')}</label
          >`
          : nothing
      }
    </div>`;
  }

  #line() {
    return html`<input
      id="text"
      .value=${this.text}
      autocomplete="off"
      autocapitalize="characters"
      spellcheck="false"
      aria-describedby="rule hint wrong"
      aria-invalid=${String(this.objection !== '')}
      @input=${this.#typed}
    />`;
  }

  #lines() {
    const { controls, active } = this.#offers.field;
    return html`<textarea
      id="text"
      dir="auto"
      rows="3"
      .value=${this.text}
      autocomplete="off"
      spellcheck="false"
      aria-describedby="rule hint wrong"
      aria-invalid=${String(this.objection !== '')}
      aria-autocomplete=${controls === nothing ? 'none' : 'list'}
      aria-controls=${controls}
      aria-activedescendant=${active}
      @input=${this.#typed}
      @keyup=${this.#moved}
      @pointerup=${this.#moved}
      @select=${this.#moved}
    ></textarea>`;
  }

  /** The list takes its place before the tokenizer has answered: a growing dialog would move its buttons away from a click. @param {string[]} text @param {number} max */
  #tokens(text, max) {
    return html`<ol class="tokens" aria-label=${words.text('prompt.tokens')}>
      ${text.map((token, i) => {
        const kind = `${isSpecial(token) ? 'special' : ''} ${isBytes(token) ? 'bytes' : ''} ${i >= max ? 'beyond' : ''}`;
        return html`<li class=${kind}><bdi>${tokenText(token, this.#preset?.reads === 'words')}</bdi></li>`;
      })}
    </ol>`;
  }

  /** Enter submits, also in the text area; Shift+Enter begins a new line. @param {CustomEvent<string>} event */
  #key(event) {
    if (/** @type {ShadowRoot} */ (this.renderRoot).activeElement?.id !== 'text') return;
    if (this.#offers.key(event)) {
      this.requestUpdate();
      this.updateComplete.then(() => this.#offers.reveal(this.renderRoot));
      return;
    }
    if (event.detail !== 'Enter') return;
    event.preventDefault();
    this.renderRoot.querySelector('form')?.requestSubmit();
  }

  /** @param {{target: HTMLSelectElement}} event */
  #modelChosen(event) {
    const isLetters = this.#rules.letters !== null;
    this.model = event.target.value;
    this.chat = this.chat && (this.#preset?.chat ?? false);
    // The text may not suit the other model; words that somebody has written stay with one that reads words.
    const example = this.#preset?.prompt ?? '';
    if (this.text === '' || isLetters || this.#rules.letters || (!this.own && this.view?.graph?.vocabulary))
      this.text = example;
    this.objection = '';
    this.#ask();
    this.#learnGraph();
  }

  /** @param {{target: HTMLInputElement}} event */
  #chatChosen(event) {
    this.chat = event.target.checked;
    this.objection = '';
    this.#ask();
  }

  /** @param {{target: HTMLTextAreaElement}} event */
  #typed(event) {
    this.#offers.move();
    this.#write(event.target.value);
  }

  #moved() {
    if (!this.#offers.move()) return;
    if (this.#preview.refused) this.#cut();
    else this.requestUpdate();
  }

  /** @param {string} typed */
  #write(typed) {
    this.text = typed;
    this.own = true;
    const text = this.#tidied();
    // An empty field is not an error while the person is typing.
    this.objection = text === '' ? '' : this.#objectionTo(text);
    this.#ask();
  }

  /** Asks the server to cut the text into tokens. */
  #ask() {
    if (this.#rules.letters || this.text === '') this.#preview.forget();
    else this.#preview.ask({ model: this.model, ...(this.chat ? { chat: said(this.text) } : { text: this.text }) });
  }

  /** Called when the tokenizer's answer has arrived. */
  #cut() {
    const { answer, problem, refused } = this.#preview;
    this.#offers.look(this.#graph, this.text, refused);
    // A word that is being typed is not wrong yet.
    if (problem) this.objection = refused && isBegun(this.#offers.offer, refused.word) ? '' : problem;
    else if (answer && answer.count > answer.limit)
      this.objection = words.text('prompt.tooManyTokens', { count: answer.count, max: answer.limit });
    else this.objection = '';
    this.requestUpdate();
  }

  #tidied() {
    return tidied(this.text, this.#rules);
  }

  /** @param {string} text */
  #objectionTo(text) {
    const objection = objectionTo(text, this.#rules, (items) => words.list(items));
    return objection ? words.text(objection.key, objection.values) : '';
  }

  /** @param {Event & {target: HTMLFormElement}} event */
  async #submit(event) {
    event.preventDefault();
    if (this.running) return;
    const text = this.#tidied();
    this.objection = this.#objectionTo(text);
    if (this.objection !== '') return;
    this.running = true;
    try {
      await this.run(text, this.model, this.chat);
      this.close();
    } catch (error) {
      this.objection = words.problem(/** @type {import('../../live/http.js').Problem} */ (error));
    } finally {
      this.running = false;
    }
  }
}

/** A conversation of one turn. @param {string} content */
const said = (content) => [{ role: 'user', content }];

customElements.define('orrery-prompt', PromptEditor);
