/** Where another prompt is typed. It is checked here first; what the server then says is shown as it is. */
import { css, html, LitElement, nothing } from 'lit';
import { objectionTo, rulesOf, tidied } from './prompt-rules.js';
import { shared, sheet } from './styles.js';
import { words } from './words.js';

export class PromptEditor extends LitElement {
  static properties = {
    view: { attribute: false },
    run: { attribute: false },
    text: { state: true },
    objection: { state: true },
    running: { state: true },
  };

  static styles = [
    shared,
    sheet,
    css`
      input {
        font-size: var(--text-xl);
        letter-spacing: 0.08em;
      }
      .rule {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        margin-top: var(--s2);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .hint {
        margin-top: var(--s2);
        font-size: var(--text-sm);
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      .wrong {
        margin-top: var(--s3);
        line-height: var(--lh-read);
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
    /** Runs the model over a text; rejects in the server's words. @type {(text: string) => Promise<void>} */
    this.run = () => Promise.resolve();
    this.text = '';
    this.objection = '';
    this.running = false;
  }

  get open() {
    return this.renderRoot.querySelector('dialog')?.open ?? false;
  }

  show() {
    const info = this.view?.trace?.info;
    if (!info || this.open) return;
    this.text = info.text.slice(0, info.promptLength).join('');
    this.objection = '';
    this.updateComplete.then(() => {
      this.renderRoot.querySelector('dialog')?.showModal();
      this.renderRoot.querySelector('input')?.select();
    });
  }

  render() {
    const { graph } = this.view ?? {};
    if (!graph) return nothing;
    const rules = rulesOf(graph);
    const rule = rules.letters
      ? words.text('prompt.rule', { letters: words.list(rules.letters), max: rules.max })
      : words.text('prompt.ruleFree', { max: rules.max });
    return html`<dialog aria-labelledby="title">
      <form @submit=${this.#submit}>
        <h2 id="title">${words.text('prompt.title')}</h2>
        <label for="text">${words.text('prompt.label')}</label>
        <input
          id="text"
          .value=${this.text}
          autocomplete="off"
          autocapitalize=${rules.letters ? 'characters' : 'sentences'}
          spellcheck="false"
          aria-describedby="rule hint wrong"
          aria-invalid=${String(this.objection !== '')}
          @input=${this.#typed}
        />
        <p class="rule" id="rule">
          <span>${rule}</span>
          ${rules.letters
            ? html`<span>${words.text('prompt.count', { count: [...tidied(this.text, rules)].length, max: rules.max })}</span>`
            : nothing}
        </p>
        <p class="hint" id="hint" ?hidden=${!graph.model.hint}>${graph.model.hint}</p>
        <p class="wrong" id="wrong" role="alert" ?hidden=${this.objection === ''}>${this.objection}</p>
        <div class="row">
          <button class="plain" type="button" @click=${this.#close}>${words.text('prompt.cancel')}</button>
          <button class="filled" type="submit" ?disabled=${this.running}>
            ${words.text(this.running ? 'prompt.running' : 'prompt.run')}
          </button>
        </div>
      </form>
    </dialog>`;
  }

  #close() {
    this.renderRoot.querySelector('dialog')?.close();
  }

  #typed(event) {
    this.text = event.target.value;
    const text = this.#tidied();
    // An empty field is no mistake while one is still typing.
    this.objection = text === '' ? '' : this.#objectionTo(text);
  }

  #tidied() {
    return this.view?.graph ? tidied(this.text, rulesOf(this.view.graph)) : this.text;
  }

  #objectionTo(text) {
    if (!this.view?.graph) return '';
    const objection = objectionTo(text, rulesOf(this.view.graph), (items) => words.list(items));
    return objection ? words.text(objection.key, objection.values) : '';
  }

  async #submit(event) {
    event.preventDefault();
    if (this.running) return;
    const text = this.#tidied();
    this.objection = this.#objectionTo(text);
    if (this.objection !== '') return;
    this.running = true;
    try {
      await this.run(text);
      this.#close();
      // The button that opened this would get the focus back, and with it the keys that go on.
      if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
    } catch (error) {
      const problem = /** @type {import('../live/http.js').Problem} */ (error);
      this.objection = problem.status ? problem.message : words.text('error.unreachable');
    } finally {
      this.running = false;
    }
  }
}

customElements.define('orrery-prompt', PromptEditor);
