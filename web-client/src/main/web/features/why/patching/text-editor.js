/** Where the second text is typed: its tokens are counted meanwhile, and it is said where it is too long or too short. */
import { css, html, LitElement, nothing } from 'lit';
import { DebouncedRequest } from '../../../live/debounced-request.js';
import { server } from '../../../live/model-source.js';
import { shared } from '../../../ui/styles.js';
import { wordOf } from '../../../ui/running-word.js';
import { words } from '../../../ui/words.js';
import { fitOf, specialsBefore } from './second-text.js';

class TextEditor extends LitElement {
  static properties = {
    model: {},
    first: { attribute: false },
    second: { attribute: false },
    typed: { state: true },
    answer: { state: true },
    problem: { state: true },
  };

  static styles = [
    shared,
    css`
      form {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s2);
        align-items: center;
      }
      input {
        flex: 1 1 220px;
        min-width: 0;
        min-height: 36px;
        background: var(--bg);
      }
      p {
        flex-basis: 100%;
        color: var(--ink-2);
        font-size: var(--text-sm);
      }
      [role='alert'] {
        color: var(--accent);
      }
      button {
        min-height: 36px;
      }
    `,
  ];

  /** @type {DebouncedRequest<Awaited<ReturnType<typeof server.tokens>>>} */
  #request = new DebouncedRequest(
    (body) => server.tokens(JSON.parse(body)),
    (answer) => {
      const { failure } = this.#request;
      this.answer = answer;
      this.problem = failure ? words.problem(failure) : '';
    },
  );

  constructor() {
    super();
    /** The model's id. */
    this.model = '';
    /** The first text. @type {{tokens: number[], text: string[]}} */
    this.first = { tokens: [], text: [] };
    /** What the second text is so far. @type {string} */
    this.second = '';
    /** @type {string | null} */
    this.typed = null;
    /** The typed text's tokens. @type {{count: number, tokens: number[], text: string[]} | null} */
    this.answer = null;
    this.problem = '';
  }

  firstUpdated() {
    const field = /** @type {HTMLInputElement} */ (this.renderRoot.querySelector('input'));
    field.focus();
    field.select();
  }

  render() {
    const { typed, second, problem } = this;
    const fit = this.#fit();
    const isGood = fit !== null && fit.by === 0 && fit.typed > 0;
    const said =
      problem || (fit ? this.#saidOf(fit) : words.text('why.patch.sameLength', { count: this.first.tokens.length }));
    return html`<form @submit=${this.#use} data-keys="entry" @own-key=${this.#key}>
      <input
        aria-label=${words.text('why.patch.secondText')}
        aria-describedby="said"
        maxlength="20000"
        autocomplete="off"
        spellcheck="false"
        .value=${typed ?? second}
        @input=${this.#type}
      />
      <button class="filled" ?disabled=${!isGood}>${words.text('why.patch.use')}</button>
      <button type="button" class="plain" @click=${() => this.dispatchEvent(new CustomEvent('given-up'))}>${words.text('why.patch.back')}</button>
      <p id="said" role=${problem || (fit && !isGood) ? 'alert' : nothing}>${said}</p>
    </form>`;
  }

  /** The typed tokens behind the special ones that the first text begins with. */
  #tokens() {
    const { answer, first } = this;
    if (!answer) return null;
    const before = specialsBefore(first.text);
    const has = before > 0 && first.tokens.slice(0, before).every((token, i) => token === answer.tokens[i]);
    return has ? answer.tokens : [...first.tokens.slice(0, before), ...answer.tokens];
  }

  #fit() {
    const tokens = this.#tokens();
    if (!tokens || !this.answer) return null;
    const fit = fitOf(this.first.tokens, tokens);
    // of a long text not all tokens are listed
    return { ...fit, by: fit.by + this.answer.count - this.answer.tokens.length };
  }

  /** @param {ReturnType<typeof fitOf>} fit */
  #saidOf({ by, from, first, typed }) {
    if (by === 0)
      return words.text(typed === 0 ? 'why.patch.same' : 'why.patch.fits', { count: this.first.tokens.length });
    const offset = (this.#tokens()?.length ?? 0) - (this.answer?.tokens.length ?? 0);
    const piece = (/** @type {string[]} */ text, /** @type {number} */ count) =>
      count === 0 ? words.text('why.patch.nothing') : `“${text.slice(0, count).join('').trim()}”`;
    return words.text(by > 0 ? 'why.patch.tooLong' : 'why.patch.tooShort', {
      by: Math.abs(by),
      place: from + 1,
      typed: piece(this.answer?.text.slice(from - offset) ?? [], typed),
      typedCount: typed,
      first: piece(
        this.first.text
          .slice(from)
          .map(wordOf)
          .map((each) => `${each} `),
        first,
      ),
      firstCount: first,
    });
  }

  /** @param {InputEvent} event */
  #type(event) {
    const text = /** @type {HTMLInputElement} */ (event.target).value;
    this.typed = text;
    this.problem = '';
    if (text.trim() === '') {
      this.#request.forget();
      this.answer = null;
    } else this.#request.answer(JSON.stringify({ model: this.model, text }));
  }

  /** @param {SubmitEvent} event */
  #use(event) {
    event.preventDefault();
    const tokens = this.#tokens();
    if (tokens && this.#fit()?.by === 0) this.dispatchEvent(new CustomEvent('used', { detail: tokens }));
  }

  /** @param {CustomEvent<string>} event */
  #key(event) {
    if (event.detail !== 'Escape') return;
    event.preventDefault();
    this.dispatchEvent(new CustomEvent('given-up'));
  }
}

customElements.define('orrery-why-text-editor', TextEditor);
